import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesFor, trackLink } from '#posts/compose/index';
import type { MessageSource } from '#posts/compose/message';
import { codes, event, image, lines, link, message, STATEMENT, source, TARGET, TRACKED } from '../support/messages.ts';

const { 'website-feed': website } = rulesFor;

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
