import { describe, expect, test } from 'vitest';
import { type CampaignStep, stepMoments } from '#posts/campaign';
import { plan } from '#posts/plan';
import type { PostingRules } from '#posts/posting-hours';
import { formatLocal } from '#posts/time';
import { anEvent, at, CHANNELS, LANGUAGES, STANDARD, WORKDAYS, ZONE } from '../support/campaign-world.ts';

const NOW = at('2026-09-01T09:00');

describe('one event, three languages, three channels, the standard template', () => {
  const { source } = anEvent('2026-11-03T13:00');
  const planned = plan(source, CHANNELS, NOW, ZONE);

  // The clocks go back on 25 October 2026, between the first step and the others.
  const TABLE: [step: string, local: string, utc: string, fi: string, sv: string, en: string][] = [
    ['three-weeks-before', '2026-10-13T13:00', '10:00', 'Kolmen viikon kuluttua', 'Om tre veckor', 'Three weeks to go'],
    ['week-before', '2026-10-27T13:00', '11:00', 'Viikon kuluttua', 'Om en vecka', 'One week to go'],
    ['day-before', '2026-11-02T13:00', '11:00', 'Huomenna', 'I morgon', 'Tomorrow'],
    [
      'two-hours-before',
      '2026-11-03T11:00',
      '09:00',
      'Alkaa kahden tunnin kuluttua',
      'Börjar om två timmar',
      'Starts in two hours',
    ],
    ['day-after', '2026-11-04T13:00', '11:00', 'Kiitos', 'Tack', 'Thank you'],
  ];

  test('is forty-five posts, and nothing is wrong with them', () => {
    expect(planned.problems).toEqual([]);
    expect(planned.posts).toHaveLength(TABLE.length * CHANNELS.length * LANGUAGES.length);
  });

  test.each(TABLE)('%s: %s local, in its own words everywhere', (step, local, utc, ...leads) => {
    for (const channel of CHANNELS) {
      LANGUAGES.forEach((language, index) => {
        const [post, second] = planned.posts.filter(
          (each) => each.step === step && each.channelId === channel.id && each.language === language,
        );
        expect(second).toBeUndefined();
        expect(formatLocal(post?.scheduledAt as Date, ZONE)).toBe(local);
        expect(post?.scheduledAt.toISOString().slice(11, 16)).toBe(utc);
        expect(post?.message.title).toBe(`${leads[index]}: ${source.texts[language]?.title}`);
        expect(post?.message.text.length).toBeGreaterThan(30);
      });
    }
  });

  test('no two steps of a channel and language say the same', () => {
    const said = planned.posts.map(({ channelId, language, message }) => `${channelId} ${language} ${message.text}`);
    expect(new Set(said).size).toBe(said.length);
  });

  test('every post of a network names the event; facts are told while it is ahead, thanks tell when it was', () => {
    const text = (step: string, language: string) =>
      planned.posts.find((post) => post.step === step && post.channelId === 'linkedin' && post.language === language)
        ?.message.text;
    expect(text('three-weeks-before', 'fi')).toBe(
      [
        'Kolmen viikon kuluttua: Puurakentamisen päivä',
        'Tule kuulemaan, miten Lapissa rakennetaan puusta.\n\nKahvit klo 12.30.',
        'Aika: tiistaina 3. marraskuuta 2026 klo 13.00–16.00\nPaikka: Rantavitikka, Rovaniemi\nIlmoittautuminen: https://example.fi/ilmo',
      ].join('\n\n'),
    );
    expect(text('day-before', 'fi')).not.toContain('Kahvit');
    expect(text('two-hours-before', 'en')).toContain('Welcome! We start at 13:00.');
    expect(text('two-hours-before', 'sv')).toContain('Vi börjar kl. 13.00.');
    expect(text('day-after', 'fi')).toBe(
      'Kiitos: Puurakentamisen päivä\n\nKiitos kaikille, jotka osallistuivat tapahtumaan ”Puurakentamisen päivä” tiistaina 3. marraskuuta 2026.',
    );
  });

  test('a person’s words take the place of those of one post only, and words for no post are refused', () => {
    const postTexts = [
      { channel: 'linkedin', language: 'en', step: 'day-before', text: 'See you tomorrow!' },
      { channel: 'linkedin', language: 'en', step: 'year-before', text: 'Lost.' },
    ];
    const { posts, problems } = plan({ ...source, postTexts }, CHANNELS, NOW, ZONE);
    const byHand = posts.filter(({ handwritten }) => handwritten);
    expect(byHand).toHaveLength(1);
    expect(byHand[0]).toMatchObject({
      channel: 'linkedin',
      step: 'day-before',
      message: { text: 'See you tomorrow!' },
    });
    expect(problems).toEqual([expect.objectContaining({ pointer: '/postTexts/1', code: 'no-such-post' })]);
  });

  test('a language whose words Kaiku does not know keeps the author’s, and is never empty', () => {
    const texts = { se: { title: 'Muorrahuksenbeaivi', body: 'Boađe gullat.' } };
    const channels = [{ id: 'w', slug: 'w', kind: 'website-feed' as const, languages: ['se'] }];
    for (const { message } of plan({ ...source, texts }, channels, NOW, ZONE).posts) {
      expect(message.title).toBe('Muorrahuksenbeaivi');
      expect(message.text.length).toBeGreaterThan(10);
    }
  });

  test('a step’s own heading and text stand instead', () => {
    const steps: CampaignStep[] = [{ key: 's', days: -7, text: 'soon', headings: { fi: 'Muista tämä' } }];
    const { posts } = plan({ ...source, steps }, CHANNELS.slice(0, 1), NOW, ZONE);
    expect(posts.map(({ message }) => message.title)).toEqual([
      'Muista tämä: Puurakentamisen päivä',
      'Om en vecka: Träbyggnadsdagen',
      'One week to go: Wood construction day',
    ]);
  });
});

describe('posting hours, weekdays, holidays and what is still worth saying', () => {
  const step = (days: number, more: Partial<CampaignStep> = {}): CampaignStep => ({ key: 's', days, ...more });
  const EVENINGS: PostingRules = { ...WORKDAYS, from: '12:00', to: '12:00', weekdays: [3] };
  const NEVER: PostingRules = { ...WORKDAYS, weekdays: [7], publicHolidays: new Set(['2026-12-06']) };

  test.each<[name: string, start: string, step: CampaignStep, rules: PostingRules | null, local: string, code: string]>(
    [
      ['a weekday within the hours stays', '2026-11-04T13:00', step(-1), WORKDAYS, '2026-11-03T13:00', ''],
      ['without rules nothing moves', '2026-11-02T03:00', step(-1), null, '2026-11-01T03:00', ''],
      [
        'early in the morning waits for the hours',
        '2026-11-04T07:30',
        step(-1),
        WORKDAYS,
        '2026-11-03T08:00',
        'step-moved-hour',
      ],
      [
        'late in the evening waits for tomorrow',
        '2026-11-05T21:30',
        step(-2),
        WORKDAYS,
        '2026-11-04T08:00',
        'step-moved-hour',
      ],
      ['the last minute of the hours counts', '2026-11-05T20:00', step(-2), WORKDAYS, '2026-11-03T20:00', ''],
      [
        'Saturday waits for Monday at its own hour',
        '2026-11-10T13:00',
        step(-3),
        WORKDAYS,
        '2026-11-09T13:00',
        'step-moved-weekday',
      ],
      [
        'Saturday night waits for Monday within the hours',
        '2026-11-10T23:00',
        step(-3),
        WORKDAYS,
        '2026-11-09T20:00',
        'step-moved-weekday',
      ],
      ['Christmas waits for Monday', '2027-01-01T13:00', step(-7), WORKDAYS, '2026-12-28T13:00', 'step-moved-holiday'],
      [
        'a holiday counts as any day where the rules say so',
        '2027-01-01T13:00',
        step(-7),
        { ...WORKDAYS, holidays: true },
        '2026-12-25T13:00',
        '',
      ],
      ['never past the start: it stays', '2026-11-02T10:00', step(-1), WORKDAYS, '2026-11-01T10:00', 'step-kept'],
      [
        'never past its own end: it stays',
        '2026-11-10T13:00',
        step(-3, { worthUntil: { days: -2 } }),
        WORKDAYS,
        '2026-11-07T13:00',
        'step-kept',
      ],
      ['a step of any hour stays', '2026-11-02T10:00', step(-1, { anyHour: true }), WORKDAYS, '2026-11-01T10:00', ''],
      [
        'thanks of a Saturday wait for Monday',
        '2026-11-06T13:00',
        step(1, { worthUntil: { days: 8 } }),
        WORKDAYS,
        '2026-11-09T13:00',
        'step-moved-weekday',
      ],
      ['thanks worth a day only stay', '2026-11-06T13:00', step(1), WORKDAYS, '2026-11-07T13:00', 'step-kept'],
      ['one hour a week is enough', '2026-11-20T13:00', step(-7), EVENINGS, '2026-11-18T12:00', 'step-moved-weekday'],
      [
        'where no day is open in time, it stays',
        '2026-11-10T13:00',
        step(-3),
        NEVER,
        '2026-11-08T13:00',
        'step-moved-weekday',
      ],
    ],
  )('%s', (_name, start, one, rules, local, code) => {
    const [moment] = stepMoments([one], { startsAt: at(start), endsAt: null }, rules, ZONE);
    expect(formatLocal(moment?.at as Date, ZONE)).toBe(local);
    expect(moment?.notes.map((note) => note.code)).toEqual(code === '' ? [] : [code]);
    expect(moment?.movedFrom === null).toBe(code === '' || code === 'step-kept');
    expect(moment && moment.at <= moment.worthUntil).toBe(true);
  });

  test('a step of an event of several days comes after its end, not into it', () => {
    const event = { startsAt: at('2026-11-03T09:00'), endsAt: at('2026-11-05T16:00') };
    const [moment] = stepMoments([step(1)], event, null, ZONE);
    expect(formatLocal(moment?.at as Date, ZONE)).toBe('2026-11-06T16:00');
    expect(moment?.notes.map(({ code }) => code)).toEqual(['step-after-end']);
  });

  test('a local time that does not exist moves forward, one that exists twice is the first, and both are told', () => {
    const told = (start: string) => stepMoments([step(-1)], { startsAt: at(start), endsAt: null }, null, ZONE)[0];
    expect(formatLocal(told('2027-03-29T03:30')?.at as Date, ZONE)).toBe('2027-03-28T04:30');
    expect(told('2027-03-29T03:30')?.notes.map(({ code }) => code)).toEqual(['time-moved']);
    expect(told('2026-10-26T03:30')?.at.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(told('2026-10-26T03:30')?.notes.map(({ code }) => code)).toEqual(['time-twice']);
  });

  test('the standard template’s reminder of two hours before keeps its time at any hour', () => {
    const early = { startsAt: at('2026-11-04T08:00'), endsAt: null };
    const moments = stepMoments(STANDARD, early, WORKDAYS, ZONE);
    expect(formatLocal(moments.find(({ step: { key } }) => key === 'two-hours-before')?.at as Date, ZONE)).toBe(
      '2026-11-04T06:00',
    );
  });
});
