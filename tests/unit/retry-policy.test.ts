import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ABSENT_LOOKS_NEEDED,
  ABSENT_OVER_MS,
  absenceCountsFrom,
  nextLookAt,
  nextSampleAt,
  retryDelayMs,
  SAMPLE_AGES_MS,
} from '#posts/retry-policy';

const at = (ms: number) => new Date(ms);
const middle = () => 0.5;
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const armedAt = new Date('2026-12-01T07:00:00Z');
const armedPlus = (seconds: number) => at(armedAt.getTime() + seconds * 1000);

describe('retryDelayMs', () => {
  test.each([
    [0, 5_000],
    [1, 5_000],
    [2, 20_000],
    [3, 60_000],
    [4, 180_000],
    [5, 600_000],
    [6, 600_000],
    [1_000_000, 600_000],
  ])('after %i refusals waits about %i ms', (refusals, expected) => {
    expect(retryDelayMs(refusals, middle)).toBe(expected);
    expect(retryDelayMs(refusals, () => 0)).toBe(expected * 0.8);
  });

  test('stays within 20 % whatever the randomness', () => {
    fc.assert(
      fc.property(fc.nat(20), unit, (refusals, random) => {
        const plain = retryDelayMs(refusals, middle);
        const delay = retryDelayMs(refusals, () => random);
        expect(delay).toBeGreaterThanOrEqual(plain * 0.8);
        expect(delay).toBeLessThanOrEqual(plain * 1.2);
      }),
    );
  });
});

describe('nextLookAt', () => {
  test.each([
    [0, 0, 5],
    [1, 5, 20],
    [2, 20, 95],
    [3, 95, 160],
    [4, 160, 230],
    [5, 230, 350],
    [6, 350, 470],
  ])('with %i looks done at +%i s, looks at +%i s', (looksDone, now, expected) => {
    expect(nextLookAt({ armedAt, looksDone, now: armedPlus(now) }, () => 0)).toEqual(armedPlus(expected));
  });

  test('looks at once after an outage, then leaves room between looks', () => {
    expect(nextLookAt({ armedAt, looksDone: 0, now: armedPlus(900) }, () => 0)).toEqual(armedPlus(900));
    expect(nextLookAt({ armedAt, looksDone: 1, now: armedPlus(900) }, () => 0)).toEqual(armedPlus(915));
  });

  test('five looks on time always give three that count, over two minutes', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 5, maxLength: 5 }), (randoms) => {
        let now = armedAt;
        const looks = randoms.map((random, looksDone) => {
          now = nextLookAt({ armedAt, looksDone, now }, () => random);
          return now;
        });
        const counting = looks.filter((look) => look >= absenceCountsFrom(armedAt));
        expect(counting).toHaveLength(ABSENT_LOOKS_NEEDED);
        const [first, , last] = counting as [Date, Date, Date];
        expect(last.getTime() - first.getTime()).toBeGreaterThanOrEqual(ABSENT_OVER_MS);
      }),
    );
  });

  test('is never before now', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.integer({ min: -60, max: 100_000 }), unit, (looksDone, seconds, random) => {
        const now = armedPlus(seconds);
        expect(nextLookAt({ armedAt, looksDone, now }, () => random) >= now).toBe(true);
      }),
    );
  });

  test('absence counts from 90 s after arming', () => {
    expect(absenceCountsFrom(armedAt)).toEqual(armedPlus(90));
  });
});

describe('nextSampleAt', () => {
  const HOUR = 3600;
  const DAY = 24 * HOUR;
  test.each([
    ['fresh post', null, 1, 900],
    ['a point that is due this very moment', null, 900, 900],
    ['the first point was read', 900, 902, HOUR],
    ['outage over two points', 900, 7 * HOUR, DAY],
    ['outage since before the first point', null, 2 * DAY, 3 * DAY],
    ['the last but one point was read', 14 * DAY, 14 * DAY + 5, 28 * DAY],
    ['the last point was read', 28 * DAY, 28 * DAY + 5, null],
    ['outage past the end', 900, 60 * DAY, null],
    ['clock behind the last point', HOUR, HOUR - 10, 6 * HOUR],
  ])('%s', (_name, last, now, expected) => {
    const answer = nextSampleAt(armedAt, last === null ? null : armedPlus(last), armedPlus(now));
    expect(answer).toEqual(expected === null ? null : armedPlus(expected));
  });

  test('without an outage every point is read once, in order', () => {
    const read: number[] = [];
    for (let next = nextSampleAt(armedAt, null, armedAt); next; next = nextSampleAt(armedAt, next, next)) {
      read.push(next.getTime() - armedAt.getTime());
    }
    expect(read).toEqual([...SAMPLE_AGES_MS]);
  });
});
