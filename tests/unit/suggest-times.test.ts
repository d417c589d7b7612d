import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OFFICE_HOURS, type PastPost, suggestTimes, type Wanted } from '#posts/suggest-times';
import { formatLocal } from '#posts/time';

const ZONE = 'Europe/Helsinki';
/** Wednesday 25 November 2026, 10:10 in Finland. */
const NOW = new Date('2026-11-25T08:10:00Z');

function wanted(over: Partial<Wanted> = {}): Wanted {
  return {
    from: '2026-11-25',
    to: '2026-12-01',
    now: NOW,
    zone: ZONE,
    hours: OFFICE_HOURS,
    publicHolidays: new Set(),
    taken: [],
    past: [],
    ...over,
  };
}
const told = (over: Partial<Wanted> = {}) => suggestTimes(wanted(over)).map(({ at }) => formatLocal(at, ZONE));
/** So many posts at this local time, a week apart from one another. */
const posts = (count: number, first: string, interactions: number): PastPost[] =>
  Array.from({ length: count }, (_post, week) => ({
    at: new Date(Date.parse(first) - week * 7 * 86_400_000),
    interactions,
  }));

test('without numbers it is the first posting hour of each open day, and says so', () => {
  expect(told()).toEqual([
    '2026-11-25T11:00',
    '2026-11-26T08:00',
    '2026-11-27T08:00',
    '2026-11-30T08:00',
    '2026-12-01T08:00',
  ]);
  expect(suggestTimes(wanted()).every(({ worked }) => worked === null)).toBe(true);
});

test.each<[string, Partial<Wanted>, string[]]>([
  [
    'a day on which the channel speaks is no empty one',
    { taken: [new Date('2026-11-26T15:00:00Z')] },
    ['2026-11-27T08:00'],
  ],
  ['a holiday is closed', { publicHolidays: new Set(['2026-11-26']) }, ['2026-11-27T08:00']],
  [
    'unless the cluster posts on holidays',
    { publicHolidays: new Set(['2026-11-26']), hours: { ...OFFICE_HOURS, holidays: true } },
    ['2026-11-26T08:00', '2026-11-27T08:00'],
  ],
  [
    'other hours and weekdays',
    { hours: { ...OFFICE_HOURS, from: '17:30', to: '20:00', weekdays: [4] } },
    ['2026-11-26T18:00'],
  ],
  [
    'hours shorter than an hour',
    { hours: { ...OFFICE_HOURS, from: '09:15', to: '09:45', weekdays: [5] } },
    ['2026-11-27T09:15'],
  ],
  ['no day from after to', { from: '2026-11-28', to: '2026-11-27' }, []],
])('%s', (_case, over, expected) => {
  expect(told({ from: '2026-11-26', to: '2026-11-27', ...over })).toEqual(expected);
});

test('an hour that worked better than usual is suggested on its weekday, with how much', () => {
  const past = [...posts(3, '2026-11-19T12:00:00Z', 30), ...posts(9, '2026-11-20T07:00:00Z', 10)];
  const [thursday, friday] = suggestTimes(wanted({ from: '2026-11-26', to: '2026-11-27', past }));
  expect(formatLocal(thursday?.at as Date, ZONE)).toBe('2026-11-26T14:00');
  expect(thursday?.worked).toEqual({ posts: 3, times: 2 });
  // Friday at nine did worse than usual: it is not suggested for having been measured.
  expect(formatLocal(friday?.at as Date, ZONE)).toBe('2026-11-27T08:00');
  expect(friday?.worked).toBeNull();
});

test('two posts at an hour are too few to tell anything', () => {
  const past = [...posts(2, '2026-11-19T12:00:00Z', 90), ...posts(9, '2026-11-20T07:00:00Z', 10)];
  expect(told({ from: '2026-11-26', to: '2026-11-26', past })).toEqual(['2026-11-26T08:00']);
});

test('numbers that are all nothing suggest nothing', () => {
  const past = posts(9, '2026-11-19T12:00:00Z', 0);
  expect(suggestTimes(wanted({ from: '2026-11-26', to: '2026-11-26', past }))[0]?.worked).toBeNull();
});

test('law: every suggestion is ahead, within the hours, on an open day, and alone on its day', () => {
  const instant = fc.date({ min: new Date('2026-03-01'), max: new Date('2026-11-20'), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: instant, interactions: fc.nat(100) }), { maxLength: 60 }),
      fc.array(
        fc.integer({ min: 0, max: 20 }).map((day) => new Date(NOW.getTime() + day * 86_400_000)),
        { maxLength: 5 },
      ),
      (past, taken) => {
        const found = suggestTimes(wanted({ to: '2026-12-15', past, taken }));
        const days = found.map(({ at }) => formatLocal(at, ZONE).slice(0, 10));
        expect(new Set(days).size).toBe(days.length);
        for (const { at } of found) {
          const [date = '', clock = ''] = formatLocal(at, ZONE).split('T');
          expect(at.getTime()).toBeGreaterThan(NOW.getTime());
          expect(clock >= '08:00' && clock <= '16:00').toBe(true);
          expect([0, 6]).not.toContain(new Date(`${date}T12:00:00Z`).getUTCDay());
          expect(taken.map((day) => formatLocal(day, ZONE).slice(0, 10))).not.toContain(date);
        }
      },
    ),
  );
});
