import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnnouncementInput } from '#posts/schema/announcement';
import { countFor } from '../../web/src/composer/count.ts';
import {
  type Draft,
  draftOf,
  EMPTY_DRAFT,
  isWritten,
  NO_IMAGE,
  NO_TEXT,
  writtenLanguages,
} from '../../web/src/composer/draft.ts';
import { fold, LINKEDIN_FOLD } from '../../web/src/composer/preview/see-more.ts';
import { composed } from '../../web/src/composer/preview/source.ts';
import { changedParts, localProblems, toInput } from '../../web/src/composer/to-input.ts';

const LANGUAGES = ['fi', 'sv', 'en'];
const ZONE = 'Europe/Helsinki';
type Place = Parameters<typeof composed>[1];
type Stored = Parameters<typeof draftOf>[0];
const FACEBOOK: Place = { id: 'f', slug: 'facebook-klusteri', kind: 'facebook', languages: ['fi'] };
const LINKEDIN: Place = { id: 'l', slug: 'linkedin-klusteri', kind: 'linkedin', languages: ['fi'] };

function aDraft(over: Partial<Draft> = {}): Draft {
  const fi = { ...NO_TEXT, title: 'Otsikko', body: 'Teksti.' };
  return { ...EMPTY_DRAFT, organisation: 'lapin-amk', texts: { fi }, ...over };
}
const anEvent = (over: Partial<Draft['event']> = {}) =>
  aDraft({ kind: 'event', event: { ...EMPTY_DRAFT.event, startsAt: '2026-12-15T13:00', ...over } });

describe('what is sent', () => {
  test.each([
    ['a small announcement', aDraft()],
    ['one for two channels at a time', aDraft({ channels: ['a', 'b'], when: 'at', publishAt: '2026-12-01T09:00' })],
    [
      'an event with everything',
      anEvent({ endsAt: '2026-12-15T16:00', place: 'Kemi', capacity: '80', organiser: 'Digipolis' }),
    ],
  ])('%s is what the API takes', (_name, draft) => {
    expect(AnnouncementInput.safeParse(toInput(draft, LANGUAGES)).error?.issues).toBeUndefined();
  });

  test('only written languages go along, in the cluster’s order', () => {
    const en = { ...NO_TEXT, body: 'Text.' };
    const draft = aDraft({ texts: { en, sv: NO_TEXT, fi: { ...NO_TEXT, title: 'O' } } });
    expect(Object.keys(toInput(draft, LANGUAGES).texts)).toEqual(['fi', 'en']);
    expect(writtenLanguages(draft, ['fi'])).toEqual(['fi', 'en']);
  });

  test('nothing written still names the first language, so that it is refused by name', () => {
    expect(toInput(EMPTY_DRAFT, LANGUAGES).texts).toEqual({ fi: { title: '', body: '' } });
    expect(isWritten(EMPTY_DRAFT)).toBe(false);
  });

  test('words for a channel that was taken out again stay behind', () => {
    const fi = { ...NO_TEXT, title: 'O', body: 'B', channels: { a: 'Oma.', b: 'Toinen.' } };
    expect(toInput(aDraft({ texts: { fi }, channels: ['a'] }), LANGUAGES).texts.fi?.channels).toEqual({
      a: { body: 'Oma.' },
    });
  });

  test('what a program gave and this form does not show goes back as it came', () => {
    const fi = {
      title: 'O',
      body: 'B',
      channels: { a: { title: 'Oma otsikko', body: 'Oma.' }, b: { firstComment: 'Linkki alla.' } },
      variants: [{ title: 'Toinen kerta', body: 'Muistutus.' }, { body: 'Vielä kerran.' }],
    };
    const stored = {
      texts: { fi },
      channels: ['a', 'b'],
      media: [],
      themes: [],
      targetGroups: [],
    } as unknown as Stored;
    expect(toInput(draftOf(stored, ZONE), LANGUAGES).texts).toEqual({ fi });
  });

  test('half a time and a capacity that is no number go along and are refused at their fields', () => {
    const draft = { ...anEvent({ startsAt: '15.12.2026T', capacity: 'paljon' }), worthUntil: '1.1.T9' };
    const pointers = AnnouncementInput.safeParse(toInput(draft, LANGUAGES)).error?.issues.map(({ path }) =>
      path.join('/'),
    );
    expect(pointers).toEqual(expect.arrayContaining(['event/startsAt', 'event/capacity', 'worthUntil']));
  });

  test('what only the browser knows is told before anything is sent', () => {
    const image = { ...NO_IMAGE, key: 'k', id: null, thumb: '' };
    const draft = aDraft({ kind: 'event', when: 'at', images: [{ ...image, id: 'sent' }, image] });
    expect(localProblems(draft).map(({ pointer }) => pointer)).toEqual(['/publishAt', '/event/startsAt', '/media/1']);
  });

  test('a change sends only what differs', () => {
    const before = toInput(aDraft(), LANGUAGES);
    expect(changedParts(before, before)).toEqual({});
    expect(changedParts(before, toInput(aDraft({ link: 'https://a.fi' }), LANGUAGES))).toEqual({
      link: 'https://a.fi',
    });
  });

  test('an announcement opened and saved unchanged sends nothing', () => {
    const stored = {
      kind: 'event',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'O', body: 'B', firstComment: 'K', channels: { a: { body: 'Oma' } } } },
      link: null,
      event: {
        startsAt: '2026-12-15T11:00:00.000Z',
        endsAt: null,
        place: 'Kemi',
        streamUrl: null,
        registrationUrl: null,
        capacity: 80,
        organiser: null,
      },
      themes: ['renovation'],
      targetGroups: [],
      funding: null,
      campaign: 'standard',
      channels: ['a'],
      media: [],
      publishAt: null,
      worthUntil: null,
    } as unknown as Stored;
    const draft = draftOf(stored, ZONE);
    expect(draft.event.startsAt).toBe('2026-12-15T13:00');
    expect(changedParts(toInput(draft, LANGUAGES), toInput(draftOf(stored, ZONE), LANGUAGES))).toEqual({});
  });
});

describe('previews', () => {
  test('show what the rules compose: facts, statement, and the channel’s own words', () => {
    const fi = { ...NO_TEXT, title: 'Otsikko', body: 'Yhteinen.', channels: { 'linkedin-klusteri': 'Oma.' } };
    const draft = { ...anEvent({ place: 'Kemi' }), texts: { fi } };
    const funding = { statements: { fi: 'Euroopan unionin osarahoittama' } } as unknown as Parameters<
      typeof composed
    >[3];
    expect(composed(draft, FACEBOOK, 'fi', funding, ZONE).text).toBe(
      'Otsikko\n\nYhteinen.\n\nAika: tiistaina 15. joulukuuta 2026 klo 13.00\nPaikka: Kemi\n\nEuroopan unionin osarahoittama',
    );
    expect(composed(draft, LINKEDIN, 'fi', null, ZONE).text).toContain('Oma.');
  });

  test('LinkedIn counts its escapes, Facebook does not', () => {
    expect(countFor('linkedin', '(a)').used).toBe(5);
    expect(countFor('facebook', '(a)')).toEqual({ used: 3, most: 63_206 });
    expect(countFor('website-feed', 'a').most).toBeNull();
  });
});

describe('where LinkedIn folds', () => {
  test.each([
    ['a short text is seen whole', 'Hei.', 'Hei.'],
    ['at the third line', 'a\nb\nc\nd', 'a\nb\nc'],
    ['at a space near the limit', `${'a'.repeat(200)} ${'b'.repeat(40)}`, 'a'.repeat(200)],
    ['inside a long word', 'a'.repeat(300), 'a'.repeat(210)],
    ['never inside a character', `${'a'.repeat(209)}🏠🏠`, 'a'.repeat(209)],
  ])('%s', (_name, text, seen) => {
    expect(fold(text, LINKEDIN_FOLD).seen).toBe(seen);
  });

  test('nothing is lost between what is seen and the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        const { seen, rest } = fold(text, LINKEDIN_FOLD);
        expect(seen + rest).toBe(text);
        expect(seen.length).toBeLessThanOrEqual(LINKEDIN_FOLD.characters);
      }),
    );
  });
});
