import { face } from '#src/media/lettering';

const graphemes = new Intl.Segmenter('fi');

/**
 * The text in letters that the PDF's own typeface can show: all of Finnish, Swedish, English and North and Inari Sámi.
 * A letter that it has no shape for loses its mark (Skolt Sámi ǩ becomes k); a picture among the words is left out. The
 * CSV and XLSX have everything as written.
 */
export function printable(text: string): string {
  return text.split('\n').map(line).join('\n');
}

function line(text: string): string {
  const { drawable } = face('regular');
  const letter = (sign: string) => drawable(sign) || drawable([...sign.normalize('NFKD')][0] ?? '');
  return [...graphemes.segment(text.replaceAll(/\s+/gu, ' '))]
    .map(({ segment }) => (segment === ' ' ? ' ' : letter(segment)))
    .join('')
    .replaceAll(/ {2,}/g, ' ');
}
