import { and, desc, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { type AnnouncementRow, asRead } from './announcements.ts';
import type { Database } from './client.ts';
import { announcements, feedItems, posts } from './schema.ts';

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

/** A language and a theme's slug; what is left out does not narrow. */
export interface PublicFilter {
  readonly language?: string | undefined;
  readonly theme?: string | undefined;
}

/** Whether readers see it under this theme (`asRead`). */
export function hasTheme(theme: string): SQL {
  const { approved, themes } = announcements;
  return sql`case when ${approved} is null then ${themes} @> array[${theme}] else ${approved} -> 'themes' ? ${theme} end`;
}

/** What is shown, the newest first. */
export async function shownItems(
  db: Database,
  filter: PublicFilter & { limit: number; before?: { at: Date; id: string } | undefined },
): Promise<ShownItem[]> {
  const { before } = filter;
  const rows = await db
    .select({ item: feedItems, announcement: announcements })
    .from(feedItems)
    .innerJoin(posts, eq(posts.id, feedItems.postId))
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(
      and(
        isNull(feedItems.removedAt),
        filter.language ? eq(feedItems.language, filter.language) : undefined,
        filter.theme ? hasTheme(filter.theme) : undefined,
        before &&
          or(
            lt(feedItems.publishedAt, before.at),
            and(eq(feedItems.publishedAt, before.at), lt(feedItems.postId, before.id)),
          ),
      ),
    )
    .orderBy(desc(feedItems.publishedAt), desc(feedItems.postId))
    .limit(filter.limit);
  return rows.map(({ item, announcement }) => ({ item, announcement: asRead(announcement) }));
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
