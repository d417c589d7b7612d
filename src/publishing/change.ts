import { eq } from 'drizzle-orm';
import { normaliseText } from '#posts/look';
import type { Outcome } from '#posts/outcome';
import { ABSENT_LOOKS_NEEDED, absenceCountsFrom, nextLookAt, retryDelayMs } from '#posts/retry-policy';
import { changeJob } from '#queue-config/jobs';
import type { Access, Channel, Snapshot } from '#src/channels/contract';
import { type AttemptRow, armChange, claimChange, finishAttempt, postponeChange } from '#src/db/attempts';
import { writeAudit } from '#src/db/audit';
import { holdChannel } from '#src/db/holds';
import { databaseNow, getPost, type PostRow, recordFact } from '#src/db/posts';
import { channels, posts } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';
import { holdFor } from './settle.ts';

interface Work {
  readonly attempt: AttemptRow & { readonly leaseToken: string };
  readonly post: PostRow;
  readonly channel: ChannelRow;
  readonly platform: Channel;
  readonly access: Access;
}

/** What is left to do: nothing more, or to be picked up again. */
type Step = { readonly done: Outcome } | { readonly later: Outcome; readonly at: Date; readonly looked: boolean };

/**
 * One comment, edit or retraction of something that is out (design §5: each has its own arm, outcome and look). Its
 * failure never changes the post's state and never publishes again. Edits and retractions may be repeated, because
 * doing them twice makes no second thing; a comment that may be there is only looked for.
 */
export async function runChange(deps: PublishingDeps, attemptId: string): Promise<Outcome | null> {
  const work = await begin(deps, attemptId);
  if (!work) return null;
  const step = await act(deps, work).catch((error: unknown): Step => {
    deps.logger.error({ err: error, attemptId }, 'a change broke');
    throw error;
  });
  await end(deps, work, step);
  return 'done' in step ? step.done : step.later;
}

async function begin(deps: PublishingDeps, attemptId: string): Promise<Work | null> {
  const { db } = deps.database;
  const attempt = await claimChange(db, attemptId, deps.worker);
  if (!attempt?.leaseToken) return null;
  const post = await getPost(db, attempt.postId);
  const [channel] = post ? await db.select().from(channels).where(eq(channels.id, post.channelId)) : [];
  if (!post || !channel) return null;
  return {
    attempt: attempt as Work['attempt'],
    post,
    channel,
    platform: deps.channels[channel.kind],
    access: deps.accessTo(channel),
  };
}

async function act(deps: PublishingDeps, work: Work): Promise<Step> {
  const now = await databaseNow(deps.database.db);
  const heldUntil = work.channel.holdReason && (work.channel.holdUntil ?? new Date(now.getTime() + 60_000));
  if (heldUntil && heldUntil > now) {
    const message = work.channel.holdMessage ?? 'the page is held';
    return { later: { kind: 'notSent', message }, at: heldUntil, looked: false };
  }
  if (work.attempt.armedAt) return resolveArmed(deps, work, work.attempt.armedAt, now);
  if (!(await armChange(deps.database.db, work.attempt.id, work.attempt.leaseToken))) {
    return { later: { kind: 'notSent', message: 'another worker took it' }, at: now, looked: false };
  }
  return afterCall(deps, work, await call(work), now);
}

function call({ attempt, platform, access }: Work): Promise<Outcome> {
  const { remoteId, text } = attempt.snapshot as { remoteId: string; text: string };
  switch (attempt.kind) {
    case 'comment':
      return platform.comment(remoteId, text, access);
    case 'edit':
      return platform.edit(remoteId, attempt.snapshot as unknown as Snapshot, access);
    case 'retract':
      return platform.retract(remoteId, access);
    case 'publish':
      throw new Error('a publish is no change');
  }
}

function afterCall(deps: PublishingDeps, work: Work, outcome: Outcome, now: Date): Step {
  const soon = new Date(now.getTime() + retryDelayMs(work.attempt.looks + 1, deps.random));
  switch (outcome.kind) {
    case 'published':
    case 'rejected':
      return { done: outcome };
    case 'uncertain': {
      const at = nextLookAt({ armedAt: now, looksDone: work.attempt.looks, now }, deps.random);
      return { later: outcome, at, looked: false };
    }
    case 'throttled':
      return { later: outcome, at: outcome.until, looked: false };
    case 'blocked':
      return { later: outcome, at: outcome.until ?? soon, looked: false };
    default:
      return { later: outcome, at: soon, looked: false };
  }
}

/** It was called and the answer is not known: look; repeat only what makes no second thing. */
async function resolveArmed(deps: PublishingDeps, work: Work, armedAt: Date, now: Date): Promise<Step> {
  const { attempt, platform, access } = work;
  const { remoteId, text } = attempt.snapshot as { remoteId: string; text: string };
  const at = nextLookAt({ armedAt, looksDone: attempt.looks + 1, now }, deps.random);
  if (attempt.kind === 'comment') {
    const sighting = await platform.findComment(remoteId, text, armedAt, access);
    if (sighting.kind === 'found') return { done: published(sighting.seen.remoteId, sighting.seen.permalink) };
    const counts = sighting.kind === 'absent' && now >= absenceCountsFrom(armedAt);
    const message = 'whether the comment went out is not known';
    if (counts && attempt.looks + 1 >= ABSENT_LOOKS_NEEDED) return { done: { kind: 'uncertain', message } };
    return { later: { kind: 'uncertain', message }, at, looked: true };
  }
  const seen = await platform.read(remoteId, access);
  if (seen === null) {
    if (attempt.kind === 'retract') return { done: published(remoteId, null) };
    return { done: { kind: 'rejected', code: 'gone', message: 'the post is no longer on the page' } };
  }
  if ('kind' in seen) return { later: seen, at, looked: true };
  if (attempt.kind === 'edit' && normaliseText(seen.text) === normaliseText(text)) {
    return { done: published(remoteId, seen.permalink) };
  }
  return afterCall(deps, work, await call(work), now);
}

function published(remoteId: string, permalink: string | null): Outcome {
  return { kind: 'published', remoteId, permalink };
}

async function end(deps: PublishingDeps, { attempt, post, channel }: Work, step: Step): Promise<void> {
  const outcome = 'done' in step ? step.done : step.later;
  await deps.database.transaction(async (tx) => {
    const hold = holdFor(outcome);
    if (hold) await holdChannel(tx, channel.id, hold, deps.worker);
    if ('later' in step) {
      const keepArmed = outcome.kind === 'uncertain' || (step.looked && attempt.armedAt !== null);
      await postponeChange(tx.db, attempt.id, { dueAt: step.at, outcome, looked: step.looked, keepArmed });
      return;
    }
    await finishAttempt(tx.db, attempt.id, outcome);
    await writeAudit(tx.db, {
      actor: deps.worker,
      action: `post.${attempt.kind}.${outcome.kind}`,
      thing: 'post',
      thingId: post.id,
      detail: { attemptId: attempt.id },
    });
    if (outcome.kind !== 'published') return;
    if (attempt.kind === 'retract') await recordFact(tx, post.id, { type: 'retracted' }, { actor: deps.worker });
    if (attempt.kind === 'edit') await tx.db.update(posts).set({ edited: true }).where(eq(posts.id, post.id));
  });
  deps.logger.info({ postId: post.id, attemptId: attempt.id, kind: attempt.kind, outcome: outcome.kind }, 'change');
  if ('later' in step) {
    const now = await databaseNow(deps.database.db);
    await deps.queues.add([changeJob(attempt.id, channel.kind, step.at, String(step.at.getTime()))], now);
  }
}
