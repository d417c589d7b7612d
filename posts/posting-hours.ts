import type { PostingHours } from './schema/posting-hours.ts';
import { formatLocal, resolveTime, shiftLocal } from './time.ts';

/** Posting hours together with what only the world knows: dates in the cluster's zone, `2026-12-06`. */
export interface PostingRules extends PostingHours {
  readonly publicHolidays: ReadonlySet<string>;
}

/** Why a moment is not one for posting. */
export type NotNow = 'hour' | 'weekday' | 'holiday';

/** No calendar closes more days than this in a row. */
const MOST_DAYS = 60;

/** Null: the rules let it be. */
export function whyNotNow(at: Date, rules: PostingRules, zone: string): NotNow | null {
  const [date = '', clock = ''] = formatLocal(at, zone).split('T');
  const closed = whyClosed(date, rules);
  if (closed) return closed;
  return clock < rules.from || clock > rules.to ? 'hour' : null;
}

/**
 * The next moment at which the rules let a campaign post: the moment itself, later on its day, or an open day at the same
 * time of day, brought within the hours. Null when no day of the next two months is open.
 */
export function nextAllowed(at: Date, rules: PostingRules, zone: string): Date | null {
  const [today = '', clock = ''] = formatLocal(at, zone).split('T');
  const reason = whyNotNow(at, rules, zone);
  if (reason === null) return at;
  if (reason === 'hour' && clock < rules.from) return localMoment(today, rules.from, zone);
  // Too late for today: the next open day begins anew. A closed day keeps its time of day.
  const wanted = reason === 'hour' ? rules.from : within(clock, rules);
  for (let days = 1; days <= MOST_DAYS; days += 1) {
    const date = formatLocal(shiftLocal(at, zone, { days }), zone).slice(0, 10);
    if (whyClosed(date, rules) === null) return localMoment(date, wanted, zone);
  }
  return null;
}

function whyClosed(date: string, rules: PostingRules): 'weekday' | 'holiday' | null {
  if (!rules.weekdays.includes(weekdayOf(date))) return 'weekday';
  return !rules.holidays && rules.publicHolidays.has(date) ? 'holiday' : null;
}

/** 1 is Monday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}

function within(clock: string, { from, to }: PostingRules): string {
  if (clock < from) return from;
  return clock > to ? to : clock;
}

function localMoment(date: string, clock: string, zone: string): Date {
  const read = resolveTime(`${date}T${clock}`, zone);
  if (!read.ok) throw new Error(`${date}T${clock} is no time`);
  return read.instant;
}
