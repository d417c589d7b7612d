import type { Announcement } from '../api/wire.ts';
import type { Draft } from './draft.ts';

/** An announcement that exists and is being changed, as it was when the page opened. */
export interface Editing {
  readonly announcement: Announcement;
  readonly draft: Draft;
  readonly revision: number;
}
