import { Language, Slug } from '#posts/schema/basics';
import type { PublicFilter } from '#src/db/feed-items';

/** What of a query narrows a list; what is no language and no slug does not. */
export function readFilter(query: Readonly<Record<string, unknown>>): PublicFilter {
  return { language: Language.safeParse(query.language).data, theme: Slug.safeParse(query.theme).data };
}

/** A place in a list in an address, `2026-12-15T13:00:00.000Z_0198…`. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export function readPlace(written: unknown): Place | undefined {
  const [at, id] = (typeof written === 'string' ? written : '').split('_');
  const date = new Date(at ?? '');
  return id && /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(date.getTime()) ? { at: date, id } : undefined;
}

export function writePlace({ at, id }: Place): string {
  return `${at.toISOString()}_${id}`;
}

/** `path` with what is given as its query, always in the same order, so that one list has one address. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
    .sort(([a], [b]) => a.localeCompare(b));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** The same list narrowed: `/feed.rss?language=sv&theme=renovation`. */
export function filtered(path: string, { language, theme }: PublicFilter): string {
  return addressOf(path, { language, theme });
}
