import type { EventStatus } from './schema/announcement-view.ts';

/** What calendars and readers know an event by. Times as ISO 8601 instants. */
interface Known {
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly place: string | null;
  readonly streamUrl: string | null;
  readonly postponed?: boolean;
}

/** How calendars know an event, and what its readers must know of its date. */
export interface EventRevision {
  readonly eventStatus: EventStatus;
  /** RFC 5545 §3.8.7.4: raised whenever what a calendar shows changes. */
  readonly sequence: number;
}

/**
 * An event's status and sequence after a change of its facts. Pure.
 * @param before null: there was no event · @param told whether anybody outside may know of it
 */
export function revised(was: EventRevision | null, before: Known | null, after: Known, told: boolean): EventRevision {
  if (!was || !before) return { eventStatus: after.postponed ? 'postponed' : 'scheduled', sequence: 0 };
  const facts = ({ startsAt, endsAt, place, streamUrl, postponed = false }: Known) =>
    JSON.stringify([startsAt, endsAt, place, streamUrl, postponed]);
  if (facts(before) === facts(after)) return was;
  return { eventStatus: statusOf(was.eventStatus, before, after, told), sequence: was.sequence + 1 };
}

/** The same for an event that does not take place. Pure. */
export function cancelled(was: EventRevision): EventRevision {
  return { eventStatus: 'cancelled', sequence: was.sequence + 1 };
}

function statusOf(was: EventStatus, before: Known, after: Known, told: boolean): EventStatus {
  if (after.postponed) return 'postponed';
  if (!told) return 'scheduled';
  return before.postponed || before.startsAt !== after.startsAt ? 'rescheduled' : was;
}
