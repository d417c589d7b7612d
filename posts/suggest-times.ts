import type { PostingHours } from './schema/posting-hours.ts';
import { formatLocal, localDate, resolveTime, shiftLocal } from './time.ts';

/** Office hours in Finland, where the cluster has said nothing else. */
export const OFFICE_HOURS: PostingHours = { from: '08:00', to: '16:00', weekdays: [1, 2, 3, 4, 5], holidays: false };

/** A published post of the channel: reactions, comments, shares and clicks together. */
export interface PastPost {
  readonly at: Date;
  readonly interactions: number;
}

/**
 * A time at which the channel has nothing to say. `worked` is null where too little was measured to tell: the time then
 * comes from the posting hours alone. Else `posts` were published on this weekday at this hour, and had `times` as many
 * interactions as the channel's posts have on average.
 */
export interface SuggestedTime {
  readonly at: Date;
  readonly worked: { readonly posts: number; readonly times: number } | null;
}

/** What times are looked for: from when, for how long, on which channel. */
export interface Wanted {
  /** Days in the zone, `2026-12-01`, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly now: Date;
  readonly zone: string;
  readonly hours: PostingHours;
  readonly publicHolidays: ReadonlySet<string>;
  /** When the channel says something already. */
  readonly taken: readonly Date[];
  readonly past: readonly PastPost[];
}

/** Fewer posts than this on a weekday at an hour say nothing about it. */
export const FEWEST_SAMPLES = 3;
/** Somebody must still have the time to write. */
const SOONEST_MS = 30 * 60_000;
const MOST_DAYS = 62;

/**
 * One time for each open day on which the channel says nothing yet: the hour that worked best before on that weekday,
 * else the first of the posting hours. Hours that worked worse than usual are not suggested for having been measured.
 * Pure.
 */
export function suggestTimes(wanted: Wanted): SuggestedTime[] {
  const { zone, hours, now } = wanted;
  const taken = new Set(wanted.taken.map((at) => localDate(at, zone)));
  const worked = workedBefore(wanted.past, zone);
  return daysOf(wanted).flatMap((date) => {
    const weekday = weekdayOf(date);
    const isOpen = hours.weekdays.includes(weekday) && (hours.holidays || !wanted.publicHolidays.has(date));
    if (!isOpen || taken.has(date)) return [];
    const times = hoursOf(hours).flatMap((hour) => {
      const read = resolveTime(`${date}T${hour}`, zone);
      if (!read.ok || read.note !== null || read.instant.getTime() < now.getTime() + SOONEST_MS) return [];
      return [{ at: read.instant, worked: worked.get(`${weekday} ${hour.slice(0, 2)}`) ?? null }];
    });
    const [first] = times;
    const best = times
      .filter((time) => time.worked !== null && time.worked.times >= 1)
      .sort((a, b) => (b.worked?.times ?? 0) - (a.worked?.times ?? 0))[0];
    const chosen = best ?? times.find((time) => time.worked === null) ?? first;
    return chosen ? [chosen] : [];
  });
}

/** By weekday and hour, `2 09`: how many posts, and how they did beside the average of all. */
function workedBefore(past: readonly PastPost[], zone: string) {
  const usual = mean(past.map(({ interactions }) => interactions));
  const groups = new Map<string, number[]>();
  for (const { at, interactions } of past) {
    const [date = '', clock = ''] = formatLocal(at, zone).split('T');
    const key = `${weekdayOf(date)} ${clock.slice(0, 2)}`;
    groups.set(key, [...(groups.get(key) ?? []), interactions]);
  }
  const told = [...groups]
    .filter(([, values]) => values.length >= FEWEST_SAMPLES && usual > 0)
    .map(([key, values]) => [key, { posts: values.length, times: mean(values) / usual }] as const);
  return new Map(told);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whole hours within the posting hours; the opening time itself where it is none. */
function hoursOf({ from, to }: PostingHours): string[] {
  const whole = Array.from({ length: 24 }, (_hour, index) => `${String(index).padStart(2, '0')}:00`);
  const within = whole.filter((hour) => hour >= from && hour <= to);
  return within.length > 0 ? within : [from];
}

function daysOf({ from, to, zone }: Wanted): string[] {
  const days: string[] = [];
  const noon = resolveTime(`${from}T12:00`, zone);
  if (!noon.ok) return days;
  for (
    let at = noon.instant;
    localDate(at, zone) <= to && days.length < MOST_DAYS;
    at = shiftLocal(at, zone, { days: 1 })
  ) {
    days.push(localDate(at, zone));
  }
  return days;
}

/** 1 is Monday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}
