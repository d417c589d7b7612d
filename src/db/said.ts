import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { StateName } from '#posts/state';
import type { Database } from './client.ts';
import { announcements, posts } from './schema.ts';

/** A post that readers of its channel have met, or will meet if nobody interferes. */
export interface SaidRow {
  readonly postId: string;
  readonly announcementId: string;
  readonly organisationId: string;
  readonly channelId: string;
  readonly title: string;
  readonly text: string;
  readonly at: Date;
}

const HEARD: readonly StateName[] = [
  'awaitingApproval',
  'scheduled',
  'publishing',
  'retrying',
  'parked',
  'uncertain',
  'needsDecision',
  'published',
];
/** More than any channel says in two months. */
const AT_MOST = 2_000;

/** What channels said and will say between two instants, both inclusive. */
export async function saidOn(db: Database, channelIds: readonly string[], from: Date, to: Date): Promise<SaidRow[]> {
  if (channelIds.length === 0) return [];
  const rows = await db
    .select({
      postId: posts.id,
      announcementId: posts.announcementId,
      organisationId: announcements.organisationId,
      channelId: posts.channelId,
      title: sql<string>`${posts.message} ->> 'title'`,
      text: sql<string>`${posts.message} ->> 'text'`,
      scheduledAt: posts.scheduledAt,
      publishedAt: posts.publishedAt,
    })
    .from(posts)
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(
      and(
        inArray(posts.channelId, [...channelIds]),
        inArray(posts.state, [...HEARD]),
        gte(posts.scheduledAt, from),
        lte(posts.scheduledAt, to),
      ),
    )
    .limit(AT_MOST);
  return rows.flatMap(({ scheduledAt, publishedAt, ...row }) => {
    const at = publishedAt ?? scheduledAt;
    return at ? [{ ...row, at }] : [];
  });
}
