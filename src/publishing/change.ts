import { eq } from 'drizzle-orm';
import { normaliseText } from '#posts/look';
import type { Outcome } from '#posts/outcome';
import { ABSENT_LOOKS_NEEDED, absenceCountsFrom, CALL_TIMEOUT_MS, nextLookAt, retryDelayMs } from '#posts/retry-policy';
import { changeJob } from '#queue-config/jobs';
import type { Access, Channel, Snapshot } from '#src/channels/contract';
import {
  type AttemptRow,
  armChange,
  CHANGE_LEASE_MS,
  claimChange,
  finishChange,
  postponeChange,
} from '#src/db/attempts';
import { writeAudit } from '#src/db/audit';
import { holdChannel } from '#src/db/holds';
import { databaseNow, getPost, type PostRow, recordFact } from '#src/db/posts';
import { channels, cluster, posts } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';
import type { Entry } from './keys.ts';
import { holdFor, keyOf } from './settle.ts';
import { writeStubbornly } from './stubborn.ts';

interface Work {
  readonly attempt: AttemptRow & { readonly leaseToken: string };
  readonly post: PostRow;
  readonly channel: ChannelRow;
  readonly platform: Channel;
  /** Where it is closed, `act` puts the work off. */
  readonly entry: Entry;
  /** By `performance.now()`: a process that slept longer has lost it and does not call. */
  readonly callBefore: number;
}

type OpenWork = Work & { readonly access: Access };

/** What is left to do: nothing more, or to be picked up again. */
type Step = { readonly done: Outcome } | Later | { readonly lost: true };
interface Later {
  readonly later: Outcome;
  readonly at: Date;
  readonly looked: boolean;
  /** It may have been done, so the next one to come looks before anything else. */
  readonly keepArmed: boolean;
}

/**
 * One comment, edit or retraction of something that is out (design §5: each has its own arm, outcome and look). Its
 * failure never changes the post's state and never publishes again. Edits and retractions may be repeated, because
 * doing them twice makes no second thing; a comment that may be there is only looked for.
 */
export async function runChange(deps: PublishingDeps, attemptId: string): Promise<Outcome | null> {
  const startedAt = performance.now();
  const work = await begin(deps, attemptId, startedAt + CHANGE_LEASE_MS - CALL_TIMEOUT_MS);
  if (!work) return null;
  const step = await act(deps, work).catch((error: unknown): Step => {
    deps.logger.error({ err: error, attemptId }, 'a change broke');
    throw error;
  });
  if ('lost' in step) return null;
  await writeStubbornly(deps.logger, () => end(deps, work, step));
  return 'done' in step ? step.done : step.later;
}

async function begin(deps: PublishingDeps, attemptId: string, callBefore: number): Promise<Work | null> {
  const { db } = deps.database;
  const attempt = await claimChange(db, attemptId, deps.worker);
  if (!attempt?.leaseToken) return null;
  const post = await getPost(db, attempt.postId);
  const [channel] = post ? await db.select().from(channels).where(eq(channels.id, post.channelId)) : [];
  if (!post || !channel) return null;
  const entry = await deps.keys.open(channel);
  return {
    attempt: attempt as Work['attempt'],
    post,
    channel: entry.channel,
    platform: deps.channels[channel.kind],
    entry,
    callBefore,
  };
}

async function act(deps: PublishingDeps, work: Work): Promise<Step> {
  const now = await databaseNow(deps.database.db);
  const hold = await holdOn(deps, work.channel, now);
  if (hold) {
    const keepArmed = work.attempt.armedAt !== null;
    return { later: { kind: 'notSent', message: hold.message }, at: hold.until, looked: false, keepArmed };
  }
  const { attempt, entry } = work;
  if (entry.kind === 'closed') {
    const at = new Date(now.getTime() + retryDelayMs(attempt.looks + 1, deps.random));
    return { later: entry.outcome, at, looked: false, keepArmed: attempt.armedAt !== null };
  }
  const open: OpenWork = { ...work, access: entry.access };
  if (attempt.armedAt) return resolveArmed(deps, open, attempt.armedAt, now);
  if (!(await armChange(deps.database.db, attempt.id, attempt.leaseToken))) return { lost: true };
  if (performance.now() >= work.callBefore) return slept(now, false);
  return afterCall(deps, work, await call(open), now);
}

/** A held page and a stopped cluster are left alone; an open hold is asked about again in a minute. */
async function holdOn(deps: PublishingDeps, channel: ChannelRow, now: Date) {
  const [row] = await deps.database.db.select({ stopped: cluster.stopped }).from(cluster);
  const inAMinute = new Date(now.getTime() + 60_000);
  if (row?.stopped) return { until: inAMinute, message: row.stopped.message };
  const until = channel.holdReason && (channel.holdUntil ?? inAMinute);
  return until && until > now ? { until, message: channel.holdMessage ?? 'the page is held' } : null;
}

function slept(now: Date, keepArmed: boolean): Step {
  const later: Outcome = { kind: 'notSent', message: 'this part of Kaiku stood still for too long' };
  return { later, at: now, looked: false, keepArmed };
}

function call({ attempt, platform, access }: OpenWork): Promise<Outcome> {
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
      return { later: outcome, at, looked: false, keepArmed: true };
    }
    case 'throttled':
      return { later: outcome, at: outcome.until, looked: false, keepArmed: false };
    case 'blocked':
      return { later: outcome, at: outcome.until ?? soon, looked: false, keepArmed: false };
    default:
      return { later: outcome, at: soon, looked: false, keepArmed: false };
  }
}

/** It was called and the answer is not known: look; repeat only what makes no second thing. */
async function resolveArmed(deps: PublishingDeps, work: OpenWork, armedAt: Date, now: Date): Promise<Step> {
  const { attempt, platform, access } = work;
  const { remoteId, text } = attempt.snapshot as { remoteId: string; text: string };
  const at = nextLookAt({ armedAt, looksDone: attempt.looks + 1, now }, deps.random);
  if (attempt.kind === 'comment') {
    const sighting = await platform.findComment(remoteId, text, armedAt, access);
    if (sighting.kind === 'found') return { done: published(sighting.seen.remoteId, sighting.seen.permalink) };
    const counts = sighting.kind === 'absent' && now >= absenceCountsFrom(armedAt);
    const message = 'whether the comment went out is not known';
    if (counts && attempt.looks + 1 >= ABSENT_LOOKS_NEEDED) return { done: { kind: 'uncertain', message } };
    return { later: { kind: 'uncertain', message }, at, looked: true, keepArmed: true };
  }
  const seen = await platform.read(remoteId, access);
  if (seen === null) {
    if (attempt.kind === 'retract') return { done: published(remoteId, null) };
    return { done: { kind: 'rejected', code: 'gone', message: 'the post is no longer on the page' } };
  }
  if ('kind' in seen) return { later: seen, at, looked: true, keepArmed: true };
  if (attempt.kind === 'edit' && normaliseText(seen.text) === normaliseText(text)) {
    return { done: published(remoteId, seen.permalink) };
  }
  if (performance.now() >= work.callBefore) return slept(now, true);
  return afterCall(deps, work, await call(work), now);
}

function published(remoteId: string, permalink: string | null): Outcome {
  return { kind: 'published', remoteId, permalink };
}

async function end(deps: PublishingDeps, work: Work, step: Exclude<Step, { lost: true }>): Promise<void> {
  const { attempt, post, channel } = work;
  const outcome = 'done' in step ? step.done : step.later;
  await deps.database.transaction(async (tx) => {
    const hold = holdFor(outcome);
    if (hold) await holdChannel(tx, channel.id, hold, deps.worker, keyOf(outcome, channel));
    if ('later' in step) {
      const { at: dueAt, looked, keepArmed } = step;
      await postponeChange(tx.db, attempt, { dueAt, outcome, looked, keepArmed });
      return;
    }
    if (!(await finishChange(tx.db, attempt, outcome))) return;
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
  if (!('later' in step)) return;
  const again = changeJob(attempt.id, channel.kind, step.at, String(step.at.getTime()));
  const now = await databaseNow(deps.database.db);
  await deps.queues.add([again], now).catch((error) => deps.logger.warn({ err: error }, 'job left to the sweep'));
}
