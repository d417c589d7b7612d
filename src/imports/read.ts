import type { Note } from '#posts/problem';
import type { ImportItem, ImportRefusal } from '#posts/schema/import';

/** What reading depends on besides the bytes. */
export interface ReadContext {
  /** The instant that decides what is past. */
  readonly now: Date;
  /** The cluster's zone: of floating times and of days without hours. */
  readonly zone: string;
}

/** A source, read: what it holds, or why it cannot be read, in the words of whoever gave the address. */
export type Read =
  | {
      readonly ok: true;
      /** Events in the order of their starts, news the newest first. */
      readonly items: readonly ImportItem[];
      readonly refused: readonly ImportRefusal[];
      readonly notes: readonly Note[];
      /**
       * Whatever starts in this period is among `items`, or by its title among `refused`, so that a missing one is gone
       * from the source. Null: the source lists only the newest, and nothing follows from what is missing.
       */
      readonly covers: { readonly from: Date; readonly to: Date } | null;
    }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** More than this of one source are not taken at once; the rest comes when these are past. */
export const MOST_ITEMS = 500;
/** The largest source that is read, in bytes. */
export const LARGEST_SOURCE = 10 * 1024 * 1024;
/** Pages and feeds are taken apart in one go, during which the process does nothing else. */
export const LARGEST_MARKUP = 3 * 1024 * 1024;

/** Codes of whole sources begin with `source-`; those of single items do not. */
export function unreadable(code: string, detail: string): Read {
  return { ok: false, code: `source-${code}`, detail };
}
