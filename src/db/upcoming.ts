import { and, eq, gt, inArray, isNull, lte, min, sql } from 'drizzle-orm';
import type { ChannelRow } from './channels.ts';
import type { Database } from './client.ts';
import { announcements, channels, posts } from './schema.ts';

/** Announcements of which something would go out within so many hours and nobody has let it, with the first time. */
export async function unreleasedSoon(db: Database, hours: number) {
  const rows = await db
    .select({
      announcement: announcements,
      state: posts.state,
      firstAt: min(posts.scheduledAt),
    })
    .from(posts)
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(
      and(
        inArray(posts.state, ['draft', 'awaitingApproval']),
        gt(posts.scheduledAt, sql`now()`),
        lte(posts.scheduledAt, sql`now() + ${hours} * interval '1 hour'`),
      ),
    )
    .groupBy(announcements.id, posts.state);
  return rows.flatMap(({ firstAt, ...row }) => (firstAt ? [{ ...row, firstAt }] : []));
}

/** Every connected page on a platform. */
export function connectedPages(db: Database): Promise<ChannelRow[]> {
  return db
    .select()
    .from(channels)
    .where(and(isNull(channels.removedAt), inArray(channels.kind, ['facebook', 'linkedin'])));
}
