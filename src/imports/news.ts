import { createHash } from 'node:crypto';
import { parseFeed } from '@rowanmanning/feed-parser';
import { z } from 'zod';
import type { ImportItem, ImportRefusal } from '#posts/schema/import';
import { charsetOf, decode } from './bytes.ts';
import { cut, oneLine, plainText } from './plain-text.ts';
import { MOST_ITEMS, type Read, unreadable } from './read.ts';

/** News are pointed to, not copied whole: their own page has the rest. */
const LONGEST_NEWS = 1_500;

/** One entry, whichever of the formats tells it. Texts may hold markup. */
interface Entry {
  readonly id: string | null;
  readonly url: string | null;
  readonly title: string | null;
  /** The shorter text first. */
  readonly texts: readonly (string | null | undefined)[];
  readonly published: Date | null;
  readonly language: string | null;
  readonly categories: readonly string[];
}

/** Reads RSS 0.9x to 2.0, RDF and Atom. */
export function readXmlFeed(bytes: Uint8Array, type: string | null): Read {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ?? charsetOf(type);
  try {
    // Each of these is looked up in the whole document at every reading.
    const { items, language } = parseFeed(decode(bytes, declared));
    const entries = items.slice(0, MOST_ITEMS).map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      texts: [item.description, item.content],
      published: item.published ?? item.updated,
      language,
      categories: item.categories.map(({ label, term }) => label ?? term),
    }));
    return newsOf(entries, items.length);
  } catch {
    return unreadable(
      'broken-feed',
      'It looks like a news feed, but it is neither sound RSS nor Atom and cannot be read.',
    );
  }
}

/** https://www.jsonfeed.org/version/1.1/, as leniently as readers are asked to be. */
const JsonFeed = z.object({
  version: z.string().startsWith('https://jsonfeed.org/version/'),
  language: z.string().optional().catch(undefined),
  items: z.array(
    z.object({
      id: z.coerce.string(),
      url: z.string().optional().catch(undefined),
      external_url: z.string().optional().catch(undefined),
      title: z.string().optional().catch(undefined),
      summary: z.string().optional().catch(undefined),
      content_text: z.string().optional().catch(undefined),
      content_html: z.string().optional().catch(undefined),
      date_published: z.string().optional().catch(undefined),
      language: z.string().optional().catch(undefined),
      tags: z.array(z.string()).optional().catch(undefined),
    }),
  ),
});

export function readJsonFeed(bytes: Uint8Array): Read {
  const parsed = JsonFeed.safeParse(jsonOf(decode(bytes)));
  if (!parsed.success)
    return unreadable('broken-feed', 'It is JSON, but no JSON Feed (jsonfeed.org), and cannot be read.');
  const { items, language } = parsed.data;
  return newsOf(
    items.slice(0, MOST_ITEMS).map((item) => ({
      id: item.id,
      url: item.url ?? item.external_url ?? null,
      title: item.title ?? null,
      texts: [item.summary, item.content_text, item.content_html],
      published: dateOf(item.date_published),
      language: item.language ?? language ?? null,
      categories: item.tags ?? [],
    })),
    items.length,
  );
}

/** @param all how many the feed holds; `entries` are the first of them */
function newsOf(entries: readonly Entry[], all: number): Read {
  const refused: ImportRefusal[] = [];
  const found = new Map<string, ImportItem>();
  for (const entry of entries) {
    const item = itemOf(entry);
    if (item) found.set(item.sourceId, item);
    else refused.push({ title: '–', code: 'no-title', detail: 'It has neither a title nor a text.' });
  }
  const items = [...found.values()].sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const tooMany = `It holds ${all} entries; the first ${MOST_ITEMS} were read.`;
  const notes = all > MOST_ITEMS ? [{ code: 'too-many', detail: tooMany }] : [];
  return { ok: true, items, refused, notes, covers: null };
}

function itemOf(entry: Entry): ImportItem | null {
  const text = entry.texts.map((one) => plainText(one ?? '')).find((one) => one !== '') ?? '';
  const title = cut(oneLine(entry.title ?? ''), 200) || cut(text.split('\n')[0] ?? '', 200);
  if (title === '') return null;
  const link = webAddress(entry.url) ?? webAddress(entry.id);
  return {
    sourceId: nameOf(entry, link, title),
    uid: null,
    kind: 'announcement',
    title,
    body: cut(text === '' ? title : text, LONGEST_NEWS),
    link,
    language: /^([a-z]{2,3})(?:[-_]|$)/i.exec(entry.language ?? '')?.[1]?.toLowerCase() ?? null,
    categories: entry.categories
      .map((name) => cut(oneLine(name), 200))
      .filter((name) => name !== '')
      .slice(0, 30),
    publishedAt: entry.published && Number.isFinite(entry.published.getTime()) ? entry.published.toISOString() : null,
    cancelled: false,
    event: null,
  };
}

function nameOf({ id }: Entry, link: string | null, title: string): string {
  const name = id?.trim() || link || '';
  if (name !== '' && name.length <= 500) return name;
  return `derived-${createHash('sha256')
    .update(JSON.stringify([name, title]))
    .digest('hex')
    .slice(0, 24)}`;
}

function webAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) && text.length <= 2000 ? text : null;
}

function dateOf(text: string | undefined): Date | null {
  const at = new Date(text ?? '');
  return Number.isFinite(at.getTime()) ? at : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
