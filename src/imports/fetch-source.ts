import type { ImportKind } from '#posts/schema/import';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import { LARGEST_SOURCE } from './read.ts';
import type { Source } from './read-source.ts';

/** The version of a source that is known, as the source itself named it. */
export interface Version {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type FetchedSource =
  | { readonly kind: 'content'; readonly source: Source; readonly version: Version }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };

const TIMEOUT_MS = 30_000;
const REDIRECTS = 5;

/** Everything is taken, so that a web page in the place of a calendar is told as what it is; but said what is wanted. */
const ACCEPT: Readonly<Record<ImportKind | 'any', string>> = {
  calendar: 'text/calendar, */*;q=0.1',
  news: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1',
  page: 'text/html, */*;q=0.1',
  any: '*/*',
};

/** Asks a source politely: only for what is newer than what is known, and no more than is read. */
export async function fetchSource(
  fetch: GuardedFetch,
  address: string,
  kind: ImportKind | null,
  known: Version = { etag: null, lastModified: null },
): Promise<FetchedSource> {
  const answer = await fetch(address, {
    maxBytes: LARGEST_SOURCE,
    timeoutMs: TIMEOUT_MS,
    maxRedirects: REDIRECTS,
    accept: ACCEPT[kind ?? 'any'],
    headers: {
      ...(known.etag ? { 'if-none-match': known.etag } : {}),
      ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}),
    },
  });
  if (!answer.ok) return { kind: 'failed', code: codeOf(answer.reason), detail: statusWords(answer) };
  if (answer.notModified) return { kind: 'unchanged' };
  const { headers, body, finalUrl } = answer;
  return {
    kind: 'content',
    source: { bytes: body, type: headers['content-type'] ?? null, address: finalUrl },
    version: { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null },
  };
}

/** What a person can do about the commonest answers. */
function statusWords({ status, detail }: { status?: number; detail: string }): string {
  if (status === 404 || status === 410) return `${detail} The address is no longer right; ask for the new one.`;
  if (status === 401 || status === 403)
    return `${detail} It is open to those who sign in only; ask for a public address.`;
  if (status !== undefined && status >= 500) return `${detail} Something is wrong there; it is tried again.`;
  return detail;
}

/** `tooManyRedirects` → `source-too-many-redirects`. */
function codeOf(reason: string): string {
  return `source-${reason.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
