import { and, desc, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AnnouncementRow } from './announcements.ts';
import type { Database } from './client.ts';
import { announcements, audit, feedItems, posts } from './schema.ts';

export type FeedItemRow = typeof feedItems.$inferSelect;
export type NewFeedItem = Omit<typeof feedItems.$inferInsert, 'attemptId'>;

/** An item with the announcement it comes from. */
export interface ShownItem {
  readonly item: FeedItemRow;
  readonly announcement: AnnouncementRow;
}

/** False when it is shown already; that one stays as it is. One that was taken away is shown again. */
export async function putItem(db: Database, item: NewFeedItem): Promise<boolean> {
  const shown = await db
    .insert(feedItems)
    .values({ ...item, attemptId: item.postId })
    .onConflictDoUpdate({
      target: feedItems.postId,
      set: { ...item, removedAt: null, publishedAt: sql`now()`, updatedAt: sql`now()` },
      setWhere: sql`${feedItems.removedAt} is not null`,
    })
    .returning({ postId: feedItems.postId });
  return shown.length === 1;
}

/** With the slug of its announcement's page; null when it is not shown. */
export async function getItem(db: Database, postId: string): Promise<{ item: FeedItemRow; slug: string } | null> {
  const [row] = await db
    .select({ item: feedItems, slug: announcements.slug })
    .from(feedItems)
    .innerJoin(posts, eq(posts.id, feedItems.postId))
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(and(eq(feedItems.postId, postId), isNull(feedItems.removedAt)));
  return row ?? null;
}

/** False when it is not shown. */
export async function replaceItem(db: Database, item: NewFeedItem): Promise<boolean> {
  const changed = await db
    .update(feedItems)
    .set({ title: item.title, body: item.body, link: item.link ?? null, images: item.images, updatedAt: sql`now()` })
    .where(and(eq(feedItems.postId, item.postId), isNull(feedItems.removedAt)))
    .returning({ postId: feedItems.postId });
  return changed.length === 1;
}

export async function removeItem(db: Database, postId: string): Promise<void> {
  await db
    .update(feedItems)
    .set({ removedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(feedItems.postId, postId), isNull(feedItems.removedAt)));
}

/** What is shown, the newest first. */
export function shownItems(
  db: Database,
  filter: { limit: number; before?: { at: Date; id: string } | undefined; language?: string | undefined },
): Promise<ShownItem[]> {
  const { before } = filter;
  return db
    .select({ item: feedItems, announcement: announcements })
    .from(feedItems)
    .innerJoin(posts, eq(posts.id, feedItems.postId))
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(
      and(
        isNull(feedItems.removedAt),
        filter.language ? eq(feedItems.language, filter.language) : undefined,
        before &&
          or(
            lt(feedItems.publishedAt, before.at),
            and(eq(feedItems.publishedAt, before.at), lt(feedItems.postId, before.id)),
          ),
      ),
    )
    .orderBy(desc(feedItems.publishedAt), desc(feedItems.postId))
    .limit(filter.limit);
}

/** What is shown of one announcement, the newest first. */
export async function itemsOf(db: Database, announcementId: string): Promise<FeedItemRow[]> {
  const rows = await db
    .select({ item: feedItems })
    .from(feedItems)
    .innerJoin(posts, eq(posts.id, feedItems.postId))
    .where(and(eq(posts.announcementId, announcementId), isNull(feedItems.removedAt)))
    .orderBy(desc(feedItems.publishedAt));
  return rows.map(({ item }) => item);
}

/** Events that people may know of: open ones, and cancelled ones whose cancelling they must learn. Soonest first. */
export function publicEvents(db: Database, since: Date, limit: number): Promise<AnnouncementRow[]> {
  return db
    .select()
    .from(announcements)
    .where(
      and(
        eq(announcements.kind, 'event'),
        or(eq(announcements.state, 'open'), and(eq(announcements.state, 'cancelled'), wasOpen())),
        sql`(${announcements.event} ->> 'startsAt')::timestamptz >= ${since.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(sql`${announcements.event} ->> 'startsAt'`)
    .limit(limit);
}

/** The audit log knows whether it was ever approved; a draft that was thrown away is nobody's business. */
function wasOpen(): SQL {
  return sql`exists (select 1 from ${audit} where ${audit.thing} = 'announcement' and ${audit.thingId} = ${announcements.id}::text
    and (${audit.detail} ->> 'to' = 'open' or ${audit.detail} ->> 'state' = 'open'))`;
}

/** An event that is open, or was open before it was cancelled. */
export async function isPublicEvent(db: Database, row: AnnouncementRow): Promise<boolean> {
  if (row.kind !== 'event') return false;
  if (row.state !== 'cancelled') return row.state === 'open';
  const [found] = await db
    .select({ id: announcements.id })
    .from(announcements)
    .where(and(eq(announcements.id, row.id), wasOpen()));
  return found !== undefined;
}
