import { expect, test } from 'vitest';
import { weeksOf } from '../../web/src/api/weeks.ts';
import { monthAround } from '../../web/src/calendar/month-around.ts';

const TODAY = new Date('2026-11-25T10:00:00Z');

test.each([
  ['2026-12-01', '2026-11-30', '2027-01-10'],
  ['2026-06-17', '2026-06-01', '2026-07-12'],
  ['2026-03-31', '2026-02-23', '2026-04-05'],
  [null, '2026-10-26', '2026-12-06'],
  ['no day', '2026-10-26', '2026-12-06'],
])('the month around %s is shown from Monday %s to Sunday %s', (date, from, to) => {
  expect(monthAround(date, TODAY)).toEqual({ from, to });
});

test('a month is asked for by weeks that leave no day out and name none twice', () => {
  const weeks = weeksOf({ from: '2026-10-26', to: '2026-12-06', channel: 'website' });
  expect(weeks).toHaveLength(6);
  expect(weeks[0]).toEqual({ from: '2026-10-26', to: '2026-11-01', channel: 'website' });
  expect(weeks[5]).toEqual({ from: '2026-11-30', to: '2026-12-06', channel: 'website' });
  for (const [index, week] of weeks.slice(1).entries()) {
    const before = Date.parse(weeks[index]?.to ?? '');
    expect(Date.parse(week.from ?? '') - before).toBe(86_400_000);
  }
  expect(weeksOf({ from: '2026-12-01', to: '2026-12-03' })).toEqual([{ from: '2026-12-01', to: '2026-12-03' }]);
  expect(weeksOf({ from: '2026-12-01' })).toEqual([{ from: '2026-12-01' }]);
});
