import { and, asc, eq, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import type { ChannelKind, ParkReason } from '#posts/schema/channel';
import { writeAudit } from './audit.ts';
import type { Database, Transaction } from './client.ts';
import { type PostRow, recordFact } from './posts.ts';
import { channels, cluster, posts } from './schema.ts';

export interface Hold {
  readonly reason: ParkReason;
  /** Null: until a person resumes, reconnects or mends it. */
  readonly until: Date | null;
  readonly message: string;
}

/**
 * Stops one page; its posts park as their times come. A person's pause stands above everything, and a hold is never
 * shortened by another: calls that were under way together tell different ends.
 * @param usedToken the sealed token that the refused call was made with: an old key says nothing about a new one
 */
export async function holdChannel(
  tx: Transaction,
  channelId: string,
  hold: Hold,
  actor: string,
  usedToken?: string | null,
): Promise<void> {
  const until = hold.until?.toISOString() ?? null;
  const longer = sql`(${channels.holdReason} is null or (${channels.holdReason} <> 'paused' and ${channels.holdUntil} is not null
    and (${until}::timestamptz is null or ${until}::timestamptz > ${channels.holdUntil})))`;
  const [held] = await tx.db
    .update(channels)
    .set({
      holdReason: hold.reason,
      holdUntil: hold.until,
      holdMessage: hold.message,
      // Perhaps its key can be renewed: the check tries that.
      ...(hold.reason === 'reconnect' ? { checkDueAt: sql`now()` } : {}),
    })
    .where(
      and(
        eq(channels.id, channelId),
        hold.reason === 'paused' ? undefined : longer,
        usedToken === undefined ? undefined : sql`${channels.accessToken} is not distinct from ${usedToken}`,
      ),
    )
    .returning({ id: channels.id });
  if (!held) return;
  await writeAudit(tx.db, {
    actor,
    action: 'channel.held',
    thing: 'channel',
    thingId: channelId,
    detail: { reason: hold.reason, until: hold.until?.toISOString() ?? null, message: hold.message },
  });
}

/** Lets one page publish again, and every post that waited for it, in the order of their times. */
export async function releaseChannel(tx: Transaction, channelId: string, actor: string): Promise<PostRow[]> {
  await tx.db
    .update(channels)
    .set({ holdReason: null, holdUntil: null, holdMessage: null })
    .where(eq(channels.id, channelId));
  await writeAudit(tx.db, { actor, action: 'channel.released', thing: 'channel', thingId: channelId });
  return releaseParked(tx, actor, channelId);
}

/** Releases a page whose hold has run out; null when somebody has held it again since, such as a person. */
export async function releaseEnded(tx: Transaction, channelId: string, actor: string): Promise<PostRow[] | null> {
  const [ended] = await tx.db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.id, channelId), holdEnded()))
    .for('update');
  return ended ? releaseChannel(tx, channelId, actor) : null;
}

/**
 * Posts that wait although nothing holds them any more. A claim that parks a post and a release of its page may pass
 * each other; without this the post would wait until it is no longer worth saying.
 */
export async function strandedPosts(db: Database, limit: number): Promise<{ id: string; kind: ChannelKind }[]> {
  const stopReason = sql`${posts.stateData} ->> 'reason' = 'publishing-stopped'`;
  return db
    .select({ id: posts.id, kind: channels.kind })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .innerJoin(cluster, eq(cluster.one, true))
    .where(
      and(
        eq(posts.state, 'parked'),
        sql`case when ${stopReason} then ${cluster.stopped} is null
          else ${channels.holdReason} is null and ${channels.removedAt} is null end`,
      ),
    )
    .orderBy(asc(posts.scheduledAt), asc(posts.id))
    .limit(limit);
}

async function releaseParked(tx: Transaction, actor: string, channelId: string | null): Promise<PostRow[]> {
  const waiting = await tx.db
    .select({ id: posts.id })
    .from(posts)
    .where(
      and(
        eq(posts.state, 'parked'),
        channelId
          ? and(eq(posts.channelId, channelId), sql`${posts.stateData} ->> 'reason' <> 'publishing-stopped'`)
          : sql`${posts.stateData} ->> 'reason' = 'publishing-stopped'`,
      ),
    )
    .orderBy(asc(posts.scheduledAt), asc(posts.id));
  const released: PostRow[] = [];
  for (const { id } of waiting) {
    const recorded = await recordFact(tx, id, { type: 'released' }, { actor });
    if (recorded.kind === 'next') released.push(recorded.post);
  }
  return released;
}

/** Pages whose hold has run out by the database's clock. */
export function endedHolds(db: Database): Promise<{ id: string }[]> {
  return db.select({ id: channels.id }).from(channels).where(holdEnded());
}

function holdEnded(): SQL | undefined {
  return and(isNotNull(channels.holdReason), lte(channels.holdUntil, sql`clock_timestamp()`));
}

/** One switch: nothing goes out until a person lets it. */
export async function stopPublishing(
  tx: Transaction,
  stop: { reason: 'person' | 'restored'; message: string; by: string },
): Promise<void> {
  await tx.db.update(cluster).set({ stopped: { ...stop, at: new Date().toISOString() } });
  await writeAudit(tx.db, {
    actor: stop.by,
    action: 'cluster.stopped',
    thing: 'cluster',
    thingId: null,
    detail: { reason: stop.reason, message: stop.message },
  });
}

/** Lets publishing go on; answers the posts that waited for it. */
export async function resumePublishing(tx: Transaction, by: string): Promise<PostRow[]> {
  await tx.db.update(cluster).set({ stopped: null });
  await writeAudit(tx.db, { actor: by, action: 'cluster.resumed', thing: 'cluster', thingId: null });
  return releaseParked(tx, by, null);
}
