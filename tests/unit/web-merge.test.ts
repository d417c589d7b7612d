import { describe, expect, test } from 'vitest';
import { type Draft, EMPTY_DRAFT, NO_IMAGE, NO_TEXT } from '../../web/src/composer/draft.ts';
import { suggestTags, tagOf, tagsIn, withTag } from '../../web/src/composer/hashtags.ts';
import { meet } from '../../web/src/composer/merge.ts';

const base: Draft = {
  ...EMPTY_DRAFT,
  texts: { fi: { ...NO_TEXT, title: 'Ilta', body: 'Tervetuloa.' } },
  themes: ['wood'],
  images: [{ ...NO_IMAGE, key: 'a', id: 'a', thumb: '' }],
};
const withBody = (body: string, over: Partial<Draft> = {}): Draft => ({
  ...base,
  texts: { fi: { ...NO_TEXT, title: 'Ilta', body } },
  ...over,
});

describe('two people’s changes', () => {
  test('of different places are both kept, without a question', () => {
    const theirs = { ...base, themes: ['wood', 'quality'], event: { ...base.event, place: 'Kemi' } };
    const { conflicts, merged } = meet(base, withBody('Tule mukaan.'), theirs);
    expect(conflicts).toEqual([]);
    expect(merged).toMatchObject({ themes: ['wood', 'quality'], event: { place: 'Kemi' } });
    expect(merged.texts.fi?.body).toBe('Tule mukaan.');
  });

  test('of one place are a question, and mine stays until it is answered', () => {
    const [mine, theirs] = [withBody('Tule mukaan.'), withBody('Nähdään siellä.', { link: 'https://a.fi/' })];
    const { conflicts, merged } = meet(base, mine, theirs);
    expect(conflicts.map(({ key }) => key)).toEqual(['texts.fi.body']);
    expect(conflicts[0]?.words(theirs)).toBe('Nähdään siellä.');
    expect(merged.texts.fi?.body).toBe('Tule mukaan.');
    expect(merged.link).toBe('https://a.fi/');
    expect(conflicts[0]?.take(merged, theirs).texts.fi?.body).toBe('Nähdään siellä.');
  });

  test('that are the same are no question', () => {
    expect(meet(base, withBody('Sama.'), withBody('Sama.')).conflicts).toEqual([]);
  });

  test('a language that one of them wrote is kept', () => {
    const theirs = { ...base, texts: { ...base.texts, sv: { ...NO_TEXT, title: 'Kväll', body: 'Välkommen.' } } };
    expect(meet(base, base, theirs).merged.texts.sv?.title).toBe('Kväll');
  });

  test('a picture whose words became known meanwhile has not changed', () => {
    const known = { ...base, images: base.images.map((image) => ({ ...image, alt: 'Talo', sent: '[]' })) };
    const theirs = { ...base, images: [] };
    const { conflicts, merged } = meet(base, known, theirs);
    expect([conflicts, merged.images]).toEqual([[], []]);
  });
});

describe('hashtags', () => {
  test('are found as readers see them', () => {
    expect(tagsIn('#puu ja #Puu_2026, mutta ei a#b eikä #12. https://a.fi/#x')).toEqual(['puu', 'Puu_2026']);
  });

  test.each([
    ['puurakentaminen', 'puurakentaminen'],
    ['terveellinen sisäympäristö', 'TerveellinenSisäympäristö'],
    ['EU – rahoitus', 'EURahoitus'],
    ['', ''],
  ])('are made of a name: %s', (name, tag) => {
    expect(tagOf(name)).toBe(tag);
  });

  test('are offered by theme, then by use, and not when they are there', () => {
    const before = ['#lappi #puu', '#lappi', '#Puurakentaminen'];
    expect(suggestTags('Tule #puu', ['puurakentaminen'], before)).toEqual(['puurakentaminen', 'lappi']);
  });

  test.each([
    ['', '#puu'],
    ['Tule.', 'Tule.\n\n#puu'],
    ['Tule.\n\n#lappi ', 'Tule.\n\n#lappi #puu'],
  ])('stand at the end: %j', (body, expected) => {
    expect(withTag(body, 'puu')).toBe(expected);
  });
});
