import { linkKey, linkKeys } from '#posts/links';
import { matchPosts, normaliseText, type SeenPost, WINDOW_BEFORE_MS } from '#posts/look';
import type { Outcome, Seen, Sighting } from '#posts/outcome';
import type { Fingerprint } from './contract.ts';

export type Candidate = SeenPost;

/** What reading a page back came to. Only a complete reading, past the window or to the end, is a look (design §5.6). */
export type Reading =
  | { readonly kind: 'complete'; readonly posts: readonly Candidate[] }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/** The instant back to which a page must be read. */
export function oldestOf(from: Date): Date {
  return new Date(from.getTime() - WINDOW_BEFORE_MS);
}

/** Which of the posts read is the one sought. */
export function decide(reading: Reading, fingerprint: Fingerprint): Sighting {
  return reading.kind === 'complete' ? matchPosts(fingerprint, reading.posts, 'complete') : cannotTell(reading);
}

/** Which comment has these words and is not older than the attempt to write it. */
export function decideComment(reading: Reading, text: string, since: Date): Sighting {
  if (reading.kind !== 'complete') return cannotTell(reading);
  const words = normaliseText(text);
  const oldest = oldestOf(since);
  const matches = reading.posts.filter((post) => post.at >= oldest && normaliseText(post.text) === words);
  const [only] = matches;
  if (!only) return { kind: 'absent', proof: false };
  return matches.length === 1 ? { kind: 'found', seen: plain(only) } : { kind: 'several', seen: matches.map(plain) };
}

/** Which of the posts read stands at this address. `isNamed` knows the platform's other ways to write one. */
export function decideLink(reading: Reading, link: string, isNamed: (remoteId: string) => boolean): Sighting {
  if (reading.kind !== 'complete') return cannotTell(reading);
  const keys = linkKeys(link);
  const found = reading.posts.find(
    ({ remoteId, permalink }) => isNamed(remoteId) || (permalink !== null && keys.includes(linkKey(permalink))),
  );
  return found ? { kind: 'found', seen: plain(found) } : { kind: 'absent', proof: false };
}

const WHY: Readonly<Record<Outcome['kind'], string>> = {
  published: 'the answer could not be understood',
  rejected: 'the platform refused to show it',
  throttled: 'the platform asks for a pause',
  authExpired: 'the page must be connected again',
  permission: 'the page’s key may not read it',
  blocked: 'the platform has blocked the page for now',
  misconfigured: 'the connection to the platform is set up wrongly',
  notSent: 'the platform did not answer',
  uncertain: 'the platform did not answer',
};

function cannotTell(reading: Exclude<Reading, { kind: 'complete' }>): Sighting {
  const why = reading.kind === 'failed' ? WHY[reading.outcome.kind] : 'not far enough, or not all of it';
  return { kind: 'cannotTell', message: `The page could not be read back: ${why}.` };
}

function plain({ remoteId, permalink, text, at }: Candidate): Seen {
  return { remoteId, permalink, text, at };
}
