import { fromLittleText } from '#posts/compose/little-text';
import type { Sighting } from '#posts/outcome';
import type { Access, Fingerprint } from '../contract.ts';
import { type Candidate, decide, decideComment, decideLink, oldestOf, type Reading } from '../look.ts';
import { harmless } from '../words.ts';
import { classify, isGone, linkedInWords } from './classify.ts';
import type { Reply } from './client.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { Comments, Post, Posts } from './wire.ts';

const PAGE_SIZE = 100;
/** More than any page of a cluster writes in the time of a look. */
const MAX_PAGES = 20;

/** Reads the page's posts back past the moment of the call, and looks for the one that may have gone out. */
export async function find(deps: LinkedInDeps, fingerprint: Fingerprint, access: Access): Promise<Sighting> {
  const reading = await readPosts(deps, oldestOf(fingerprint.armedAt), access);
  if (reading.kind !== 'complete' || fingerprint.hint === null) return decide(reading, fingerprint);
  const named = await readNamed(deps, fingerprint.hint, access);
  if (named.kind !== 'complete') return decide(named, fingerprint);
  const known = new Set(reading.posts.map((post) => post.remoteId));
  const posts = [...reading.posts, ...named.posts.filter((post) => !known.has(post.remoteId))];
  return decide({ kind: 'complete', posts }, fingerprint);
}

/** An address holds the URN, or at its end a number; that one is only believed when a post of the page bears it. */
export async function locate(deps: LinkedInDeps, link: string, since: Date, access: Access): Promise<Sighting> {
  const [urn] = /urn:li:(?:share|ugcPost):\d+/.exec(percentDecoded(link)) ?? [];
  const numbers = new Set(link.match(/\d{10,}/g) ?? []);
  const reading = urn ? await readNamed(deps, urn, access) : await readPosts(deps, oldestOf(since), access);
  return decideLink(reading, link, (remoteId) => numbers.has(remoteId.slice(remoteId.lastIndexOf(':') + 1)));
}

function percentDecoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

async function readPosts(deps: LinkedInDeps, oldest: Date, access: Access): Promise<Reading> {
  const read: Candidate[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await deps.client.find({
      path: '/posts',
      finder: 'author',
      query: { author: organisationOf(access), start: page * PAGE_SIZE, count: PAGE_SIZE, sortBy: 'CREATED' },
      token: access.accessToken,
    });
    if (reply.kind !== 'ok') return failed(deps, reply);
    const posts = Posts.safeParse(reply.body);
    if (!posts.success) return { kind: 'incomplete' };
    const candidates = posts.data.elements.map((post) => candidateOf(deps, post));
    read.push(...candidates);
    // A total is not dependable: the end is a short page (platforms contract §2.5).
    const isLast = candidates.length < PAGE_SIZE || candidates.some((post) => post.at < oldest);
    if (isLast) return { kind: 'complete', posts: read };
  }
  return { kind: 'incomplete' };
}

/** The post that LinkedIn named as the same one may be a ghost, or not be listed yet. */
async function readNamed(deps: LinkedInDeps, urn: string, access: Access): Promise<Reading> {
  const reply = await deps.client.get({ path: '/posts/{urn}', keys: { urn }, token: access.accessToken });
  if (isGone(reply)) return { kind: 'complete', posts: [] };
  if (reply.kind !== 'ok') return failed(deps, reply);
  const post = Post.safeParse(reply.body);
  if (post.success && post.data.author !== undefined && post.data.author !== organisationOf(access)) {
    return { kind: 'complete', posts: [] };
  }
  return post.success ? { kind: 'complete', posts: [candidateOf(deps, post.data)] } : { kind: 'incomplete' };
}

function candidateOf(deps: LinkedInDeps, post: Post): Candidate {
  const source = post.content?.article?.source;
  const at = post.publishedAt ?? post.createdAt;
  return {
    remoteId: post.id,
    permalink: deps.permalinkOf(post.id),
    text: fromLittleText(post.commentary ?? ''),
    at: at === undefined ? deps.now() : new Date(at),
    links: source === undefined ? [] : [source],
  };
}

/** Looks for a comment with these words, written by the page, under a post. */
export async function findComment(
  deps: LinkedInDeps,
  remoteId: string,
  text: string,
  since: Date,
  access: Access,
): Promise<Sighting> {
  const posts: Candidate[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await deps.client.get({
      path: '/socialActions/{urn}/comments',
      keys: { urn: remoteId },
      query: { start: page * PAGE_SIZE, count: PAGE_SIZE },
      token: access.accessToken,
    });
    if (reply.kind !== 'ok') return decideComment(failed(deps, reply), text, since);
    const comments = Comments.safeParse(reply.body);
    if (!comments.success) return decideComment({ kind: 'incomplete' }, text, since);
    const { elements } = comments.data;
    for (const each of elements) {
      const id = each.commentUrn ?? each.id;
      if (id === undefined || (each.actor !== undefined && each.actor !== organisationOf(access))) continue;
      const at = each.created?.time === undefined ? deps.now() : new Date(each.created.time);
      posts.push({ remoteId: String(id), permalink: null, text: each.message?.text ?? '', at, links: [] });
    }
    if (elements.length < PAGE_SIZE) return decideComment({ kind: 'complete', posts }, text, since);
  }
  return decideComment({ kind: 'incomplete' }, text, since);
}

function failed(deps: LinkedInDeps, reply: Exclude<Reply, { kind: 'ok' }>): Reading {
  return { kind: 'failed', outcome: harmless(classify(reply, deps.now()), linkedInWords) };
}
