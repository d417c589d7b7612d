import { describe, expect, test } from 'vitest';
import type { Post } from '../../web/src/api/wire.ts';
import { statesOf } from '../../web/src/calendar/state-groups.ts';
import { slugOf } from '../../web/src/channels/slug-of.ts';
import { groupPosts } from '../../web/src/home/group-posts.ts';
import { fromNow, longTime, number, shortTime } from '../../web/src/i18n/format.ts';
import { joinLocal, readClock, readDate, splitLocal } from '../../web/src/parts/local-time.ts';
import { curvePath } from '../../web/src/post/curve-path.ts';

const ZONE = 'Europe/Helsinki';

describe('dates and numbers', () => {
  test.each([
    ['fi', 'tiistaina 24. marraskuuta 2026 klo 13.30'],
    ['sv', 'tisdagen den 24 november 2026 kl. 13.30'],
    ['en', 'Tuesday 24 November 2026, 13:30'],
  ])('a long time in %s', (language, told) => {
    expect(longTime('2026-11-24T11:30:00Z', language, ZONE)).toBe(told);
  });
  test('a short one, a distance and a number in Finnish', () => {
    expect(shortTime('2026-11-24T11:30:00Z', 'fi', ZONE)).toBe('ti 24.11. klo 13.30');
    expect(fromNow('2026-11-24T14:30:00Z', new Date('2026-11-24T11:30:00Z'), 'fi')).toBe('3 tunnin päästä');
    expect(number(12_345, 'fi').replace(/\s/g, ' ')).toBe('12 345');
  });
});

describe('a time as it is typed', () => {
  test.each([
    ['1.12.2026', '2026-12-01'],
    [' 1.12.26 ', '2026-12-01'],
    ['2026-12-01', '2026-12-01'],
    ['31.2.2026', null],
    ['1.12.', null],
  ])('the date %s', (typed, date) => {
    expect(readDate(typed)).toBe(date);
  });
  test.each([
    ['9', '09:00'],
    ['9.30', '09:30'],
    ['09:30', '09:30'],
    ['0930', '09:30'],
    ['24.00', null],
    ['9.3', null],
  ])('the clock %s', (typed, clock) => {
    expect(readClock(typed)).toBe(clock);
  });
  test('both make a time; half of one stays as typed; nothing is nothing', () => {
    expect(joinLocal('1.12.2026', '9')).toBe('2026-12-01T09:00');
    expect(joinLocal('1.12.2026', '')).toBe('1.12.2026T');
    expect(joinLocal('', ' ')).toBe('');
    expect(splitLocal('2026-12-01T09:00')).toEqual({ date: '1.12.2026', clock: '09.00' });
    expect(splitLocal('1.12.T9')).toEqual({ date: '1.12.', clock: '9' });
  });
});

test('posts that go out together are one row, in order', () => {
  const post = (announcement: string, scheduledAt: string, channel: string) =>
    ({ announcement, scheduledAt, channel, state: 'scheduled' }) as unknown as Post;
  const groups = groupPosts([post('a', '1', 'f'), post('b', '1', 'f'), post('a', '1', 'l'), post('a', '2', 'f')]);
  expect(groups.map(({ posts }) => posts.length)).toEqual([2, 1, 1]);
});

test('a curve leaves a gap where nothing is known', () => {
  const points = [1, null, 3, 4].map((value, index) => ({ at: `2026-12-0${index + 1}T00:00:00Z`, value }));
  const { path, dots, most } = curvePath(points, 480, 150, 26);
  expect(path.match(/M/g)).toHaveLength(2);
  expect([dots.length, most]).toEqual([3, 4]);
  expect(curvePath([], 480, 150, 26).path).toBe('');
});

test('the calendar asks for every state but cancelled, or for one group', () => {
  expect(statesOf('').split(',')).toHaveLength(13);
  expect(statesOf('cancelled')).toBe('cancelled');
});

test('a name becomes a slug', () => {
  expect(slugOf('  Kestävä rakentaminen – Åbo! ')).toBe('kestava-rakentaminen-abo');
});
