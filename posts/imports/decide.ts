import type { ImportItem, ImportItemState, ImportQuestion, ImportRule } from '../schema/import.ts';

/** Why something of a source was not taken, or is asked about: a stable code, and words for staff. */
export interface Reason {
  readonly code: string;
  readonly detail: string;
}

/** What is known of an item that came before. */
export interface Known {
  readonly state: ImportItemState;
  readonly question: ImportQuestion | null;
  /** The source tells the same as it did. */
  readonly unchanged: boolean;
  /** What became of its announcement: none: there is none, or a person deleted it. */
  readonly announcement: 'none' | 'alive' | 'cancelled';
  /** A person changed there what the source had told. */
  readonly changedHere: boolean;
}

/** What is to be done about an item. */
export type Step =
  | { readonly do: 'nothing' }
  /** It is told otherwise, but nothing follows from it. */
  | { readonly do: 'remember' }
  | { readonly do: 'create'; readonly submit: boolean; readonly reason: Reason | null }
  | { readonly do: 'merge'; readonly into: string }
  | { readonly do: 'refuse'; readonly reason: Reason }
  | { readonly do: 'update' }
  /** What was gone is there again: the question whether to cancel it is over. */
  | { readonly do: 'back' }
  | { readonly do: 'cancel' }
  | { readonly do: 'ask'; readonly question: ImportQuestion; readonly reason: Reason };

/** What is known here about an item when it is decided on. */
export interface Circumstances {
  readonly rule: ImportRule;
  /** The database's clock. */
  readonly now: Date;
  /** News from before the subscription are no news. */
  readonly since: Date;
  /** An announcement of the same thing, from another source or by hand. */
  readonly same: string | null;
}

/** What becomes of an item that a source tells. Pure. */
export function decide(item: ImportItem, known: Known | null, around: Circumstances): Step {
  if (known === null || known.state === 'refused') {
    return known?.unchanged ? { do: 'nothing' } : first(item, around);
  }
  if (known.state === 'merged' || known.announcement !== 'alive') {
    return known.unchanged ? { do: 'nothing' } : { do: 'remember' };
  }
  if (known.unchanged) return { do: known.state === 'removed' && !item.cancelled ? 'back' : 'nothing' };
  if (item.cancelled) {
    if (around.rule === 'schedule' && !known.changedHere) return { do: 'cancel' };
    return { do: 'ask', question: 'cancel', reason: why('cancelled-there', 'The source says that it is cancelled.') };
  }
  if (isOver(item, around.now)) return { do: 'remember' };
  if (!known.changedHere) return { do: 'update' };
  const detail = 'The source tells it otherwise, and somebody has changed it here meanwhile.';
  return { do: 'ask', question: 'change', reason: why('changed-both', detail) };
}

/** What becomes of an item that a source does not tell any more, though it would if it were still there. Pure. */
export function decideMissing(known: Known, elsewhere: boolean): Step {
  if (known.state === 'removed' || known.state === 'refused' || known.announcement !== 'alive')
    return { do: 'nothing' };
  if (known.state === 'merged' || elsewhere) return { do: 'remember' };
  const detail = 'It is gone from the source. Nothing was cancelled.';
  return { do: 'ask', question: 'cancel', reason: why('gone', detail) };
}

function first(item: ImportItem, { rule, now, since, same }: Circumstances): Step {
  if (item.cancelled) return refuse('cancelled', 'It was cancelled before it came here.');
  if (isOver(item, now)) return refuse('past', 'It has begun already.');
  if (item.kind === 'announcement' && !isNews(item, since)) {
    return refuse('older', 'It is older than this subscription.');
  }
  if (same !== null) return { do: 'merge', into: same };
  if (item.event?.allDay) {
    const detail = 'The source tells the day without hours. Put them down before it is published.';
    return { do: 'create', submit: false, reason: why('all-day', detail) };
  }
  return { do: 'create', submit: rule === 'schedule', reason: null };
}

function isOver({ event }: ImportItem, now: Date): boolean {
  return event !== null && Date.parse(event.startsAt) <= now.getTime();
}

/** What the source does not date may be of any age. */
function isNews({ publishedAt }: ImportItem, since: Date): boolean {
  return publishedAt !== null && Date.parse(publishedAt) >= since.getTime();
}

function refuse(code: string, detail: string): Step {
  return { do: 'refuse', reason: { code, detail } };
}

function why(code: string, detail: string): Reason {
  return { code, detail };
}
