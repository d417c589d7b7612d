import type { Announcement } from '../api/wire.ts';

/** Its title in the reader's language, else in the first that it has. */
export function titleOf({ texts, slug }: Pick<Announcement, 'texts' | 'slug'>, language: string): string {
  return texts[language]?.title ?? Object.values(texts)[0]?.title ?? slug;
}
