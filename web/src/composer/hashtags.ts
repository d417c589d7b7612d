const TAG = /(?<=^|\s)#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)/gu;
const MENTION = /(?<=^|\s)@\[?[\p{L}\p{N}]/u;
const SUGGESTED = 8;

/** In the order of the text, as they are written; the same tag twice counts twice. */
export function tagsIn(text: string): string[] {
  return [...text.matchAll(TAG)].map((match) => match[1] ?? '');
}

export function hasMention(text: string): boolean {
  return MENTION.test(text);
}

/** "terveellinen sisäympäristö" → "TerveellinenSisäympäristö": capitals let a screen reader tell the words apart. */
export function tagOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (words.length < 2) return words.join('').toLocaleLowerCase('fi');
  return words.map((word) => word.slice(0, 1).toLocaleUpperCase('fi') + word.slice(1)).join('');
}

/** Tags worth offering: those of the chosen themes, then those used before, the most used first; none that is there. */
export function suggestTags(body: string, themes: readonly string[], before: readonly string[]): string[] {
  const uses = new Map<string, { tag: string; count: number }>();
  for (const tag of before.flatMap(tagsIn)) {
    const known = uses.get(same(tag));
    uses.set(same(tag), { tag: known?.tag ?? tag, count: (known?.count ?? 0) + 1 });
  }
  const used = [...uses.values()].sort((a, b) => b.count - a.count).map(({ tag }) => tag);
  const there = new Set(tagsIn(body).map(same));
  const offered = [...themes.map(tagOf), ...used].filter((tag) => tag !== '' && !there.has(same(tag)));
  const first = (tag: string, index: number) => offered.findIndex((other) => same(other) === same(tag)) === index;
  return offered.filter(first).slice(0, SUGGESTED);
}

/** Behind the tags that end the text, or on a line of their own. */
export function withTag(body: string, tag: string): string {
  const text = body.trimEnd();
  if (text === '') return `#${tag}`;
  const last = text.split('\n').at(-1) ?? '';
  const onlyTags = last.split(/\s+/).every((word) => word.startsWith('#'));
  return `${text}${onlyTags ? ' ' : '\n\n'}#${tag}`;
}

function same(tag: string): string {
  return tag.toLocaleLowerCase('fi');
}
