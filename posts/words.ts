/** Comparing words as a reader does. Pure. */

/** Text without differences that a reader does not see: composed characters, single spaces, small letters. */
export function plainWords(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/**
 * True when the text holds the words as words of their own, apart from spacing and capitals: "Kemi" is not in
 * "Kemijärvi". No words are in every text.
 * @param endings regular expression source of endings that the last word may take
 */
export function holdsWords(text: string, words: string, endings = ''): boolean {
  const wanted = plainWords(words);
  if (wanted === '') return true;
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${escaped(wanted)}${endings}(?![\\p{L}\\p{M}\\p{N}])`, 'u').test(
    plainWords(text),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
