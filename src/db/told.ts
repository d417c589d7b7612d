import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Someone } from '#posts/notices';
import type { Database } from './client.ts';
import { type ChainedEntry, entriesAfter } from './happenings.ts';
import { personName, rolesOfAll } from './people.ts';
import { announcements, audit, auditChain, noticePosition, people, posts } from './schema.ts';

/**
 * The next entries of the audit log that nobody was told of, in the order of its chain: that order has no gaps and
 * takes in what was committed late, so nothing is lost and nothing told twice. Locks the position until the transaction
 * ends; null: another process is at it.
 */
export async function nextHappenings(db: Database, limit: number): Promise<ChainedEntry[] | null> {
  // What happened before anybody could be told is history.
  await db
    .insert(noticePosition)
    .values({ chainNo: sql`(select coalesce(max(${auditChain.no}), 0) from ${auditChain})` })
    .onConflictDoNothing();
  const [position] = await db.select().from(noticePosition).for('update', { skipLocked: true });
  if (!position) return null;
  return entriesAfter(db, position.chainNo, limit);
}

export async function setHappeningsTold(db: Database, no: number): Promise<void> {
  await db.update(noticePosition).set({ chainNo: no });
}

/** Everybody who could be told something, with what they may do. */
export async function everybody(db: Database): Promise<Someone[]> {
  const rows = await db.select({ id: people.id, clusterAdmin: people.clusterAdmin }).from(people);
  const roles = await rolesOfAll(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, clusterAdmin }) => ({
    id,
    name: personName(id),
    person: { clusterAdmin, roles: roles.get(id) ?? {}, scopes: null },
  }));
}

/** Who wrote, changed or submitted it, as the audit log names them. */
export async function authorsOf(db: Database, announcementId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ actor: audit.actor })
    .from(audit)
    .where(
      and(
        eq(audit.thing, 'announcement'),
        eq(audit.thingId, announcementId),
        inArray(audit.action, ['announcement.created', 'announcement.edited', 'announcement.submitted']),
      ),
    );
  return rows.map(({ actor }) => actor);
}

/** The number of the last entry of these, up to one or at all: names the stretch of time that it began. 0: there was none. */
export async function lastEntry(
  db: Database,
  of: { readonly thing: string; readonly thingId: string | null; readonly actions: readonly string[] },
  upTo?: number,
): Promise<number> {
  const [row] = await db
    .select({ id: audit.id })
    .from(audit)
    .where(
      and(
        eq(audit.thing, of.thing),
        of.thingId === null ? undefined : eq(audit.thingId, of.thingId),
        inArray(audit.action, [...of.actions]),
        upTo === undefined ? undefined : lte(audit.id, upTo),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(1);
  return row?.id ?? 0;
}

/** When a page was held last, and by which entry; null: never. */
export async function lastHold(db: Database, channelId: string): Promise<{ id: number; at: Date } | null> {
  const [row] = await db
    .select({ id: audit.id, at: audit.at })
    .from(audit)
    .where(and(eq(audit.thing, 'channel'), eq(audit.thingId, channelId), eq(audit.action, 'channel.held')))
    .orderBy(desc(audit.id))
    .limit(1);
  return row ?? null;
}

/** The first time of what of it waits for approval; undefined: nothing waits. Null: it has no time, or only words on the site wait. */
export async function awaitingSince(db: Database, announcementId: string): Promise<Date | null | undefined> {
  const [row] = await db
    .select({ scheduledAt: posts.scheduledAt })
    .from(posts)
    .where(and(eq(posts.announcementId, announcementId), eq(posts.state, 'awaitingApproval')))
    .orderBy(asc(posts.scheduledAt))
    .limit(1);
  if (row) return row.scheduledAt;
  const [waiting] = await db
    .select({ id: announcements.id })
    .from(announcements)
    .where(and(eq(announcements.id, announcementId), isNotNull(announcements.approved)));
  return waiting && null;
}
