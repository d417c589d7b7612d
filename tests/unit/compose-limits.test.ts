import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesFor } from '#posts/compose/index';
import { toLittleText } from '#posts/compose/little-text';
import type { MessageImage } from '#posts/compose/message';
import { CHANNEL_KINDS } from '#posts/schema/channel';
import { codes, event, image, link, message, source, TRACKED } from '../support/messages.ts';

const { facebook, linkedin, 'website-feed': website } = rulesFor;

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
