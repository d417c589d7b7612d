import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { ParkReason } from '#posts/schema/channel';
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

/** Stops one page; its posts park as their times come. A person's pause is never shortened by a throttle. */
export async function holdChannel(tx: Transaction, channelId: string, hold: Hold, actor: string): Promise<void> {
  const [held] = await tx.db
    .update(channels)
    .set({ holdReason: hold.reason, holdUntil: hold.until, holdMessage: hold.message })
    .where(
      hold.reason === 'paused'
        ? eq(channels.id, channelId)
        : and(eq(channels.id, channelId), sql`${channels.holdReason} is distinct from 'paused'`),
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
  return db
    .select({ id: channels.id })
    .from(channels)
    .where(and(isNotNull(channels.holdReason), lte(channels.holdUntil, sql`clock_timestamp()`)));
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
