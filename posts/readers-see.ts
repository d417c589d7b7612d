/** What of an event changes without anybody's approval: its facts, and how calendars know it. */
interface OfEvent {
  readonly event: unknown;
  readonly link: unknown;
  readonly eventStatus: unknown;
  readonly sequence: unknown;
}

/**
 * How a change of an approved announcement came: it needs nobody's approval, it waits for one, or only the event's own
 * time, place and addresses moved.
 */
export type ChangeKind = 'approved' | 'waits' | 'eventMoved';

/**
 * What readers see of an announcement after a change of it, where that is not the announcement as it stands. Pure.
 * Contents are as the database gives them back, so that equal ones are written alike.
 * @param kept what they saw before, where that was something else; null: they saw `before`
 * @returns null: they see `after`
 */
export function readersSee<Content extends OfEvent>(
  kept: Content | null,
  before: Content,
  after: Content,
  kind: ChangeKind,
): Content | null {
  const seen = seenAfter(kept, before, after, kind);
  return seen && sameWords(seen, after) ? null : seen;
}

function seenAfter<Content extends OfEvent>(
  kept: Content | null,
  before: Content,
  { event, link, eventStatus, sequence }: Content,
  kind: ChangeKind,
): Content | null {
  switch (kind) {
    case 'approved':
      return kept;
    case 'waits':
      return kept ?? before;
    case 'eventMoved':
      return kept && { ...kept, event, link, eventStatus, sequence };
  }
}

/** Whoever takes a change back shows readers what they saw, whatever number the calendars know it by. */
function sameWords<Content extends OfEvent>(one: Content, other: Content): boolean {
  const names = Object.keys(other) as (keyof Content)[];
  return names.every(
    (name) =>
      name === 'eventStatus' || name === 'sequence' || JSON.stringify(one[name]) === JSON.stringify(other[name]),
  );
}
