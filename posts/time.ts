import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * What is to be told about a local time: it does not exist (clocks go forward over it) and was moved forward by the
 * missing hour, or it exists twice (clocks go back) and the first was taken. Null: it exists once.
 */
export type TimeNote = 'moved-forward' | 'first-of-two' | null;

/** A moment on the wall clock of a zone. */
export interface LocalMoment {
  readonly instant: Date;
  readonly note: TimeNote;
}

/** A time that was written, or why it is none. `detail` is told to the author. */
export type ResolvedTime = ({ readonly ok: true } & LocalMoment) | { readonly ok: false; readonly detail: string };

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/**
 * Reads a time as people write it: `2026-12-01T09:00` in the zone, or with an offset or `Z`, which is taken as it is.
 * Fractions of a second are cut to milliseconds.
 * @param zone an IANA name such as `Europe/Helsinki`; an unknown one is our mistake and throws a RangeError
 */
export function resolveTime(input: string, zone: string): ResolvedTime {
  const match = WRITTEN.exec(input.trim());
  if (!match) return { ok: false, detail: `“${input}” is no time; write it as 2026-12-01T09:00` };
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return { ok: false, detail: `“${input}” is not on the clock` };
  }
  const date = `${year}-${month}-${day}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const moment = dayjs.utc(`${date}T${hour}:${minute}:${second}.${milliseconds}Z`);
  // JavaScript reads 30 February as 2 March; an author would not.
  if (moment.format('YYYY-MM-DD') !== date) return { ok: false, detail: `${date} is not in the calendar` };
  const wall = moment.valueOf();
  if (offset) return { ok: true, instant: new Date(wall - offsetMs(offset)), note: null };
  return { ok: true, ...atWall(wall, zone) };
}

/** The time on the wall in the zone, as `2026-12-01T09:00`; seconds are cut. */
export function formatLocal(instant: Date, zone: string): string {
  return dayjs.utc(wallOf(instant, zone)).format('YYYY-MM-DDTHH:mm');
}

/** The date in the zone, as `2026-12-01`. */
export function localDate(instant: Date, zone: string): string {
  return dayjs.utc(wallOf(instant, zone)).format('YYYY-MM-DD');
}

/** A distance in time. Days are calendar days; hours and minutes are exact. All may be negative, all are whole. */
export interface Shift {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

/**
 * Moves an instant: days first, keeping the time on the wall across the change of clocks (09:00 stays 09:00), then
 * hours and minutes exactly. Where the days land on a time that does not exist or exists twice, `shiftLocalNoted` tells.
 */
export function shiftLocal(instant: Date, zone: string, by: Shift): Date {
  return shiftLocalNoted(instant, zone, by).instant;
}

/** {@link shiftLocal} together with what there is to tell about the day it landed on. */
export function shiftLocalNoted(instant: Date, zone: string, by: Shift): LocalMoment {
  const { days = 0, hours = 0, minutes = 0 } = by;
  // Zero days must not pass through the wall: the second 03:30 of an autumn night would become the first.
  const onDay: LocalMoment = days === 0 ? { instant, note: null } : atWall(wallOf(instant, zone) + days * DAY_MS, zone);
  return { instant: new Date(onDay.instant.getTime() + (hours * 60 + minutes) * MINUTE_MS), note: onDay.note };
}

/** The distance from one instant to another on the wall: from 09:00 to 09:00 a week later is seven days, always. */
export function wallDistance(from: Date, to: Date, zone: string): number {
  return wallOf(to, zone) - wallOf(from, zone);
}

/** Moves an instant by a distance on the wall, in milliseconds. */
export function moveOnWall(instant: Date, zone: string, distance: number): Date {
  return atWall(wallOf(instant, zone) + distance, zone).instant;
}

/**
 * The instant at which clocks in the zone show `wall` (wall time counted as if it were UTC milliseconds).
 *
 * dayjs 1.11.23 has `dayjs.tz(string, zone)` for this, but it starts from the zone's offset *now*, so an hour that exists
 * twice comes out as the first or the second depending on the season in which the code runs. Only its offset of a known
 * instant is used here, which is right for every host zone; the choice between offsets is ours.
 */
function atWall(wall: number, zone: string): LocalMoment {
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const first = wall - before;
  if (before === after) return { instant: new Date(first), note: null };
  const firstExists = offsetAt(first, zone) === before;
  const second = wall - after;
  const secondExists = offsetAt(second, zone) === after;
  if (firstExists) return { instant: new Date(first), note: secondExists ? 'first-of-two' : null };
  if (secondExists) return { instant: new Date(second), note: null };
  // Counted with the offset from before the change, so 03:30 becomes 04:30, as iCalendar (RFC 5545 §3.3.5) has it.
  return { instant: new Date(first), note: 'moved-forward' };
}

function wallOf(instant: Date, zone: string): number {
  return instant.getTime() + offsetAt(instant.getTime(), zone);
}

/** No zone of our time changes its clocks within a quarter of an hour; asking dayjs costs half a millisecond. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_OFFSETS = 20_000;
const offsets = new Map<string, number>();

function offsetAt(epochMs: number, zone: string): number {
  const quarter = Math.floor(epochMs / QUARTER_MS);
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset =
    dayjs(quarter * QUARTER_MS)
      .tz(zone)
      .utcOffset() * MINUTE_MS;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return (offset.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
