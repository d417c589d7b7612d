import type { Sighting } from '#posts/outcome';
import type { Access, Fingerprint } from '../contract.ts';
import { type Candidate, decide, decideComment, decideLink, oldestOf, type Reading } from '../look.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords } from './classify.ts';
import type { FacebookDeps } from './deps.ts';
import { Comment, type Post, Post as PostSchema, pageOf } from './wire.ts';

const POSTS = pageOf(PostSchema);
const COMMENTS = pageOf(Comment);
/** The platform's silent cap (platforms contract §1.5). */
const PAGE_SIZE = '100';
/** More than any page of a cluster writes in the time of a look. */
const MAX_PAGES = 20;
const POST_FIELDS = 'id,message,created_time,permalink_url,attachments{url,unshimmed_url}';

/** Reads the page's posts back past the moment of the call, and looks for the one that may have gone out. */
export async function find(deps: FacebookDeps, fingerprint: Fingerprint, access: Access): Promise<Sighting> {
  return decide(await readPosts(deps, oldestOf(fingerprint.armedAt), access), fingerprint);
}

/** Addresses come with the post's number or with a code that only the page's own list explains: so the list is read. */
export async function locate(deps: FacebookDeps, link: string, since: Date, access: Access): Promise<Sighting> {
  const numbers = new Set(link.match(/\d{5,}/g) ?? []);
  const reading = await readPosts(deps, oldestOf(since), access);
  return decideLink(reading, link, (remoteId) => numbers.has(remoteId.slice(remoteId.indexOf('_') + 1)));
}

async function readPosts(deps: FacebookDeps, oldest: Date, access: Access): Promise<Reading> {
  const read: Candidate[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await deps.client.call({
      method: 'get',
      path: `${access.remoteId}/published_posts`,
      params: { fields: POST_FIELDS, limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) },
      token: access.accessToken,
    });
    if (reply.kind !== 'ok') return { kind: 'failed', outcome: harmless(classify(reply, deps.now()), facebookWords) };
    const posts = POSTS.safeParse(reply.body);
    if (!posts.success) return { kind: 'incomplete' };
    const { data, paging } = posts.data;
    read.push(...data.map((post) => candidateOf(deps, post)));
    // Posts may come ranked, so one older post among younger ones ends nothing.
    const allOlder = data.every((post) => post.created_time !== undefined && post.created_time < oldest);
    if (!paging?.next || data.length === 0 || allOlder) return { kind: 'complete', posts: read };
    after = paging.cursors?.after;
    if (after === undefined) return { kind: 'incomplete' };
  }
  return { kind: 'incomplete' };
}

function candidateOf(deps: FacebookDeps, post: Post): Candidate {
  const links = (post.attachments?.data ?? []).flatMap((each) => [each.unshimmed_url, each.url]);
  return {
    remoteId: post.id,
    permalink: post.permalink_url ?? deps.permalinkOf(post.id),
    text: post.message ?? '',
    at: post.created_time ?? deps.now(),
    links: links.filter((link) => link !== undefined),
  };
}

/** Looks for a comment with these words under a post. */
export async function findComment(
  deps: FacebookDeps,
  remoteId: string,
  text: string,
  since: Date,
  access: Access,
): Promise<Sighting> {
  const reply = await deps.client.call({
    method: 'get',
    path: `${remoteId}/comments`,
    params: { fields: 'id,message,created_time', order: 'reverse_chronological', limit: PAGE_SIZE },
    token: access.accessToken,
  });
  if (reply.kind !== 'ok') {
    return decideComment(
      { kind: 'failed', outcome: harmless(classify(reply, deps.now()), facebookWords) },
      text,
      since,
    );
  }
  const comments = COMMENTS.safeParse(reply.body);
  if (!comments.success) return decideComment({ kind: 'incomplete' }, text, since);
  const posts = comments.data.data.map((each) => ({
    remoteId: each.id,
    permalink: null,
    text: each.message ?? '',
    at: each.created_time ?? deps.now(),
    links: [],
  }));
  const isWhole = !comments.data.paging?.next || posts.some((each) => each.at < oldestOf(since));
  return decideComment(isWhole ? { kind: 'complete', posts } : { kind: 'incomplete' }, text, since);
}
