import { linkKey, linkKeys } from '#posts/links';
import type { DecisionInput } from '#posts/schema/post';
import type { Fact, PostState } from '#posts/state';
import { channelsById } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import { isUniqueViolation } from '#src/db/errors';
import { lifeOf, type PostRow, recordFact } from '#src/db/posts';
import { lookForPost } from '#src/publishing/look';
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

function adopt(call: Decide, post: PostRow, state: Deciding, link: string): Promise<Reply> {
  const keys = linkKeys(link);
  const seen = state.candidates.find(
    ({ permalink, remoteId }) => (permalink !== null && keys.includes(linkKey(permalink))) || link.includes(remoteId),
  );
  if (!seen) throw invalid([{ pointer: '/link', code: 'not-a-candidate', detail: notSeen(state) }]);
  const fact: Fact = { type: 'adopted', remoteId: seen.remoteId, permalink: seen.permalink };
  return record(call, post, fact);
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
      throw new Refusal(
        503,
        'cannot-look',
        `The page could not be read (${sighting.message}), so it was not published again. Try again later.`,
      );
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

function notSeen(state: Deciding): string {
  return state.candidates.length > 0
    ? `this is none of the posts that were seen: ${links(state.candidates)}`
    : 'no post was seen on the page that may be this one; if it is there now, "publish-again" finds and adopts it';
}

function links(seen: readonly { permalink: string | null; remoteId: string }[]): string {
  return seen.map(({ permalink, remoteId }) => permalink ?? remoteId).join(', ');
}
