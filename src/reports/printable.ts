// What the PDF's built-in letters hold beyond Latin-1 (Windows-1252).
const BEYOND = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const PLAIN: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ŧ: 't',
  Ŧ: 'T',
  ŋ: 'n',
  Ŋ: 'N',
  '−': '-',
  '\u00a0': ' ',
};

/**
 * The text in letters that the PDF can show. Finnish, Swedish and English come out as they are; other letters lose
 * their marks (Sámi č becomes c), and what has no like becomes "?". The CSV and XLSX have everything as written.
 */
export function printable(text: string): string {
  return [...text.replaceAll(/[^\S\n]+/g, ' ')].map(letter).join('');
}

function letter(sign: string): string {
  if (sign === '\n') return sign;
  if (PLAIN[sign] !== undefined) return PLAIN[sign];
  const code = sign.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa1 && code <= 0xff) || BEYOND.includes(sign)) return sign;
  const bare = [...sign.normalize('NFKD')].filter((part) => (part.codePointAt(0) ?? 0) <= 0x7e).join('');
  return bare === '' ? (/[\p{M}\p{Cf}]/u.test(sign) ? '' : '?') : bare;
}
