import { linkKey, linkKeys, linksIn } from './links.ts';
import type { Seen, Sighting } from './outcome.ts';

/** Posts from this long before arming are looked at, since two clocks never agree (design §5). */
export const WINDOW_BEFORE_MS = 5 * 60_000;

/** A text cut by its platform must keep this share of itself and this many characters to be recognised by text alone. */
const CUT_SHARE = 0.6;
const CUT_CHARACTERS = 40;
/** Beside a link to the same target a shorter beginning is enough. */
const CUT_CHARACTERS_WITH_TARGET = 20;

/** What one attempt meant to make public. `owned` and `hint` are remote ids. */
export interface Sought {
  readonly text: string;
  readonly link: { readonly url: string; readonly target: string } | null;
  readonly armedAt: Date;
  readonly owned: ReadonlySet<string>;
  readonly hint: string | null;
}

/** A post on the page; `links` are the addresses of its card, those in the text are found by themselves. */
export interface SeenPost extends Seen {
  readonly links: readonly string[];
}

/** How far back a page was read: to its very end, to the oldest instant that was read, or not at all. */
export type ReadBack = 'complete' | Date | null;

/** Text as it is compared: what platforms drop or join on the way makes no difference. Markup is the channel's to remove. */
export function normaliseText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/(?!\s)\p{Cc}/gu, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * Which of the posts on a page is the one that an unclear attempt may have made (design §5.6). Posts that others own or
 * that are older than the window are out. The first of these kinds of evidence that any post shows decides; one post is
 * `found`, more are `several`:
 *
 * 1. the platform itself named it as the same post, and its text is ours;
 * 2. it carries our tracked link, which no other post has;
 * 3. its text is ours;
 * 4. its text is a beginning of ours, cut by the platform.
 *
 * A link that is not tracked is no evidence alone: the steps of a campaign, its languages and a colleague's own post may
 * all lead to the same target. It only makes a shorter cut text believable. And a post with our words but another code
 * of our own link service is another post of ours.
 *
 * Nothing found is `absent` only when the page was read back past the window; `proof` is never claimed here.
 */
export function matchPosts(sought: Sought, seen: readonly SeenPost[], readBackTo: ReadBack): Sighting {
  const windowStart = sought.armedAt.getTime() - WINDOW_BEFORE_MS;
  const free = unique(seen).filter((post) => !sought.owned.has(post.remoteId));
  const candidates = free.filter((post) => post.at.getTime() >= windowStart);
  for (const isMatch of evidence(sought)) {
    const matches = candidates.filter(isMatch);
    const [only] = matches;
    if (only && matches.length === 1) return { kind: 'found', seen: plain(only) };
    if (matches.length > 1) return { kind: 'several', seen: matches.map(plain) };
  }
  // Named by the platform, but older than this attempt or in other words: only a person can tell whose it is.
  const named = free.filter((post) => post.remoteId === sought.hint);
  if (named.length > 0) return { kind: 'several', seen: named.map(plain) };
  if (readBackTo === 'complete' || (readBackTo !== null && readBackTo.getTime() <= windowStart)) {
    return { kind: 'absent', proof: false };
  }
  return { kind: 'cannotTell', message: 'the page could not be read back far enough' };
}

type Evidence = (post: SeenPost) => boolean;

function evidence(sought: Sought): Evidence[] {
  const tracked = trackedKey(sought);
  const another: Evidence = (post) => tracked !== null && carriesAnotherCode(tracked, sought, post);
  return [
    (post) => post.remoteId === sought.hint && (sameText(sought, post) || isCut(sought, post)),
    (post) => tracked !== null && keysOf(post).has(tracked),
    (post) => sameText(sought, post) && !another(post),
    (post) => isCut(sought, post) && !another(post),
  ];
}

/** Null when the link that goes out is the target itself and therefore tells nothing. */
function trackedKey({ link }: Sought): string | null {
  if (!link) return null;
  const key = linkKey(link.url);
  return key === linkKey(link.target) ? null : key;
}

function keysOf(post: SeenPost): Set<string> {
  return new Set([...post.links, ...linksIn(post.text)].flatMap(linkKeys));
}

function sameText(sought: Sought, post: SeenPost): boolean {
  const text = normaliseText(sought.text);
  return text !== '' && text === normaliseText(post.text);
}

function isCut(sought: Sought, post: SeenPost): boolean {
  const whole = normaliseText(sought.text);
  const beginning = normaliseText(post.text).replace(/\s*(?:…|\.{3})$/u, '');
  if (beginning.length >= whole.length || !whole.startsWith(beginning)) return false;
  if (beginning.length >= CUT_CHARACTERS && beginning.length >= CUT_SHARE * whole.length) return true;
  const target = sought.link && linkKey(sought.link.target);
  return target !== null && beginning.length >= CUT_CHARACTERS_WITH_TARGET && keysOf(post).has(target);
}

/** True when the post holds an address beside our tracked one (same place, another code) that our text does not hold. */
function carriesAnotherCode(tracked: string, sought: Sought, post: SeenPost): boolean {
  const ours = new Set(linksIn(sought.text).map(linkKey));
  const place = tracked.slice(0, tracked.lastIndexOf('/') + 1);
  return [...keysOf(post)].some(
    (key) => key !== tracked && !ours.has(key) && key.startsWith(place) && !key.slice(place.length).includes('/'),
  );
}

function unique(seen: readonly SeenPost[]): SeenPost[] {
  return [...new Map(seen.map((post) => [post.remoteId, post])).values()];
}

function plain({ remoteId, permalink, text, at }: SeenPost): Seen {
  return { remoteId, permalink, text, at };
}
