import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DeadlineKind, deadlinesOf, type Ends, reminderOf, warningOf } from '#posts/deadlines';
import { versionEndsAt as graphEndsAt } from '#src/channels/facebook/version-end';
import { versionEndsAt } from '#src/channels/linkedin/version-end';

const NOW = new Date('2026-12-01T09:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const inMs = (ms: number) => new Date(NOW.getTime() + ms);
const ends = (changes: Partial<Ends>): Ends => ({
  tokenExpiresAt: null,
  refreshExpiresAt: null,
  dataAccessExpiresAt: null,
  apiVersionEndsAt: null,
  renewable: false,
  ...changes,
});

describe('what must be met by a person', () => {
  test.each<[string, Partial<Ends>, DeadlineKind[]]>([
    ['nothing that is known', {}, []],
    ['a token', { tokenExpiresAt: inMs(DAY) }, ['token']],
    ['a token that Kaiku renews', { tokenExpiresAt: inMs(DAY), renewable: true }, []],
    [
      'what renews it',
      { tokenExpiresAt: inMs(DAY), refreshExpiresAt: inMs(9 * DAY), renewable: true },
      ['refreshToken'],
    ],
    ['a refresh token that nothing uses', { refreshExpiresAt: inMs(DAY) }, []],
    [
      'all of it, the nearest first',
      { tokenExpiresAt: inMs(3 * DAY), dataAccessExpiresAt: inMs(DAY), apiVersionEndsAt: inMs(2 * DAY) },
      ['dataAccess', 'apiVersion', 'token'],
    ],
  ])('%s', (_what, changes, kinds) => {
    expect(deadlinesOf(ends(changes)).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('when it is told', () => {
  test.each<[DeadlineKind, number, number | null]>([
    ['token', 14 * DAY + 1, null],
    ['token', 14 * DAY, 14],
    ['token', 7 * DAY + 1, 14],
    ['token', 7 * DAY, 7],
    ['refreshToken', DAY + 1, 7],
    ['dataAccess', DAY, 1],
    ['token', -DAY, 1],
    ['apiVersion', 60 * DAY + 1, null],
    ['apiVersion', 60 * DAY, 60],
    ['apiVersion', 14 * DAY, 14],
  ])('a %s that ends in %i ms: %o', (kind, left, days) => {
    expect(warningOf({ kind, at: inMs(left) }, NOW)).toBe(days);
  });

  test('as time goes on, the thresholds are met one after the other and none comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 100 }), fc.integer({ min: 0, max: 100 }), (days, later) => {
        const at = inMs(days * DAY);
        const first = warningOf({ kind: 'token', at }, NOW) ?? Number.POSITIVE_INFINITY;
        const then = warningOf({ kind: 'token', at }, inMs(later * DAY)) ?? Number.POSITIVE_INFINITY;
        expect(then).toBeLessThanOrEqual(first);
      }),
    );
  });

  test.each<[number, number | null]>([
    [24 * HOUR + 1, null],
    [24 * HOUR, 24],
    [2 * HOUR + 1, 24],
    [2 * HOUR, 2],
    [1, 2],
    [0, null],
    [-HOUR, null],
  ])('an announcement whose first time comes in %i ms: %o', (left, hours) => {
    expect(reminderOf(inMs(left), NOW)).toBe(hours);
  });
});

test.each<[string, string | null]>([
  ['202511', '2026-11-16'],
  ['202601', '2027-01-15'],
  ['202602', '2027-02-15'],
  ['202603', '2027-03-16'],
  ['202609', '2027-09-15'],
  ['202613', null],
  ['latest', null],
])('LinkedIn’s %s ends on %o', (version, day) => {
  expect(versionEndsAt(version)?.toISOString().slice(0, 10) ?? null).toBe(day);
});

test.each<[string, string | null]>([
  ['v21.0', '2027-01-21'],
  ['v25.0', '2028-07-29'],
  ['v26.0', null],
])('Facebook’s %s ends on %o', (version, day) => {
  expect(graphEndsAt(version)?.toISOString().slice(0, 10) ?? null).toBe(day);
});
