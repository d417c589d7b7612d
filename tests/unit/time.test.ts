import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatLocal, localDate, resolveTime, shiftLocal, shiftLocalNoted } from '#posts/time';

const ZONES = ['Europe/Helsinki', 'America/New_York', 'Asia/Kolkata', 'UTC'];
const HOSTS = ['UTC', 'America/New_York', 'Europe/Helsinki'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Independent of dayjs: what clocks in a zone show, straight from Intl, as UTC milliseconds. */
const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }),
  ]),
);
function wallAt(epochMs: number, zone: string): number {
  const parts = Object.fromEntries(
    clocks
      .get(zone)
      ?.formatToParts(epochMs)
      .map((p) => [p.type, Number(p.value)]) ?? [],
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Tries every offset on earth; where none fits, finds the jump by halving and counts on from before it. */
function oracle(wall: number, zone: string): { instant: Date; note: string | null } {
  const fits: number[] = [];
  for (let quarter = -56; quarter <= 56; quarter += 1) {
    const instant = wall + quarter * 15 * 60_000;
    if (wallAt(instant, zone) === wall) fits.push(instant);
  }
  const first = fits[0];
  if (first !== undefined) return { instant: new Date(first), note: fits.length > 1 ? 'first-of-two' : null };
  let [low, high] = [wall - DAY, wall + DAY];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (wallAt(middle, zone) < wall) low = middle;
    else high = middle;
  }
  return { instant: new Date(low + wall - wallAt(low, zone)), note: 'moved-forward' };
}

const written = (wall: number) => new Date(wall).toISOString().slice(0, 16);
const anyWall = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 11, 31) / 60_000 })
  .map((minutes) => minutes * 60_000);
/** Every Sunday of the months in which clocks change in Finland and New York, at the half hours of the small hours. */
const changingWalls: number[] = [];
for (let year = 2020; year <= 2035; year += 1) {
  for (const month of [2, 9, 10]) {
    for (let day = 1; day <= 31; day += 1) {
      const midnight = Date.UTC(year, month, day);
      if (new Date(midnight).getUTCDay() === 0) changingWalls.push(...[1.5, 2.5, 3.5].map((h) => midnight + h * HOUR));
    }
  }
}
const wall = fc.oneof(anyWall, fc.constantFrom(...changingWalls));

describe.each(HOSTS)('on a machine whose clock is in %s', (host) => {
  const previous = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = host;
  });
  afterAll(() => {
    if (previous === undefined) delete process.env.TZ;
    else process.env.TZ = previous;
  });

  test('the machine’s zone really is set', () => {
    const expected = { UTC: 0, 'America/New_York': 300, 'Europe/Helsinki': -120 }[host];
    expect(new Date('2026-12-01T12:00:00Z').getTimezoneOffset()).toBe(expected);
  });

  test.each([
    ['an ordinary winter time', '2026-12-01T09:00', 'Europe/Helsinki', '2026-12-01T07:00:00.000Z', null],
    ['an ordinary summer time', '2026-06-01T09:00', 'Europe/Helsinki', '2026-06-01T06:00:00.000Z', null],
    ['midnight', '2026-12-01T00:00', 'Europe/Helsinki', '2026-11-30T22:00:00.000Z', null],
    ['seconds and more', '2026-12-01T09:00:30.123456', 'Europe/Helsinki', '2026-12-01T07:00:30.123Z', null],
    ['29 February in a leap year', '2028-02-29T12:00', 'Europe/Helsinki', '2028-02-29T10:00:00.000Z', null],
    ['with Z', '2026-12-01T09:00:00Z', 'Europe/Helsinki', '2026-12-01T09:00:00.000Z', null],
    ['with an offset', '2026-12-01T09:00+05:30', 'Europe/Helsinki', '2026-12-01T03:30:00.000Z', null],
    ['with a negative offset', '2026-12-01T23:30-03:30', 'UTC', '2026-12-02T03:00:00.000Z', null],
    ['inside the missing hour, but with an offset', '2027-03-28T03:30Z', 'UTC', '2027-03-28T03:30:00.000Z', null],
    [
      'the last minute before the clocks go back',
      '2026-10-25T02:59',
      'Europe/Helsinki',
      '2026-10-24T23:59:00.000Z',
      null,
    ],
    [
      'the start of the doubled hour',
      '2026-10-25T03:00',
      'Europe/Helsinki',
      '2026-10-25T00:00:00.000Z',
      'first-of-two',
    ],
    ['the end of the doubled hour', '2026-10-25T03:59', 'Europe/Helsinki', '2026-10-25T00:59:00.000Z', 'first-of-two'],
    ['after the doubled hour', '2026-10-25T04:00', 'Europe/Helsinki', '2026-10-25T02:00:00.000Z', null],
    [
      'the last minute before the missing hour',
      '2027-03-28T02:59',
      'Europe/Helsinki',
      '2027-03-28T00:59:00.000Z',
      null,
    ],
    [
      'the start of the missing hour',
      '2027-03-28T03:00',
      'Europe/Helsinki',
      '2027-03-28T01:00:00.000Z',
      'moved-forward',
    ],
    ['the end of the missing hour', '2027-03-28T03:59', 'Europe/Helsinki', '2027-03-28T01:59:00.000Z', 'moved-forward'],
    ['after the missing hour', '2027-03-28T04:00', 'Europe/Helsinki', '2027-03-28T01:00:00.000Z', null],
    [
      'the doubled hour of New York',
      '2026-11-01T01:30',
      'America/New_York',
      '2026-11-01T05:30:00.000Z',
      'first-of-two',
    ],
    [
      'the missing hour of New York',
      '2026-03-08T02:30',
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
      'moved-forward',
    ],
    ['half an hour off', '2026-12-01T09:00', 'Asia/Kolkata', '2026-12-01T03:30:00.000Z', null],
  ])('reads %s', (_name, input, zone, instant, note) => {
    expect(resolveTime(input, zone)).toEqual({ ok: true, instant: new Date(instant), note });
  });

  test('reads any minute as Intl says', () => {
    fc.assert(
      fc.property(anyWall, fc.constantFrom(...ZONES), (local, zone) => {
        expect(resolveTime(written(local), zone)).toEqual({ ok: true, ...oracle(local, zone) });
      }),
    );
  });

  test.each(['Europe/Helsinki', 'America/New_York'])('reads every change of clocks in %s as Intl says', (zone) => {
    const notes = changingWalls.map((local) => {
      const expected = oracle(local, zone);
      expect(resolveTime(written(local), zone)).toEqual({ ok: true, ...expected });
      return expected.note;
    });
    expect(notes.filter((note) => note === 'moved-forward')).toHaveLength(16);
    expect(notes.filter((note) => note === 'first-of-two')).toHaveLength(16);
  });

  test('shows what clocks in the zone show', () => {
    fc.assert(
      fc.property(wall, fc.constantFrom(...ZONES), (epochMs, zone) => {
        expect(formatLocal(new Date(epochMs), zone)).toBe(written(wallAt(epochMs, zone)));
        expect(localDate(new Date(epochMs), zone)).toBe(written(wallAt(epochMs, zone)).slice(0, 10));
      }),
    );
  });

  test('days keep the time on the wall, hours are exact', () => {
    const shift = fc.record({ days: fc.integer({ min: -40, max: 40 }), hours: fc.integer({ min: -50, max: 50 }) });
    fc.assert(
      fc.property(wall, fc.constantFrom(...ZONES), shift, (epochMs, zone, { days, hours }) => {
        const instant = new Date(epochMs);
        const onDay = days === 0 ? instant : oracle(wallAt(epochMs, zone) + days * DAY, zone).instant;
        expect(shiftLocal(instant, zone, { days, hours })).toEqual(new Date(onDay.getTime() + hours * HOUR));
      }),
    );
  });

  test('the evening at which a date changes', () => {
    expect(localDate(new Date('2026-12-01T21:59:59Z'), 'Europe/Helsinki')).toBe('2026-12-01');
    expect(localDate(new Date('2026-12-01T22:00:00Z'), 'Europe/Helsinki')).toBe('2026-12-02');
    expect(formatLocal(new Date('2026-12-01T22:00:59Z'), 'Europe/Helsinki')).toBe('2026-12-02T00:00');
  });
});

describe('shiftLocal', () => {
  const zone = 'Europe/Helsinki';
  const local = (text: string) => {
    const time = resolveTime(text, zone);
    if (!time.ok) throw new Error(time.detail);
    return time.instant;
  };
  test.each([
    ['a week before, across the autumn change', '2026-10-28T09:00', { days: -7 }, '2026-10-21T09:00'],
    ['three weeks before, across the spring change', '2027-04-10T09:00', { days: -21 }, '2027-03-20T09:00'],
    ['24 hours across the autumn change', '2026-10-25T09:00', { hours: -24 }, '2026-10-24T10:00'],
    ['a day and two hours', '2026-12-15T13:00', { days: -1, hours: -2 }, '2026-12-14T11:00'],
    ['minutes over midnight', '2026-12-31T23:50', { minutes: 15 }, '2027-01-01T00:05'],
    ['the month’s end', '2028-02-28T09:00', { days: 1 }, '2028-02-29T09:00'],
    ['nothing', '2026-12-15T13:00', {}, '2026-12-15T13:00'],
  ])('%s', (_name, from, by, to) => {
    expect(formatLocal(shiftLocal(local(from), zone, by), zone)).toBe(to);
  });

  test('leaves the second of two alone when no day is moved', () => {
    const second = new Date('2026-10-25T01:30:00Z');
    expect(shiftLocal(second, zone, { hours: 0 })).toEqual(second);
  });

  test('tells when the day has no such time, or two', () => {
    expect(shiftLocalNoted(local('2027-03-27T03:30'), zone, { days: 1 })).toEqual({
      instant: new Date('2027-03-28T01:30:00Z'),
      note: 'moved-forward',
    });
    expect(shiftLocalNoted(local('2026-10-24T03:30'), zone, { days: 1 }).note).toBe('first-of-two');
  });
});

describe('resolveTime refuses', () => {
  test.each([
    ['2026-02-30T10:00', 'not in the calendar'],
    ['2026-02-29T10:00', 'not in the calendar'],
    ['2026-04-31T10:00Z', 'not in the calendar'],
    ['2026-13-01T10:00', 'not in the calendar'],
    ['2026-00-10T10:00', 'not in the calendar'],
    ['2026-12-00T10:00', 'not in the calendar'],
    ['2026-12-01T24:00', 'not on the clock'],
    ['2026-12-01T09:60', 'not on the clock'],
    ['2026-12-01T09:00:60', 'not on the clock'],
    ['2026-12-01', 'no time'],
    ['1.12.2026 klo 9', 'no time'],
    ['2026-12-01T09:00+15:00', 'no time'],
    ['', 'no time'],
  ])('%s', (input, why) => {
    const answer = resolveTime(input, 'Europe/Helsinki');
    expect(answer.ok).toBe(false);
    expect(answer).toHaveProperty('detail', expect.stringContaining(why));
  });

  test('an unknown zone is our mistake', () => {
    expect(() => resolveTime('2026-12-01T09:00', 'Europe/Atlantis')).toThrow(RangeError);
  });
});
