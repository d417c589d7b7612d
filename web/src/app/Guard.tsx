import { Component, type ReactNode } from 'react';
import { Broken } from './Broken.tsx';

/** Catches our own mistakes, so that they are told instead of leaving a white page. */
export class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
