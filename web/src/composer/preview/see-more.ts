/** LinkedIn's feed shows about this much before "see more" (seen 2026-11; it differs a little by device). */
export const LINKEDIN_FOLD = { characters: 210, lines: 3 } as const;

/**
 * Where a feed folds a text: at so many characters or lines, whichever comes first, never inside a character and at a
 * space where one is near.
 * @returns the visible part and the rest; an empty rest when everything is seen
 */
export function fold(
  text: string,
  { characters, lines }: { characters: number; lines: number },
): { seen: string; rest: string } {
  const byLines = text.split('\n').slice(0, lines).join('\n').trimEnd();
  if (byLines.length <= characters) return { seen: byLines, rest: text.slice(byLines.length) };
  let end = 0;
  for (const character of byLines) {
    if (end + character.length > characters) break;
    end += character.length;
  }
  const space = byLines.lastIndexOf(' ', end);
  const at = space > characters - 20 ? space : end;
  return { seen: byLines.slice(0, at), rest: text.slice(at) };
}
