import { createRequire } from 'node:module';
import { type Font, openSync } from 'fontkit';

/** Text as shapes, so that a picture looks the same on a machine without any fonts. Sizes and places are in pixels. */
export interface Face {
  /** How far above the base line capital letters reach, as a part of the size. */
  readonly capHeight: number;
  /** The text without what there is no shape for, such as pictures among the words, and with single spaces. */
  drawable(text: string): string;
  /** Sign by sign, without the small steps that bring letters closer: a text is measured many times to find its lines. */
  widthOf(text: string, size: number): number;
  /** The `d` of an SVG path: the text with its base line's left end at `x`, `y`. */
  pathOf(text: string, size: number, x: number, y: number): string;
}

export type Weight = 'regular' | 'bold';

/** Source Sans 3 (SIL Open Font License 1.1), which has the letters of Finnish, Swedish and the Sámi languages. */
const FILES: Readonly<Record<Weight, string>> = {
  regular: '400Regular/SourceSans3_400Regular.ttf',
  bold: '700Bold/SourceSans3_700Bold.ttf',
};

const graphemes = new Intl.Segmenter('fi');
const codeOf = (sign: string) => sign.codePointAt(0) ?? 0;
const opened = new Map<Weight, Face>();

/** Read from the disk when it is first asked for. */
export function face(weight: Weight): Face {
  const known = opened.get(weight) ?? openFace(weight);
  opened.set(weight, known);
  return known;
}

function openFace(weight: Weight): Face {
  const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/source-sans-3/${FILES[weight]}`);
  const font = openSync(file) as Font;
  const advances = new Map<string, number>();
  const scale = (size: number) => size / font.unitsPerEm;
  return {
    capHeight: font.capHeight / font.unitsPerEm,
    drawable: (text) =>
      [...graphemes.segment(text.normalize('NFC'))]
        .map(({ segment }) => segment)
        .filter(
          (sign) => /^[\s\u00AD]+$/u.test(sign) || [...sign].every((point) => font.hasGlyphForCodePoint(codeOf(point))),
        )
        .join('')
        .replaceAll(/\s+/gu, ' ')
        .trim(),
    widthOf(text, size) {
      let width = 0;
      for (const sign of text) {
        const advance = advances.get(sign) ?? font.glyphForCodePoint(codeOf(sign)).advanceWidth;
        advances.set(sign, advance);
        width += advance;
      }
      return width * scale(size);
    },
    pathOf(text, size, x, y) {
      const { glyphs, positions } = font.layout(text);
      let at = x;
      return glyphs
        .map((glyph, index) => {
          const position = positions[index];
          const path = glyph.path
            .scale(scale(size), -scale(size))
            .translate(at + (position?.xOffset ?? 0) * scale(size), y - (position?.yOffset ?? 0) * scale(size));
          at += (position?.xAdvance ?? glyph.advanceWidth) * scale(size);
          return path.toSVG();
        })
        .join('');
    },
  };
}
