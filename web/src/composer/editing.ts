import type { Announcement } from '../api/wire.ts';
import type { Draft } from './draft.ts';

/** An empty time of a channel; the time is local, `2026-12-01T09:00`. */
export interface Slot {
  readonly time: string;
  readonly channel: string;
}

/** What a new announcement begins with. */
export interface Copied {
  /** Slug. */
  readonly of: string;
  readonly draft: Draft;
}

/** An announcement that exists and is being changed, as it was when the page opened. */
export interface Editing {
  readonly announcement: Announcement;
  readonly draft: Draft;
  readonly revision: number;
}
