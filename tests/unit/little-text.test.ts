import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromLittleText, toLittleText } from '#posts/compose/little-text';

const RESERVED = '\\|{}@[]()<>#*_~';

/**
 * An independent, strict reading of little text as LinkedIn does it: the text ends at the first reserved character that
 * is neither escaped nor part of a whole template or mention.
 */
function strictRead(wire: string): { text: string; cut: boolean } {
  let text = '';
  let rest = wire;
  while (rest !== '') {
    const escaped = /^\\([\s\S])/.exec(rest);
    const tag = /^\{hashtag\|\\#\|((?:[^\\{}|@[\]()<>#*_~]|\\[\s\S])+)\}/.exec(rest);
    const token = escaped ?? tag;
    if (token) {
      text += escaped ? token[1] : `#${token[1]?.replace(/\\([\s\S])/g, '$1')}`;
      rest = rest.slice(token[0].length);
    } else {
      const first = rest[0] ?? '';
      if (RESERVED.includes(first)) return { text, cut: true };
      text += first;
      rest = rest.slice(1);
    }
  }
  return { text, cut: false };
}

// Dense in what can go wrong: reserved characters, tags, templates in the author's own words, emoji, marks, halves.
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...RESERVED, 'a', ' ', 'ä', '\n') }),
  fc
    .array(
      fc.constantFrom(
        ...RESERVED,
        '#puu_rakentaminen',
        ' #',
        '#1',
        '{hashtag|\\#|',
        '}',
        '@[Lapin liitto](urn:li:organization:1)',
        '👩🏽‍🔧',
        '#️⃣',
        'e\u0301',
        '\ud83d',
        '\udc4d',
        'строительство',
        ' ',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);

describe('toLittleText', () => {
  test.each([
    ['nothing', '', ''],
    ['plain words', 'Tervetuloa mukaan!', 'Tervetuloa mukaan!'],
    ['brackets, where LinkedIn cuts', 'Ilta (maksuton)', 'Ilta \\(maksuton\\)'],
    ['all fifteen', RESERVED, [...RESERVED].map((c) => `\\${c}`).join('')],
    ['a hashtag', 'Nyt #puurakentaminen!', 'Nyt {hashtag|\\#|puurakentaminen}!'],
    ['a hashtag at the start', '#AI_x', '{hashtag|\\#|AI\\_x}'],
    ['a hashtag in brackets', '(#puu)', '\\({hashtag|\\#|puu}\\)'],
    ['two hashtags', '#puu #sisäilma', '{hashtag|\\#|puu} {hashtag|\\#|sisäilma}'],
    ['hashtags that touch', '#puu#talo', '{hashtag|\\#|puu}\\#talo'],
    ['another script', '#建筑', '{hashtag|\\#|建筑}'],
    ['digits first', '#3d_tulostus', '{hashtag|\\#|3d\\_tulostus}'],
    ['a combining mark in a tag', '#e\u0301cole', '{hashtag|\\#|e\u0301cole}'],
    ['a number is no tag', 'olemme #1', 'olemme \\#1'],
    ['a lone number sign', '# #', '\\# \\#'],
    ['C#', 'C#-kieli', 'C\\#-kieli'],
    ['the fragment of an address', 'https://a.fi/b_c#ohjelma', 'https://a.fi/b\\_c\\#ohjelma'],
    ['an address by mail', 'info@a.fi', 'info\\@a.fi'],
    ['a template that the author typed', '{hashtag|\\#|x}', '\\{hashtag\\|\\\\\\#\\|x\\}'],
    ['an emoji with a number sign', '#️⃣', '\\#️⃣'],
  ])('%s', (_name, plain, wire) => {
    expect(toLittleText(plain)).toBe(wire);
  });

  test('a reader sees exactly what was written', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(fromLittleText(toLittleText(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('LinkedIn never cuts it', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(strictRead(toLittleText(text))).toEqual({ text, cut: false });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('fromLittleText', () => {
  test.each([
    ['nothing', '', ''],
    ['a tag template', 'a {hashtag|\\#|puu\\_talo} b', 'a #puu_talo b'],
    ['a tag template without the backslash', '{hashtag|#|puu}', '#puu'],
    ['a wide number sign', '{hashtag|＃|puu}', '#puu'],
    ['a bare tag', '#puu', '#puu'],
    ['a mention', 'Kiitos @[Lapin liitto](urn:li:organization:123)!', 'Kiitos Lapin liitto!'],
    ['a mention with escapes', '@[A \\(B\\)](urn:li:organization:1)', 'A (B)'],
    ['a backslash before an ordinary character', 'C:\\temp', 'C:\\temp'],
    ['a backslash at the end', 'a\\', 'a\\'],
    ['an unfinished template', '{hashtag|\\#|puu', '{hashtag|#|puu'],
    ['an empty template', '{hashtag|\\#|}', '{hashtag|#|}'],
    ['an unfinished mention', '@[Lapin liitto](urn', '@[Lapin liitto](urn'],
  ])('%s', (_name, wire, plain) => {
    expect(fromLittleText(wire)).toBe(plain);
  });

  test('reads anything, and long hostile text without slowing down', () => {
    fc.assert(fc.property(nasty, (text) => typeof fromLittleText(text) === 'string'));
    expect(fromLittleText('{hashtag|\\#|'.repeat(20_000))).toHaveLength('{hashtag|#|'.length * 20_000);
    expect(fromLittleText('@[a'.repeat(50_000))).toHaveLength(150_000);
  });
});
