import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plan } from '#posts/plan';
import { MOST_REPEATS, repeatsOf } from '#posts/recurrence';
import { formatLocal } from '#posts/time';
import { at, CHANNELS, ZONE } from '../support/campaign-world.ts';

const locals = (rule: string, first: string) => {
  const read = repeatsOf(rule, at(first), ZONE);
  return read.ok ? read.repeats.map((repeat) => formatLocal(repeat.at, ZONE)) : read.code;
};

describe('a table of rules', () => {
  test.each<[rule: string, first: string, expected: string[] | string]>([
    ['FREQ=WEEKLY;COUNT=3', '2026-10-19T09:00', ['2026-10-26T09:00', '2026-11-02T09:00']],
    ['FREQ=WEEKLY;COUNT=3', '2027-03-22T09:00', ['2027-03-29T09:00', '2027-04-05T09:00']],
    ['FREQ=DAILY;UNTIL=20261027', '2026-10-24T09:00', ['2026-10-25T09:00', '2026-10-26T09:00', '2026-10-27T09:00']],
    ['FREQ=DAILY;UNTIL=20261026T080000Z', '2026-10-24T09:00', ['2026-10-25T09:00']],
    [
      'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4',
      '2026-10-24T09:00',
      ['2026-10-26T09:00', '2026-10-29T09:00', '2026-11-02T09:00'],
    ],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-10-30T09:00', ['2026-11-27T09:00', '2026-12-25T09:00']],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', '2026-10-31T09:00', ['2026-12-31T09:00', '2027-01-31T09:00']],
    ['FREQ=DAILY;COUNT=3', '2027-03-27T03:30', ['2027-03-28T04:30', '2027-03-29T03:30']],
    ['FREQ=DAILY', '2026-10-24T09:00', 'recurrence-endless'],
    ['FREQ=DAILY;COUNT=5000', '2026-10-24T09:00', 'recurrence-too-often'],
    ['FREQ=DAILY;COUNT=1', '2026-10-24T09:00', 'recurrence-once'],
    ['FREQ=DAILY;UNTIL=20200101', '2026-10-24T09:00', 'recurrence-once'],
    ['FREQ=OFTEN;COUNT=3', '2026-10-24T09:00', 'recurrence'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3', '2026-10-24T09:00', 'recurrence'],
  ])('%s from %s', (rule, first, expected) => {
    expect(locals(rule, first)).toEqual(expected);
  });

  test('a time that exists twice is the first, and one that does not exist is told', () => {
    const twice = repeatsOf('FREQ=DAILY;COUNT=2', at('2026-10-24T03:30'), ZONE);
    expect(twice.ok && twice.repeats[0]?.at.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    const missing = repeatsOf('FREQ=DAILY;COUNT=3', at('2027-03-27T03:30'), ZONE);
    expect(missing.ok && missing.movedForward).toEqual(['2027-03-28T03:30']);
  });
});

test('the local hour is kept, in order, within bounds, whatever the rule', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 2, max: MOST_REPEATS }),
      fc.integer({ min: Date.UTC(2026, 0, 1) / 900_000, max: Date.UTC(2028, 0, 1) / 900_000 }),
      (freq, interval, count, quarter) => {
        const first = new Date(quarter * 900_000);
        const read = repeatsOf(`FREQ=${freq};INTERVAL=${interval};COUNT=${count}`, first, ZONE);
        if (!read.ok) throw new Error(read.detail);
        expect(read.repeats).toHaveLength(count - 1);
        const clock = formatLocal(first, ZONE).slice(11);
        let before = first;
        for (const { at: time } of read.repeats) {
          expect(time > before).toBe(true);
          if (!clock.startsWith('03:')) expect(formatLocal(time, ZONE).slice(11)).toBe(clock);
          before = time;
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('each time says something fresh where variants are given, language by language', () => {
  const read = repeatsOf('FREQ=WEEKLY;COUNT=5', at('2026-12-01T09:00'), ZONE);
  if (!read.ok) throw new Error(read.detail);
  const { posts } = plan(
    {
      texts: {
        fi: { title: 'Neuvonta', body: 'Yksi.', variants: [{ body: 'Kaksi.' }, { title: 'Muista', body: 'Kolme.' }] },
        en: { title: 'Advice', body: 'One.' },
      },
      link: null,
      images: [],
      event: null,
      fundingStatements: {},
      publishAt: at('2026-12-01T09:00'),
      worthUntil: null,
      steps: [],
      repeats: read.repeats,
    },
    CHANNELS.slice(2),
    at('2026-11-01T09:00'),
    ZONE,
  );
  const said = (language: string) =>
    posts.filter((post) => post.language === language).map(({ message }) => `${message.title} ${message.text}`);
  expect(said('fi')).toEqual([
    'Neuvonta Yksi.',
    'Neuvonta Kaksi.',
    'Muista Kolme.',
    'Neuvonta Yksi.',
    'Neuvonta Kaksi.',
  ]);
  expect(new Set(said('en'))).toEqual(new Set(['Advice One.']));
  expect(posts.map(({ step }) => step).filter((step, index, all) => all.indexOf(step) === index)).toEqual([
    null,
    'repeat-1',
    'repeat-2',
    'repeat-3',
    'repeat-4',
  ]);
});
