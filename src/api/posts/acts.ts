import { defaultWorthUntil } from '#posts/due';
import type { Fact } from '#posts/state';
import type { Act } from '#posts/transition';
import { changeJob, collectJob, type Job } from '#queue-config/jobs';
import { insertChange, listAttempts } from '#src/db/attempts';
import { writeAudit } from '#src/db/audit';
import { channelsById } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import { databaseNow, type PostRow, recordFact } from '#src/db/posts';
import { askForSample } from '#src/db/sample-requests';
import { wordsAt } from '../announcements/words-at.ts';
import { timersFor } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { existingPost, mustAllow, taken } from './existing.ts';
import { presentPosts } from './present.ts';

type Acted = Call<unknown, unknown>;

export function publishNow(call: Acted): Promise<Reply> {
  const fact = (post: PostRow, now: Date): Fact => ({
    type: 'moved',
    scheduledAt: now,
    worthUntil: stillWorth(post, now),
  });
  return withFact(call, 'publish-now', fact, (tx, post, now) => wordsAt(tx.db, call, post, now));
}

export function retry(call: Acted): Promise<Reply> {
  return withFact(call, 'retry', (post, now) => ({ type: 'retried', worthUntil: stillWorth(post, now) }));
}

export function cancelPost(call: Acted): Promise<Reply> {
  return withFact(call, 'cancel', () => ({ type: 'cancelled' }));
}

/** Asks for the deletion; the worker does it and then the post is `retracted`. Asking twice deletes once. */
export function retract(call: Acted): Promise<Reply> {
  return onPost(call, async (tx, jobs, post) => {
    mustAllow(post, 'retract');
    await startChange(tx, jobs, post, 'retract', snapshotOf(post), call.actor.name);
    return post;
  });
}

/** Asks for fresh numbers; they are read with those of the whole page. */
export function measure(call: Acted): Promise<Reply> {
  return onPost(call, async (tx, jobs, post) => {
    mustAllow(post, 'measure');
    await askForSample(tx.db, post.id);
    jobs.push(collectJob(post.channelId));
    return post;
  });
}

/** Plans a change of something that is out, unless the same kind of change is on its way already. */
export async function startChange(
  tx: Transaction,
  jobs: Job[],
  post: PostRow,
  kind: 'edit' | 'retract',
  snapshot: Record<string, unknown>,
  actor: string,
): Promise<void> {
  const attempts = await listAttempts(tx.db, post.id);
  if (kind === 'retract' && attempts.some((attempt) => attempt.kind === kind && !attempt.finishedAt)) return;
  const channel = (await channelsById(tx.db)).get(post.channelId);
  if (!channel) throw new Error(`post ${post.id} has no channel`);
  const attempt = await insertChange(tx, { postId: post.id, kind, snapshot });
  jobs.push(changeJob(attempt.id, channel.kind));
  await writeAudit(tx.db, { actor, action: `post.${kind}.asked`, thing: 'post', thingId: post.id });
}

/** What a change of this post sends; `remoteId` is that of the post on its page. */
export function snapshotOf(post: PostRow): Record<string, unknown> {
  return {
    ...post.message,
    postId: post.id,
    language: post.language,
    channelId: post.channelId,
    remoteId: post.remoteId,
  };
}

function withFact(
  call: Acted,
  act: Act,
  fact: (post: PostRow, now: Date) => Fact,
  words: (tx: Transaction, post: PostRow, now: Date) => Promise<PostRow['message'] | null> = async () => null,
): Promise<Reply> {
  return onPost(call, async (tx, jobs, post) => {
    const message = await words(tx, post, await databaseNow(tx.db));
    const recorded = await recordFact(
      tx,
      post.id,
      (locked, now) => {
        mustAllow(locked, act);
        return fact(locked, now);
      },
      { actor: call.actor.name, ...(message ? { changes: { message } } : {}) },
    );
    const after = taken(recorded, post.id);
    jobs.push(...timersFor([after], await channelsById(tx.db)));
    return after;
  });
}

function onPost(call: Acted, work: (tx: Transaction, jobs: Job[], post: PostRow) => Promise<PostRow>): Promise<Reply> {
  const id = param(call, 'id');
  return call.commit(async (tx, jobs) => {
    const after = await work(tx, jobs, await existingPost(tx.db, id));
    const [body] = await presentPosts(tx.db, [after]);
    return { status: 200, body, revision: after.revision };
  });
}

/** Its old end while that is ahead; otherwise a day from now. */
export function stillWorth(post: PostRow, now: Date): Date {
  return post.worthUntil && post.worthUntil > now ? post.worthUntil : defaultWorthUntil(now, null);
}
