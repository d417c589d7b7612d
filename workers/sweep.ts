import { and, asc, eq, inArray, lte, notInArray, or, sql } from 'drizzle-orm';
import type { ChannelKind } from '#posts/schema/channel';
import { PostState } from '#posts/state';
import { changeJob, collectJob, HORIZON_MS, type Job, lookJob, publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { finishAttempt } from '#src/db/attempts';
import { endedHolds, releaseEnded, strandedPosts } from '#src/db/holds';
import { databaseNow, type PostRow, recordFact } from '#src/db/posts';
import { channelsToMeasure } from '#src/db/samples';
import { attempts, channels, posts } from '#src/db/schema';
import type { PublishingDeps } from '#src/publishing/deps';
import { follow } from '#src/publishing/settle';

/** One sweep at a time in the whole installation. */
const SWEEP_LOCK = 4_711_002;
/** A row this long overdue has lost its job, or its job sits somewhere that does not fire. */
const OVERDUE_MS = 5_000;
/** Rows a tick looks at; the rest is next in five seconds. */
const BATCH = 500;

/** Everything that has to be picked up now, found by the index over open posts. */
interface DuePost {
  readonly post: PostRow;
  readonly kind: ChannelKind;
}

/**
 * Puts right whatever was lost: leases that ended, jobs that vanished with the queue, holds that ran out, numbers that
 * are due (design §6). It is no job, so the loss of the queue does not stop it. False when another process sweeps.
 * @param horizon also put the posts of the next quarter of an hour into the queue
 */
export async function sweep(deps: PublishingDeps, horizon: boolean): Promise<boolean> {
  const client = await deps.database.pool.connect();
  let broken = false;
  try {
    // The lock ends with its transaction, and the server ends that of a process which stands still: then another sweeps.
    await client.query('begin');
    await client.query(`set local idle_in_transaction_session_timeout = '30s'`);
    const { rows } = await client.query('select pg_try_advisory_xact_lock($1) as mine', [SWEEP_LOCK]);
    if (!rows[0]?.mine) return false;
    await sweepOnce(deps, horizon);
    return true;
  } finally {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    client.release(broken);
  }
}

async function sweepOnce(deps: PublishingDeps, horizon: boolean): Promise<void> {
  const { db } = deps.database;
  const repaired = await deps.queues.repair();
  if (repaired) deps.logger.warn('the queue had lost its schema; it is made again');
  for (const { id } of await endedHolds(db)) await release(deps, id);
  await releaseStranded(deps);
  const now = await databaseNow(db);
  const due: DueJob[] = [];
  for (const { post, kind } of [...(await openPosts(deps, now)), ...(await firstInLine(deps, now))]) {
    const job = await pickUp(deps, post, kind, now);
    if (job) due.push(job);
  }
  due.push(...(await dueChanges(deps)));
  // From here on the queue is needed. What the rows needed is done, even while it is away.
  const jobs: Job[] = horizon || repaired ? await upcoming(deps, now) : [];
  for (const each of due) jobs.push(...(await awaken(deps, each, now)));
  for (const channelId of await channelsToMeasure(db)) jobs.push(collectJob(channelId));
  await deps.queues.add(jobs, now);
}

async function releaseStranded(deps: PublishingDeps): Promise<void> {
  for (const { id, kind } of await strandedPosts(deps.database.db, BATCH)) {
    await withJobs(deps.database, deps.queues, async (tx, jobs) => {
      const recorded = await recordFact(tx, id, { type: 'released' }, { actor: 'sweep' });
      if (recorded.kind === 'next') jobs.push(publishJob(recorded.post, kind));
    });
  }
}

async function release(deps: PublishingDeps, channelId: string): Promise<void> {
  const [channel] = await deps.database.db.select().from(channels).where(eq(channels.id, channelId));
  if (!channel) return;
  const released = await withJobs(deps.database, deps.queues, async (tx, jobs) => {
    const waiting = await releaseEnded(tx, channelId, 'sweep');
    jobs.push(...(waiting ?? []).map((post) => publishJob(post, channel.kind)));
    return waiting?.length;
  });
  if (released === undefined) return;
  deps.logger.info({ channelId, released }, 'the page publishes again');
}

async function openPosts(deps: PublishingDeps, now: Date): Promise<DuePost[]> {
  const rows = await deps.database.db
    .select({ post: posts, kind: channels.kind })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(
      and(
        inArray(posts.state, ['scheduled', 'retrying', 'publishing', 'uncertain', 'parked']),
        lte(posts.dueAt, now),
        // What waits for its page or for its turn only counts here once it is too late.
        or(notInArray(posts.state, ['scheduled', 'parked']), lte(posts.worthUntil, now)),
      ),
    )
    .orderBy(asc(posts.dueAt))
    .limit(BATCH);
  return rows;
}

/** The first due post of every page; its job moves the page's whole line on. */
async function firstInLine(deps: PublishingDeps, now: Date): Promise<DuePost[]> {
  return deps.database.db
    .selectDistinctOn([posts.channelId], { post: posts, kind: channels.kind })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(and(eq(posts.state, 'scheduled'), lte(posts.dueAt, now)))
    .orderBy(asc(posts.channelId), asc(posts.scheduledAt), asc(posts.id));
}

/** A job that should have fired; `again` makes another id of it where the old one stands in the way. */
interface DueJob {
  readonly job: Job;
  again(tag: string): Job;
}

/** What a due row needs; the job to add, if any. */
async function pickUp(deps: PublishingDeps, post: PostRow, kind: ChannelKind, now: Date): Promise<DueJob | null> {
  const state = PostState.parse(post.stateData);
  switch (state.name) {
    case 'publishing':
      await endLease(deps, post, state.attemptId, now);
      return null;
    case 'uncertain':
      return {
        job: lookJob(post.id, state.looks.done, state.looks.nextAt),
        again: (tag) => lookJob(post.id, state.looks.done, state.looks.nextAt, tag),
      };
    case 'scheduled':
    case 'retrying':
    case 'parked':
      if (post.worthUntil && post.worthUntil <= now) {
        await deps.database.transaction((tx) => recordFact(tx, post.id, { type: 'worthPassed' }, { actor: 'sweep' }));
        return null;
      }
      if (state.name === 'parked') return null;
      return { job: publishJob(post, kind), again: (tag) => publishJob(post, kind, tag) };
    default:
      return null;
  }
}

/**
 * Where an old job stands in the way without firing, it is made to fire, or another id is used. A job may sit too late
 * because the process that added it has a clock of its own.
 */
async function awaken(deps: PublishingDeps, { job, again }: DueJob, now: Date): Promise<Job[]> {
  if (now.getTime() - job.dueAt.getTime() < OVERDUE_MS) return [job];
  const state = await deps.queues.stateOf(job);
  if (state === 'missing') return [job];
  if (state === 'delayed') await deps.queues.promote(job);
  if (['waiting', 'active', 'delayed', 'prioritized'].includes(state)) return [];
  return [again(`again-${Math.floor(now.getTime() / 60_000)}`)];
}

/** The worker is gone. Unarmed, nothing was sent: again. Armed, nobody knows: look (design §5.3, §5.5). */
async function endLease(deps: PublishingDeps, post: PostRow, attemptId: string, now: Date): Promise<void> {
  const [channel] = await deps.database.db.select().from(channels).where(eq(channels.id, post.channelId));
  if (!channel) return;
  await withJobs(deps.database, deps.queues, async (tx, jobs) => {
    const [still] = await tx.db.select().from(posts).where(eq(posts.id, post.id)).for('update');
    // Its heartbeat may have renewed the lease since the row was read.
    if (!still?.dueAt || still.dueAt > now || still.state !== 'publishing') return;
    const recorded = await recordFact(tx, post.id, { type: 'leaseEnded', attemptId }, { actor: 'sweep' });
    if (recorded.kind !== 'next') return;
    if (recorded.post.state === 'retrying') {
      await finishAttempt(tx.db, attemptId, {
        kind: 'notSent',
        message: 'The worker stopped before anything was sent.',
      });
    }
    await follow(tx, recorded.post, channel, jobs);
    deps.logger.warn({ postId: post.id, attemptId, state: recorded.post.state }, 'lease ended');
  });
}

async function upcoming(deps: PublishingDeps, now: Date): Promise<Job[]> {
  const soon = new Date(now.getTime() + HORIZON_MS);
  const rows = await deps.database.db
    .select({ post: posts, kind: channels.kind })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(
      and(
        inArray(posts.state, ['scheduled', 'retrying']),
        sql`${posts.dueAt} > ${now.toISOString()}`,
        lte(posts.dueAt, soon),
      ),
    );
  return rows.map(({ post, kind }) => publishJob(post, kind));
}

async function dueChanges(deps: PublishingDeps): Promise<DueJob[]> {
  const rows = await deps.database.db
    .select({ id: attempts.id, kind: channels.kind, dueAt: attempts.dueAt })
    .from(attempts)
    .innerJoin(posts, eq(posts.id, attempts.postId))
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(and(sql`${attempts.finishedAt} is null`, lte(attempts.dueAt, sql`clock_timestamp() - interval '2 seconds'`)))
    .orderBy(asc(attempts.dueAt))
    .limit(BATCH);
  return rows.map(({ id, kind, dueAt }) => {
    const at = dueAt ?? new Date(0);
    const job = changeJob(id, kind, at, String(at.getTime()));
    return { job, again: (tag) => changeJob(id, kind, at, `${at.getTime()}-${tag}`) };
  });
}
