import { linkKey, linkKeys } from '#posts/links';
import type { Seen } from '#posts/outcome';
import type { DecisionInput } from '#posts/schema/post';
import type { PostState } from '#posts/state';
import { channelsById } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import { isUniqueViolation } from '#src/db/errors';
import { lifeOf, type PostRow, recordFact } from '#src/db/posts';
import { locateOn, lookForPost } from '#src/publishing/look';
import { timersFor } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { conflict, invalid, Refusal } from '../problem.ts';
import { stillWorth } from './acts.ts';
import { existingPost, mustAllow, notPossible, taken } from './existing.ts';
import { presentPosts } from './present.ts';

type Deciding = PostState & { name: 'needsDecision' };
type Decide = Call<unknown, DecisionInput>;

/** A person's answer to "did it go out?". "Publish again" is believed only after one more look at the page (design §5). */
export async function decide(call: Decide): Promise<Reply> {
  const post = await existingPost(call.deps.database.db, param(call, 'id'));
  mustAllow(post, 'decide');
  const { state } = lifeOf(post);
  if (state.name !== 'needsDecision') throw new Error('only needsDecision takes a decision');
  if (call.body.decision === 'adopt') return adopt(call, post, state, call.body.link);
  return again(call, post);
}

async function adopt(call: Decide, post: PostRow, state: Deciding, link: string): Promise<Reply> {
  const keys = linkKeys(link);
  const shown = state.candidates.find(
    ({ permalink, remoteId }) => (permalink !== null && keys.includes(linkKey(permalink))) || link.includes(remoteId),
  );
  const seen = shown ?? (await located(call, post, state, link));
  return record(call, post, { type: 'adopted', remoteId: seen.remoteId, permalink: seen.permalink });
}

/** A person's word is taken, but the page must show the post: its id comes from there, never from the address. */
async function located(call: Decide, post: PostRow, state: Deciding, link: string): Promise<Seen> {
  const { deps } = call;
  const channel = (await channelsById(deps.database.db)).get(post.channelId);
  if (!channel) throw new Error('a post has a channel');
  const sighting = await locateOn(deps.publishing, channel, link, state.armedAt);
  if (sighting.kind === 'found') return sighting.seen;
  if (sighting.kind === 'cannotTell') throw cannotLook(sighting.message, 'nothing was changed');
  throw invalid([{ pointer: '/link', code: 'not-on-the-page', detail: notThere(channel.name, state) }]);
}

function cannotLook(why: string, so: string): Refusal {
  return new Refusal(503, 'cannot-look', `The page could not be read (${why}), so ${so}. Try again later.`);
}

async function again(call: Decide, post: PostRow): Promise<Reply> {
  const looked = await lookForPost({ ...call.deps.publishing, worker: call.actor.name }, post.id);
  if (!looked) throw notPossible(await existingPost(call.deps.database.db, post.id));
  const { sighting } = looked;
  switch (sighting.kind) {
    case 'found':
      return found(call, taken(looked.recorded, post.id));
    case 'several': {
      const there = `${sighting.seen.length} posts on the page may be this one: ${links(sighting.seen)}`;
      throw conflict(`${there}. Adopt the one that is.`, ['decide', 'cancel'], 'several-found');
    }
    case 'cannotTell':
      throw cannotLook(sighting.message, 'it was not published again');
    case 'absent':
      return record(call, post, (locked, now) => ({ type: 'publishAgain', worthUntil: stillWorth(locked, now) }));
  }
}

function found(call: Decide, post: PostRow): Promise<Reply> {
  const detail = 'one more look found it on the page; it was not published again';
  return call.commit((tx) => reply(tx, post, [{ code: 'found', detail }]));
}

async function record(call: Decide, post: PostRow, fact: Parameters<typeof recordFact>[2]): Promise<Reply> {
  try {
    return await call.commit(async (tx, jobs) => {
      const after = taken(await recordFact(tx, post.id, fact, { actor: call.actor.name }), post.id);
      jobs.push(...timersFor([after], await channelsById(tx.db)));
      return reply(tx, after, []);
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'posts_remote')) throw error;
    throw conflict('Another post is that one on the page already.', ['decide', 'cancel'], 'belongs-to-another');
  }
}

async function reply(tx: Transaction, post: PostRow, notes: { code: string; detail: string }[]): Promise<Reply> {
  const [body] = await presentPosts(tx.db, [post]);
  return { status: 200, body: { ...body, notes }, revision: post.revision };
}

function notThere(page: string, state: Deciding): string {
  const seen = state.candidates.length > 0 ? ` Seen were: ${links(state.candidates)}.` : '';
  return `no post with this address was found on "${page}".${seen} Open the post there and copy its own address.`;
}

function links(seen: readonly { permalink: string | null; remoteId: string }[]): string {
  return seen.map(({ permalink, remoteId }) => permalink ?? remoteId).join(', ');
}
