import { and, desc, eq } from 'drizzle-orm';
import type { Outcome } from '#posts/outcome';
import { retryDelayMs } from '#posts/retry-policy';
import { PostState } from '#posts/state';
import { changeJob, type Job, lookJob, publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { type ClaimedAttempt, finishAttempt, finishWithin, insertChange } from '#src/db/attempts';
import type { Transaction } from '#src/db/client';
import { type Hold, holdChannel } from '#src/db/holds';
import { type PostRow, type Recorded, recordFact } from '#src/db/posts';
import { attempts, channels } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';

/** Writes a publish's answer down, with the page's hold and the jobs that follow from it, in one commit (design §5.5). */
export function settle(
  deps: PublishingDeps,
  attempt: ClaimedAttempt,
  channel: ChannelRow,
  outcome: Outcome,
): Promise<Recorded> {
  return withJobs(
    deps.database,
    deps.queues,
    async (tx, jobs) => {
      const delay = retryDelayMs(attempt.no, deps.random);
      const recorded = await recordFact(
        tx,
        attempt.postId,
        (_post, now) => ({
          type: 'answered',
          attemptId: attempt.id,
          outcome,
          retryAt: new Date(now.getTime() + delay),
        }),
        { actor: deps.worker, together: [finishWithin(tx.db, attempt.id, outcome)] },
      );
      // Also where the post's state is not changed by it, the attempt is over.
      if (recorded.kind !== 'next') await finishAttempt(tx.db, attempt.id, outcome);
      await holdAfter(tx, channel, outcome, deps.worker);
      if (recorded.kind === 'next') await follow(tx, recorded.post, channel, jobs);
      return recorded;
    },
    (error) => deps.logger.warn({ err: error, postId: attempt.postId }, 'jobs left to the sweep'),
  );
}

/** What a post's new state asks for: another timer, a look, or its first comment. */
export async function follow(tx: Transaction, post: PostRow, channel: ChannelRow, jobs: Job[]): Promise<void> {
  const state = PostState.parse(post.stateData);
  if (state.name === 'retrying' || state.name === 'scheduled') jobs.push(publishJob(post, channel.kind));
  if (state.name === 'uncertain') jobs.push(lookJob(post.id, state.looks.done, state.looks.nextAt));
  if (state.name === 'published' && post.message.firstComment) {
    const snapshot = { remoteId: state.remoteId, text: post.message.firstComment };
    // A post that a copied database finds again may have had its comment too: that is looked for first.
    const armedAt = state.proof === 'look' && (await wasRestored(tx, post.id)) ? state.publishedAt : null;
    const comment = await insertChange(tx, { postId: post.id, kind: 'comment', snapshot, armedAt });
    jobs.push(changeJob(comment.id, channel.kind));
  }
}

async function wasRestored(tx: Transaction, postId: string): Promise<boolean> {
  const [last] = await tx.db
    .select({ snapshot: attempts.snapshot })
    .from(attempts)
    .where(and(eq(attempts.postId, postId), eq(attempts.kind, 'publish')))
    .orderBy(desc(attempts.no))
    .limit(1);
  return last?.snapshot.restored === true;
}

/** A "not now" of the platform concerns the page, not only this post; a wrong set-up concerns every page of the kind. */
async function holdAfter(tx: Transaction, channel: ChannelRow, outcome: Outcome, actor: string): Promise<void> {
  const hold = holdFor(outcome);
  if (!hold) return;
  if (outcome.kind !== 'misconfigured') return holdChannel(tx, channel.id, hold, actor, keyOf(outcome, channel));
  const alike = await tx.db.select({ id: channels.id }).from(channels).where(eq(channels.kind, channel.kind));
  for (const { id } of alike) await holdChannel(tx, id, hold, actor);
}

/** The key that was refused, where the refusal is about the key: a page connected anew meanwhile is not held for it. */
export function keyOf(outcome: Outcome, channel: ChannelRow): string | null | undefined {
  return outcome.kind === 'authExpired' || outcome.kind === 'permission' ? channel.accessToken : undefined;
}

/** How long and why a page rests after this answer; null when it need not. */
export function holdFor(outcome: Outcome): Hold | null {
  switch (outcome.kind) {
    case 'throttled':
      return { reason: 'throttled', until: outcome.until, message: outcome.message };
    case 'authExpired':
      return { reason: 'reconnect', until: null, message: outcome.message };
    case 'permission':
      return { reason: 'permission', until: null, message: outcome.message };
    case 'blocked':
      return { reason: 'blocked', until: outcome.until, message: outcome.message };
    case 'misconfigured':
      return { reason: 'misconfigured', until: null, message: outcome.message };
    default:
      return null;
  }
}
