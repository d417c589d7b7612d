import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesFor, trackLink } from '#posts/compose/index';
import { toLittleText } from '#posts/compose/little-text';
import type { Message, MessageEvent, MessageImage, MessageSource } from '#posts/compose/message';
import { CHANNEL_KINDS } from '#posts/schema/channel';

const { facebook, linkedin, 'website-feed': website } = rulesFor;
const TARGET = 'https://example.fi/puuilta';
const TRACKED = 'https://kaiku.example/r/Ab3';
const STATEMENT = 'Euroopan unionin osarahoittama';
const link = { url: TARGET, target: TARGET, title: 'Puuilta', description: null };
const image: MessageImage = {
  mediaId: 'm1',
  sha256: 'x',
  mime: 'image/jpeg',
  bytes: 1000,
  width: 1200,
  height: 630,
  alt: 'Hirsitalo',
};
const event: MessageEvent = {
  startsAt: new Date('2026-12-15T11:00:00Z'),
  endsAt: new Date('2026-12-15T14:00:00Z'),
  place: 'Rovaniemi, Jokiväylä 11',
  streamUrl: 'https://stream.example/1',
  registrationUrl: 'https://lyyti.example/puu',
};
function source(changes: Partial<MessageSource> = {}): MessageSource {
  return {
    language: 'fi',
    title: 'Puurakentamisen ilta',
    body: 'Tervetuloa mukaan!',
    firstComment: null,
    link: null,
    images: [],
    event: null,
    fundingStatement: null,
    zone: 'Europe/Helsinki',
    ...changes,
  };
}
function message(changes: Partial<Message> = {}): Message {
  return { title: 'Otsikko', text: 'Teksti', link: null, images: [], firstComment: null, ...changes };
}
const lines = (...text: string[]) => text.join('\n');
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe.each(['facebook', 'linkedin'] as const)('%s composes', (kind) => {
  test.each<[string, Partial<MessageSource>, string]>([
    ['title and body', {}, lines('Puurakentamisen ilta', '', 'Tervetuloa mukaan!')],
    ['a body that starts with the title', { body: 'Puurakentamisen ilta\nTule!' }, 'Puurakentamisen ilta\nTule!'],
    [
      'the funding statement at the end',
      { fundingStatement: STATEMENT },
      lines('Puurakentamisen ilta', '', 'Tervetuloa mukaan!', '', STATEMENT),
    ],
    [
      'the statement once',
      { fundingStatement: STATEMENT, body: `Ilta on ${STATEMENT}.` },
      lines('Puurakentamisen ilta', '', `Ilta on ${STATEMENT}.`),
    ],
    ['a link as a card only', { link }, lines('Puurakentamisen ilta', '', 'Tervetuloa mukaan!')],
    [
      'a link beside images in the text',
      { link, images: [image], fundingStatement: STATEMENT },
      lines('Puurakentamisen ilta', '', 'Tervetuloa mukaan!', '', TARGET, '', STATEMENT),
    ],
    [
      'a link that the text has already',
      { link, images: [image], body: `Lue lisää: ${TARGET}.` },
      lines('Puurakentamisen ilta', '', `Lue lisää: ${TARGET}.`),
    ],
    [
      'the tracked link where the text has its target',
      { link: { ...link, url: TRACKED }, images: [image], body: `Lue lisää: ${TARGET}.` },
      lines('Puurakentamisen ilta', '', `Lue lisää: ${TRACKED}.`),
    ],
    [
      'an event',
      { event, fundingStatement: STATEMENT },
      lines(
        'Puurakentamisen ilta',
        '',
        'Tervetuloa mukaan!',
        '',
        'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
        'Paikka: Rovaniemi, Jokiväylä 11',
        'Verkossa: https://stream.example/1',
        'Ilmoittautuminen: https://lyyti.example/puu',
        '',
        STATEMENT,
      ),
    ],
    [
      'an event whose facts the body tells',
      {
        event,
        body: 'Paikka on Rovaniemi, Jokiväylä 11. Katso https://stream.example/1, tule https://lyyti.example/puu!',
      },
      lines(
        'Puurakentamisen ilta',
        '',
        'Paikka on Rovaniemi, Jokiväylä 11. Katso https://stream.example/1, tule https://lyyti.example/puu!',
        '',
        'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
      ),
    ],
    [
      'a place that is only part of a word in the body',
      { event: { ...event, place: 'Kemi', streamUrl: null, registrationUrl: null }, body: 'Kemijärvi kutsuu.' },
      lines(
        'Puurakentamisen ilta',
        '',
        'Kemijärvi kutsuu.',
        '',
        'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
        'Paikka: Kemi',
      ),
    ],
    [
      'a registration that is the card’s link',
      { event: { ...event, place: null, streamUrl: null, registrationUrl: TARGET }, link: { ...link, url: TRACKED } },
      lines(
        'Puurakentamisen ilta',
        '',
        'Tervetuloa mukaan!',
        '',
        'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
        'Ilmoittautuminen: linkin kautta',
      ),
    ],
    [
      'a registration that is the link, beside images',
      {
        event: { ...event, place: null, streamUrl: null, registrationUrl: TARGET },
        link: { ...link, url: TRACKED },
        images: [image],
      },
      lines(
        'Puurakentamisen ilta',
        '',
        'Tervetuloa mukaan!',
        '',
        'Aika: tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
        `Ilmoittautuminen: ${TRACKED}`,
      ),
    ],
    ['half a character and control characters', { title: 'A\u0000', body: 'b\uD83D \r\nc' }, 'A\n\nb\uFFFD\nc'],
    ['nothing', { title: '', body: ' \n' }, ''],
  ])('%s', (_name, changes, text) => {
    expect(rulesFor[kind].compose(source(changes)).text).toBe(text);
  });

  test('tracking the link of a composed message gives what composing with it gives', () => {
    const cases = fc.record({
      images: fc.constantFrom([], [image]),
      body: fc.constantFrom('Tule!', `Lue ${TARGET}.`, `${TARGET}/muu ja ${TARGET}`),
      event: fc.constantFrom(null, event, { ...event, registrationUrl: TARGET }),
    });
    fc.assert(
      fc.property(cases, (changes) => {
        const before = rulesFor[kind].compose(source({ ...changes, link }));
        const tracked = rulesFor[kind].compose(source({ ...changes, link: { ...link, url: TRACKED } }));
        expect(trackLink(before, TRACKED)).toEqual(tracked);
      }),
    );
  });
});

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

describe('the website', () => {
  test('takes the body as it is, and the statement that the rules ask for', () => {
    const composed = website.compose(
      source({ link, images: [image], event, fundingStatement: STATEMENT, firstComment: 'x' }),
    );
    expect(composed).toEqual({
      title: 'Puurakentamisen ilta',
      text: `Tervetuloa mukaan!\n\n${STATEMENT}`,
      link,
      images: [image],
      firstComment: null,
    });
  });

  test('needs a title', () => {
    expect(codes(website.problems(message({ title: ' ' })))).toEqual(['title-empty']);
  });
});

describe('limits', () => {
  test.each<[string, string[], string[]]>([
    ['Facebook text −1', codes(facebook.problems(message({ text: 'a'.repeat(63_205) }))), []],
    ['Facebook text ±0', codes(facebook.problems(message({ text: 'a'.repeat(63_206) }))), []],
    ['Facebook text +1', codes(facebook.problems(message({ text: 'a'.repeat(63_207) }))), ['text-too-long']],
    ['LinkedIn text −1', codes(linkedin.problems(message({ text: 'a'.repeat(2_999) }))), []],
    ['LinkedIn text ±0', codes(linkedin.problems(message({ text: 'a'.repeat(3_000) }))), []],
    ['LinkedIn text +1', codes(linkedin.problems(message({ text: 'a'.repeat(3_001) }))), ['text-too-long']],
    ['LinkedIn emoji ±0', codes(linkedin.problems(message({ text: '🌲'.repeat(1_500) }))), []],
    ['LinkedIn emoji +1', codes(linkedin.problems(message({ text: `${'🌲'.repeat(1_500)}a` }))), ['text-too-long']],
    ['LinkedIn escaped ±0', codes(linkedin.problems(message({ text: '('.repeat(1_500) }))), []],
    ['LinkedIn escaped +1', codes(linkedin.problems(message({ text: `${'('.repeat(1_500)}a` }))), ['text-too-long']],
    ['no text', codes(linkedin.problems(message({ text: ' \n' }))), ['text-empty']],
    ['LinkedIn comment ±0', codes(linkedin.problems(message({ firstComment: 'a'.repeat(1_250) }))), []],
    [
      'LinkedIn comment +1',
      codes(linkedin.problems(message({ firstComment: 'a'.repeat(1_251) }))),
      ['first-comment-too-long'],
    ],
    ['Facebook comment ±0', codes(facebook.problems(message({ firstComment: 'a'.repeat(8_000) }))), []],
    [
      'Facebook comment +1',
      codes(facebook.problems(message({ firstComment: 'a'.repeat(8_001) }))),
      ['first-comment-too-long'],
    ],
    ['a card’s title ±0', codes(linkedin.problems(message({ link: { ...link, title: 'a'.repeat(400) } }))), []],
    [
      'a card’s title +1',
      codes(linkedin.problems(message({ link: { ...link, title: 'a'.repeat(401) } }))),
      ['link-title-too-long'],
    ],
    ['website, any length', codes(website.problems(message({ text: 'a'.repeat(100_000) }))), []],
  ])('%s', (_name, problems, expected) => {
    expect(problems).toEqual(expected);
  });

  const withImage = (changes: Partial<MessageImage>) => message({ images: [{ ...image, ...changes }] });
  const MB = 1024 * 1024;
  test.each<[string, string[], string[]]>([
    ['10 images', codes(linkedin.problems(message({ images: Array(10).fill(image) }))), []],
    ['11 images', codes(linkedin.problems(message({ images: Array(11).fill(image) }))), ['too-many-images']],
    ['no alt text', codes(facebook.problems(withImage({ alt: ' ' }))), ['alt-missing']],
    ['no alt text on the website', codes(website.problems(withImage({ alt: '' }))), ['alt-missing']],
    ['alt ±0', codes(linkedin.problems(withImage({ alt: 'a'.repeat(4_086) }))), []],
    ['alt +1', codes(linkedin.problems(withImage({ alt: 'a'.repeat(4_087) }))), ['alt-too-long']],
    ['WebP on LinkedIn', codes(linkedin.problems(withImage({ mime: 'image/webp' }))), ['image-type']],
    ['BMP on LinkedIn', codes(linkedin.problems(withImage({ mime: 'image/bmp' }))), ['image-type']],
    ['BMP on Facebook', codes(facebook.problems(withImage({ mime: 'image/bmp' }))), []],
    ['WebP on the website', codes(website.problems(withImage({ mime: 'image/webp' }))), []],
    ['Facebook 4 MB', codes(facebook.problems(withImage({ bytes: 4 * MB }))), []],
    ['Facebook 4 MB + 1', codes(facebook.problems(withImage({ bytes: 4 * MB + 1 }))), ['image-too-large']],
    ['LinkedIn 8 MB', codes(linkedin.problems(withImage({ bytes: 8 * MB }))), []],
    ['LinkedIn 8 MB + 1', codes(linkedin.problems(withImage({ bytes: 8 * MB + 1 }))), ['image-too-large']],
    ['LinkedIn pixels −1', codes(linkedin.problems(withImage({ width: 36_152_319, height: 1 }))), []],
    [
      'LinkedIn pixels ±0',
      codes(linkedin.problems(withImage({ width: 36_152_320, height: 1 }))),
      ['image-too-many-pixels'],
    ],
    [
      'all of one image at once',
      codes(linkedin.problems(withImage({ alt: '', mime: 'image/bmp', bytes: 9 * MB, width: 9_000, height: 9_000 }))),
      ['alt-missing', 'image-type', 'image-too-large', 'image-too-many-pixels'],
    ],
  ])('images: %s', (_name, problems, expected) => {
    expect(problems).toEqual(expected);
  });

  test('says what, the limit and how far over', () => {
    expect(facebook.problems(message({ text: 'a'.repeat(63_210) }))).toEqual([
      {
        code: 'text-too-long',
        path: 'text',
        detail: 'The text is 63,210 characters long; Facebook takes at most 63,206. Shorten it by 4.',
      },
    ]);
    expect(facebook.problems(withImage({ bytes: 4 * MB + 1 }))[0]?.detail).toBe(
      'Image 1 is 4.01 MB; Facebook takes at most 4 MB. Make it smaller.',
    );
    expect(linkedin.problems(withImage({ alt: '' }))[0]?.path).toBe('images.0.alt');
  });

  test('LinkedIn cuts a page’s long title between characters', () => {
    const composed = linkedin.compose(source({ link: { ...link, title: '🌲'.repeat(300) } }));
    expect(composed.link?.title).toBe(`${'🌲'.repeat(199)}…`);
    expect(linkedin.problems(composed)).toEqual([]);
  });
});

describe.each(CHANNEL_KINDS)('%s, whatever is written', (kind) => {
  const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('(#puu_talo) @x', '🌲', '\n\n'));
  const anything = fc.record({
    title: words,
    body: words,
    firstComment: fc.option(words),
    fundingStatement: fc.option(words),
    link: fc.constantFrom(null, link, { ...link, url: TRACKED }),
    images: fc.constantFrom([], [image]),
    event: fc.constantFrom(null, event),
    language: fc.constantFrom('fi', 'sv', 'en', 'se', 'qqq'),
  });

  test('composing is total, clean, and says each thing once', () => {
    fc.assert(
      fc.property(anything, (changes) => {
        const composed = rulesFor[kind].compose(source(changes));
        expect(composed.text).not.toMatch(/\p{Surrogate}|(?![\n\t])\p{Cc}/u);
        expect(composed.text).toBe(composed.text.trim());
        expect(rulesFor[kind].compose(source(changes))).toEqual(composed);
        if (changes.link && changes.images.length > 0 && kind !== 'website-feed') {
          expect(composed.text.split(changes.link.url)).toHaveLength(2);
        }
      }),
    );
  });

  test('what fits by its problems fits by its limits', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 4_000, size: 'max' });
    fc.assert(
      fc.property(text, (written) => {
        const { limits, problems } = rulesFor[kind];
        if (codes(problems(message({ text: written }))).includes('text-too-long')) return;
        expect(written.length).toBeLessThanOrEqual(limits.text ?? Number.POSITIVE_INFINITY);
        if (kind === 'linkedin') expect([...toLittleText(written)].length).toBeLessThanOrEqual(3_000);
      }),
      { numRuns: 50 },
    );
  });
});
