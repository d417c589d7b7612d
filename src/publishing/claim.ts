import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { trackLink } from '#posts/compose/index';
import type { Message } from '#posts/compose/message';

import type { Snapshot } from '#src/channels/contract';
import { type ClaimedAttempt, LEASE_MS, publishAttempt, SILENT_MS } from '#src/db/attempts';
import type { Transaction } from '#src/db/client';
import { linkFor } from '#src/db/links';
import { lockedPost, type PostRow, recordFact } from '#src/db/posts';
import { channels, cluster, posts } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';

export interface Claimed {
  readonly kind: 'claimed';
  readonly attempt: ClaimedAttempt;
  readonly snapshot: Snapshot;
  readonly channel: ChannelRow;
}

/**
 * Who may publish this post now? `early`: not due by the database's clock, in so many milliseconds. `behind`: so many
 * earlier posts of the same page go first (counted to 100). `declined`: nobody needs to, or something keeps it (the row says what).
 */
export type Claim =
  | Claimed
  | { readonly kind: 'early'; readonly inMs: number }
  | { readonly kind: 'behind'; readonly channelId: string; readonly ahead: number }
  | { readonly kind: 'declined'; readonly why: string; readonly channelId?: string };

interface Candidate {
  readonly post: PostRow;
  readonly channel: ChannelRow;
  readonly stopped: { message: string } | null;
  readonly now: Date;
  readonly ahead: number;
}

/**
 * Claims a due post and writes its attempt with the exact snapshot, in one transaction (design §5.1). `leave`: not when
 * somebody has its row at this moment.
 */
export function claimPost(
  deps: PublishingDeps,
  postId: string,
  revision: number,
  whenLocked: 'wait' | 'leave' = 'wait',
): Promise<Claim> {
  return deps.database.transaction(async (tx): Promise<Claim> => {
    const candidate = await lockCandidate(tx, postId, whenLocked);
    if (!candidate) return { kind: 'declined', why: 'there is no such post, or another worker is at it' };
    const { post, channel, now } = candidate;
    if (post.state !== 'scheduled' && post.state !== 'retrying')
      return { kind: 'declined', why: `it is ${post.state}`, channelId: channel.id };
    if (post.revision !== revision) return { kind: 'declined', why: 'it was changed; a newer job stands for it' };
    if (post.dueAt && post.dueAt > now) return { kind: 'early', inMs: post.dueAt.getTime() - now.getTime() };
    if (post.worthUntil && post.worthUntil < now) {
      await recordFact(tx, postId, { type: 'worthPassed' }, { actor: deps.worker });
      return { kind: 'declined', why: 'it was no longer worth saying' };
    }
    const hold = holdOn(candidate);
    if (hold) {
      await recordFact(tx, postId, { type: 'held', ...hold }, { actor: deps.worker });
      return { kind: 'declined', why: hold.message };
    }
    if (candidate.ahead > 0) return { kind: 'behind', channelId: channel.id, ahead: candidate.ahead };
    return claim(deps, tx, post, channel, now);
  });
}

/**
 * Claims the page's first post that waits, whichever it is; null when it is not due or another worker has it. A page's
 * line moves on at once this way, instead of every job asking again whether its turn has come. All jobs of a page want
 * the same post: they leave it to the one that has it, or they would stand in line for its row and for nothing else.
 */
export async function claimFirst(deps: PublishingDeps, channelId: string): Promise<Claimed | null> {
  const [first] = await deps.database.db
    .select({ id: posts.id, revision: posts.revision, state: posts.state })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, channelId),
        inArray(posts.state, ['scheduled', 'publishing']),
        or(eq(posts.state, 'scheduled'), alive(sql`${posts.dueAt}`)),
      ),
    )
    .orderBy(asc(posts.scheduledAt), asc(posts.id))
    .limit(1);
  if (first?.state !== 'scheduled') return null;
  const claim = await claimPost(deps, first.id, first.revision, 'leave');
  return claim.kind === 'claimed' ? claim : null;
}

/** A page waits for a post that is going out, but not for the lease of a worker that no longer gives a sign. */
function alive(leaseUntil: SQL): SQL {
  return sql`${leaseUntil} > clock_timestamp() + ${SILENT_MS} * interval '1 millisecond'`;
}

async function lockCandidate(tx: Transaction, postId: string, whenLocked: 'wait' | 'leave'): Promise<Candidate | null> {
  const locked = lockedPost(tx.db, postId, whenLocked);
  const [row] = await tx.db
    .with(locked)
    .select({
      post: locked._.selectedFields,
      channel: channels,
      stopped: cluster.stopped,
      now: sql<string>`clock_timestamp()::timestamptz(3)`,
      // In their order, or the planner reads the whole table to find that there is none.
      // What is parked goes first too: a hold that has just run out is lifted by the sweep, in the order of the times.
      ahead: sql<number>`(select count(*)::int from (
        (select 1 from posts o where o.channel_id = ${locked.channelId} and o.id <> ${locked.id}
          and o.state in ('scheduled', 'publishing') and o.scheduled_at < ${locked.scheduledAt}
          and (o.state = 'scheduled' or ${alive(sql`o.due_at`)}) order by o.scheduled_at, o.id limit 100)
        union all
        (select 1 from posts o where o.channel_id = ${locked.channelId} and o.state = 'parked'
          and o.scheduled_at < ${locked.scheduledAt} limit 100)) earlier)`,
    })
    .from(locked)
    .innerJoin(channels, eq(channels.id, locked.channelId))
    .innerJoin(cluster, eq(cluster.one, true));
  return row ? { ...row, post: row.post as PostRow, now: new Date(row.now) } : null;
}

function holdOn({ channel, stopped, now }: Candidate) {
  if (stopped) return { reason: 'publishing-stopped' as const, until: null, message: stopped.message };
  if (channel.removedAt) {
    return { reason: 'misconfigured' as const, until: null, message: `The channel "${channel.name}" was removed.` };
  }
  if (!channel.holdReason || (channel.holdUntil && channel.holdUntil <= now)) return null;
  return { reason: channel.holdReason, until: channel.holdUntil, message: channel.holdMessage ?? channel.holdReason };
}

async function claim(
  deps: PublishingDeps,
  tx: Transaction,
  post: PostRow,
  channel: ChannelRow,
  now: Date,
): Promise<Claim> {
  const attemptId = uuidv7();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const no = post.attemptNo + 1;
  const snapshot: Snapshot = {
    ...(await trackedMessage(deps, tx, post, channel)),
    postId: post.id,
    attemptId,
    language: post.language,
    channelId: channel.id,
    remoteId: channel.remoteId ?? '',
  };
  const claimed = { attemptId, postId: post.id, no, snapshot: { ...snapshot }, worker: deps.worker };
  const { attempt, inserted } = publishAttempt(tx.db, claimed, leaseUntil);
  const recorded = await recordFact(
    tx,
    post.id,
    { type: 'claimed', attemptId, leaseUntil },
    { actor: deps.worker, known: { post, now }, changes: { attemptNo: no }, together: [inserted] },
  );
  if (recorded.kind !== 'next')
    return { kind: 'declined', why: recorded.kind === 'same' ? recorded.why : recorded.kind };
  return { kind: 'claimed', attempt, snapshot, channel };
}

/** One short link for each post and target, the same on every attempt. */
async function trackedMessage(
  deps: PublishingDeps,
  tx: Transaction,
  post: PostRow,
  channel: ChannelRow,
): Promise<Message> {
  const base = deps.shortLinkBase(channel.kind);
  const target = post.message.link?.target;
  if (!base || !target) return post.message;
  const code = await linkFor(tx.db, post.id, target);
  return code === null ? post.message : trackLink(post.message, `${base}${code}`);
}
