import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { messageFor, type PlanSource } from '#posts/plan';
import type { ChannelKind } from '#posts/schema/channel';
import { type CardWords, paintCard } from '#src/media/card';
import { emblemStarPoints } from '#src/media/emblem';
import { face } from '#src/media/lettering';
import { cutTo, fitsUnbroken, wrap } from '#src/media/wrap';

const letters = (text: string) => [...text].length;

describe('wrapping', () => {
  test.each<[string, number, string[]]>([
    ['', 10, []],
    ['  yksi   kaksi ', 20, ['yksi kaksi']],
    ['puu ja kivi', 6, ['puu ja', 'kivi']],
    ['rakennusterveys', 10, ['rakennus-', 'terveys']],
    ['rakennus\u00ADterveys\u00ADpäivä', 17, ['rakennusterveys-', 'päivä']],
    ['rakennus\u00ADpäivä', 20, ['rakennuspäivä']],
    ['Etelä-Lappi–Pohjois-Lappi', 14, ['Etelä-Lappi–', 'Pohjois-Lappi']],
    ['xxxxxxxxxx', 4, ['xxx-', 'xxx-', 'xxxx']],
    ['ja lentokonesuihkuturbiini', 12, ['ja', 'lentokone-', 'suihkutur-', 'biini']],
  ])('%j within %i', (text, width, lines) => {
    expect(wrap(text, width, letters)).toEqual(lines);
  });

  test('loses no letter and keeps every line within the width', () => {
    const words = fc.string({ unit: fc.constantFrom(...'aäklöst -–') });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width, letters);
        expect(lines.every((line) => letters(line) <= width)).toBe(true);
        const bare = (all: string) => all.replaceAll(/[\s-]/g, '');
        expect(bare(lines.join(''))).toBe(bare(text));
      }),
    );
  });

  test('what is too much is cut with an ellipsis that fits', () => {
    expect(cutTo(['yksi', 'kaksi,', 'kolme'], 2, 6, letters)).toEqual(['yksi', 'kaksi…']);
    expect(cutTo(['yksi', 'kaksi'], 1, 4, letters)).toEqual(['yks…']);
    expect(cutTo(['yksi'], 1, 4, letters)).toEqual(['yksi']);
    expect(fitsUnbroken('lyhyt pidempi', 6, letters)).toBe(false);
  });
});

const CARD: CardWords = {
  name: 'Kestävä rakentaminen',
  title: 'Puurakentamisen ilta Rovaniemellä',
  notice: null,
  when: 'tiistaina 15. joulukuuta 2026 klo 13.00–16.00',
  place: 'Rovaniemi',
  organisation: 'Lapin ammattikorkeakoulu',
  statement: null,
};
const SIZE = { width: 1200, height: 630 };

/** How much of a part of the picture is as dark as letters are. */
async function inked(card: Buffer, part: { left: number; top: number; width: number; height: number }) {
  const { data } = await sharp(card).extract(part).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 80).length / data.length;
}

describe('cards', () => {
  test('have the size that was asked, and the same bytes for the same words', async () => {
    const card = await paintCard(CARD, SIZE);
    expect(await sharp(card).metadata()).toMatchObject({ ...SIZE, format: 'png' });
    expect((await paintCard(CARD, SIZE)).equals(card)).toBe(true);
    expect((await sharp(await paintCard(CARD, { width: 1200, height: 627 })).metadata()).height).toBe(627);
  });

  test('letters of every language here are drawn, pictures among the words are left out', async () => {
    const bold = face('bold');
    for (const letter of 'äöåšžÄÖÅŠŽáčđŋŧ–’') expect(bold.pathOf(letter, 40, 0, 40), letter).not.toBe('');
    expect(bold.drawable('Ilta 👷‍♀️ Kemissä \u0007')).toBe('Ilta Kemissä');
    const place = { left: 60, top: 118, width: 1000, height: 200 };
    expect(await inked(await paintCard(CARD, SIZE), place)).toBeGreaterThan(0.03);
    expect(await inked(await paintCard({ ...CARD, title: '', when: null, place: null }, SIZE), place)).toBe(0);
  });

  test('nothing runs over the edge, however long the words are', async () => {
    const long = 'lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas'.repeat(6);
    const words = { ...CARD, name: long, title: `${long} ${long}`, place: long, organisation: long };
    const card = await paintCard({ ...words, when: long, notice: 'Peruttu', statement: long }, SIZE);
    expect(await inked(card, { left: 1140, top: 0, width: 60, height: 630 })).toBe(0);
    expect(await inked(card, { left: 20, top: 600, width: 1100, height: 30 })).toBe(0);
  });

  test('the emblem stands where funding asks for it', async () => {
    const corner = { left: 1040, top: 520, width: 90, height: 70 };
    expect(await inked(await paintCard(CARD, SIZE), corner)).toBe(0);
    const funded = await paintCard({ ...CARD, statement: 'Euroopan unionin osarahoittama' }, SIZE);
    expect(await inked(funded, corner)).toBeGreaterThan(0.5);
    expect(emblemStarPoints(90)).toHaveLength(12);
    expect(emblemStarPoints(90)[0]?.[0]?.map(Math.round)).toEqual([68, 10]);
  });
});

describe('a post without a picture', () => {
  const image = (mediaId: string) => ({
    ...{ mediaId, sha256: 'x', mime: 'image/png', bytes: 1, width: 1200, height: 630 },
    alt: mediaId,
  });
  const source: PlanSource = {
    texts: { fi: { title: 'Ilta', body: 'x' }, sv: { title: 'Kväll', body: 'x' } },
    link: null,
    images: [],
    cards: { fi: { facebook: image('card') } },
    event: null,
    fundingStatements: {},
    publishAt: null,
    worthUntil: null,
    steps: [],
  };
  test('has no card when it tells that the event is off: the card would tell its time', () => {
    const event = { startsAt: new Date(0), endsAt: null, place: null, streamUrl: null, registrationUrl: null };
    const channel = { id: 'c', slug: 'c', kind: 'facebook', languages: [] } as const;
    const news = { kind: 'news', news: 'cancelled' } as const;
    const message = messageFor({ ...source, event }, channel, 'fi', 'Europe/Helsinki', news);
    expect(message.images).toEqual([]);
  });

  const shown = (over: Partial<PlanSource>, kind: ChannelKind, language: string) =>
    messageFor(
      { ...source, ...over },
      { id: 'c', slug: 'c', kind, languages: [] },
      language,
      'Europe/Helsinki',
    ).images.map(({ mediaId }) => mediaId);

  test.each<[string, Partial<PlanSource>, ChannelKind, string, string[]]>([
    ['has its card', {}, 'facebook', 'fi', ['card']],
    ['of its own kind of channel only', {}, 'linkedin', 'fi', []],
    ['in its own language only', {}, 'facebook', 'sv', []],
    ['but what was chosen comes first', { images: [image('chosen')] }, 'facebook', 'fi', ['chosen']],
    ['and a link brings a card of its own', { link: 'https://example.fi/' }, 'facebook', 'fi', []],
  ])('%s', (_name, over, kind, language, images) => {
    expect(shown(over, kind, language)).toEqual(images);
  });
});
