/** "Maija Meikäläinen" → "MM"; of one word, or an address, its first letter. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).flatMap((word) => word.match(/\p{L}/u)?.[0] ?? []);
  return [words[0], words.length > 1 ? words.at(-1) : ''].join('').toUpperCase();
}
