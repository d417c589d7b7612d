import { RRuleTemporal } from 'rrule-temporal';
import { formatLocal, resolveTime } from './time.ts';

/** One repetition of an announcement; the first after `publishAt` is number 1. */
export interface Repeat {
  readonly key: string;
  readonly at: Date;
  readonly no: number;
}

/** The times of a rule, with those that the clocks moved; or why it is no rule to repeat by. */
export type Repeats =
  | { readonly ok: true; readonly repeats: readonly Repeat[]; readonly movedForward: readonly string[] }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** More often nothing is repeated. */
export const MOST_REPEATS = 100;
const MOST_STEPS = 20_000;

/**
 * The times after the first at which an announcement is said again. They are counted on the wall, so 09:00 stays 09:00
 * across the change of clocks; a time that does not exist moves forward, one that exists twice is the first.
 * @param rule an RRULE with COUNT or UNTIL; COUNT includes the first time · @param first when it is said first
 */
export function repeatsOf(rule: string, first: Date, zone: string): Repeats {
  if (!/(?:^|;)(?:COUNT|UNTIL)=/.test(rule)) {
    return refused('recurrence-endless', 'say when it ends: add COUNT=10 or UNTIL=20261231');
  }
  const walls = wallsOf(rule, formatLocal(first, zone));
  if (typeof walls === 'string') return refused('recurrence', `this is no rule to repeat by: ${walls}`);
  if (walls.length > MOST_REPEATS) {
    return refused('recurrence-too-often', `it would be said more than ${MOST_REPEATS} times; end it earlier`);
  }
  const start = formatLocal(first, zone);
  // The first time counts, also where the rule by itself would not name its day.
  const counted = walls[0] !== start && rule.includes('COUNT=') ? walls.slice(0, -1) : walls;
  const later = counted.filter((wall) => wall > start);
  if (later.length === 0) {
    return refused('recurrence-once', 'by this rule it would be said only once; leave the rule out, or change it');
  }
  const movedForward: string[] = [];
  const repeats = later.map((wall, index) => {
    const read = resolveTime(wall, zone);
    if (!read.ok) throw new Error(`${wall} is no time`);
    if (read.note === 'moved-forward') movedForward.push(wall);
    return { key: repeatKey(index + 1), at: read.instant, no: index + 1 };
  });
  return { ok: true, repeats, movedForward };
}

/** What the post of a repetition has in the place of a step. */
export function repeatKey(no: number): string {
  return `repeat-${no}`;
}

/** Local times, `2026-12-01T09:00`; one more than allowed is enough to know. A text: what is wrong with the rule. */
function wallsOf(rule: string, first: string): string[] | string {
  const start = `${first.replace(/[-:]/g, '')}00`;
  try {
    // Counted in UTC, whose clocks never change: the zone's own changes are ours to tell.
    const counted = new RRuleTemporal({
      rruleString: `DTSTART:${start}Z\nRRULE:${inUtc(rule)}`,
      maxIterations: MOST_STEPS,
    });
    const walls: string[] = [];
    counted.all((at) => walls.push(at.toString().slice(0, 16)) <= MOST_REPEATS);
    return walls;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}

/** An end by date includes that day; a local end is counted as everything else here. */
function inUtc(rule: string): string {
  return rule.replace(
    /UNTIL=(\d{8})(?:T(\d{6})Z?)?/,
    (_all, date: string, time = '235959') => `UNTIL=${date}T${time}Z`,
  );
}

function refused(code: string, detail: string): Repeats {
  return { ok: false, code, detail };
}
