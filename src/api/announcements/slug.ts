/** Letters of the region's languages that do not come apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { đ: 'd', ŋ: 'n', ŧ: 't', ø: 'o', æ: 'ae', ß: 'ss', ʒ: 'z', ǯ: 'z' };

/** A title as a part of an address: `Puurakentamisen päivä 2026` → `puurakentamisen-paiva-2026`. */
export function slugOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll(/[đŋŧøæßʒǯ]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
  const short = plain.slice(0, 60).replaceAll(/^-+|-+$/g, '');
  return short === '' ? 'tiedote' : short;
}
