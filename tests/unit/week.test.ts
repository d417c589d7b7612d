import { expect, test } from 'vitest';
import { weekToTell } from '#posts/week';

const LAST = { from: '2026-11-16', to: '2026-11-22' };

test.each([
  ['2026-11-23T05:59:59Z', null],
  ['2026-11-23T06:00:00Z', LAST],
  ['2026-11-24T21:59:59Z', LAST],
  ['2026-11-24T22:00:00Z', null],
  ['2026-11-22T12:00:00Z', null],
  // In summer eight o'clock is an hour earlier in UTC.
  ['2026-06-15T04:59:00Z', null],
  ['2026-06-15T05:00:00Z', { from: '2026-06-08', to: '2026-06-14' }],
])('at %s the week of %o is told', (at, week) => {
  expect(weekToTell(new Date(at), 'Europe/Helsinki')).toEqual(week);
});
