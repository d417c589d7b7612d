import { describe, expect, test } from 'vitest';
import { rulesFor } from '#posts/compose/index';
import type { MessageEvent } from '#posts/compose/message';
import { event, source } from '../support/messages.ts';

const { linkedin } = rulesFor;

describe('the time of an event', () => {
  const when = (changes: Partial<MessageEvent>, language = 'fi', zone = 'Europe/Helsinki') =>
    linkedin
      .compose(
        source({
          language,
          zone,
          title: 'T',
          body: 'B',
          event: { ...event, place: null, streamUrl: null, registrationUrl: null, ...changes },
        }),
      )
      .text.split('\n')
      .at(-1);
  const at = (startsAt: string, endsAt: string | null) => ({
    startsAt: new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  });

  test.each<[string, string | undefined, string]>([
    ['Finnish', when({}), 'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00'],
    ['Swedish', when({}, 'sv'), 'Tid: tisdagen den 15 december 2026 kl. 13.00–16.00'],
    ['English', when({}, 'en'), 'When: Tuesday 15 December 2026, 13:00–16:00'],
    ['German, without words of its own', when({}, 'de'), 'Dienstag, 15. Dezember 2026, 13:00–16:00'],
    ['a language that nobody knows', when({}, 'qqq'), '2026-12-15, 13:00–16:00'],
    ['another zone', when({}, 'en', 'Asia/Kolkata'), 'When: Tuesday 15 December 2026, 16:30–19:30'],
    ['no end', when({ endsAt: null }), 'Aika: tiistaina 15. joulukuuta 2026 klo 13.00'],
    ['an end before the start', when({ endsAt: event.startsAt }), 'Aika: tiistaina 15. joulukuuta 2026 klo 13.00'],
    ['an early hour in Finnish', when(at('2026-06-06T06:05:00Z', null)), 'Aika: lauantaina 6. kesäkuuta 2026 klo 9.05'],
    ['an early hour in English', when(at('2026-06-06T06:05:00Z', null), 'en'), 'When: Saturday 6 June 2026, 09:05'],
    [
      'until midnight',
      when(at('2026-12-15T16:00:00Z', '2026-12-15T22:00:00Z')),
      'Aika: tiistaina 15. joulukuuta 2026 klo 18.00–24.00',
    ],
    [
      'from midnight',
      when(at('2026-12-15T22:00:00Z', '2026-12-15T23:00:00Z')),
      'Aika: keskiviikkona 16. joulukuuta 2026 klo 0.00–1.00',
    ],
    [
      'past midnight',
      when(at('2026-12-15T16:00:00Z', '2026-12-15T22:30:00Z')),
      'Aika: tiistaina 15. joulukuuta 2026 klo 18.00 – keskiviikkona 16. joulukuuta 2026 klo 0.30',
    ],
    [
      'two days in Swedish',
      when(at('2026-12-15T07:00:00Z', '2026-12-16T14:00:00Z'), 'sv'),
      'Tid: tisdagen den 15 december 2026 kl. 9.00 – onsdagen den 16 december 2026 kl. 16.00',
    ],
    [
      'over the change of clocks',
      when(at('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z')),
      'Aika: sunnuntaina 25. lokakuuta 2026 klo 3.00–4.00',
    ],
  ])('%s', (_name, text, expected) => {
    expect(text).toBe(expected);
  });
});
