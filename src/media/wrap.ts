/** How wide a piece of text is, in any unit. */
export type Measure = (text: string) => number;

const SOFT_HYPHEN = '\u00AD';
/** Where a word may be broken, the best first: where it says so itself, before a syllable, anywhere. */
const BREAKS = [
  /(?<=[-–/])(?=.)|\u00AD/u,
  // A Finnish syllable begins with the last consonant before a vowel; Swedish and English readers lose little by that.
  /(?<=\p{L}{2})(?=[bcdfghjklmnpqrstvwxzšžčđŋŧ][aeiouyäöåáâ]\p{L})/iu,
  /(?<=.)(?=.)/u,
];

/** Text in lines of at most `width`, broken between words. A word that is too long alone is broken with a hyphen. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    const joined = line === '' ? plain(word) : `${line} ${plain(word)}`;
    if (measure(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = piecesOf(word, width, measure);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return line === '' ? lines : [...lines, line];
}

/** At most `most` lines; an ellipsis stands where something was left out. */
export function cutTo(lines: readonly string[], most: number, width: number, measure: Measure): string[] {
  if (lines.length <= most) return [...lines];
  let last = lines[most - 1] ?? '';
  while (last !== '' && measure(`${last}…`) > width) last = [...last].slice(0, -1).join('');
  return [...lines.slice(0, most - 1), `${last.replace(/[\s\p{P}]+$/u, '')}…`];
}

/** Whether every word fits on a line by itself. */
export function fitsUnbroken(text: string, width: number, measure: Measure): boolean {
  return wordsOf(text).every((word) => measure(plain(word)) <= width);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => plain(word) !== '');
}

function plain(word: string): string {
  return word.replaceAll(SOFT_HYPHEN, '');
}

function piecesOf(word: string, width: number, measure: Measure): string[] {
  if (measure(plain(word)) <= width) return [plain(word)];
  for (const places of BREAKS) {
    const parts = word.split(places);
    for (let count = parts.length - 1; count > 0; count -= 1) {
      const head = parts.slice(0, count).join('');
      const shown = /[-–/]$/.test(head) ? head : `${head}-`;
      if (measure(shown) <= width) return [shown, ...piecesOf(parts.slice(count).join(''), width, measure)];
    }
  }
  return [plain(word)];
}
