import { and, asc, desc, eq, gte, lt } from 'drizzle-orm';
import type { Measures } from '#posts/schema/sample';
import type { Database } from './client.ts';
import { announcements, channels, posts, samples } from './schema.ts';

export interface MeasuredRow {
  readonly channel: string;
  readonly announcement: string;
  readonly measures: Measures | null;
}

/** Posts published from `from` up to, not including, `to`, each with its last sample. Slugs; the earliest first. */
export async function measuredPosts(db: Database, from: Date, to: Date): Promise<MeasuredRow[]> {
  const last = db.selectDistinctOn([samples.postId]).from(samples).orderBy(samples.postId, desc(samples.at)).as('last');
  const rows = await db
    .select({
      channel: channels.slug,
      announcement: announcements.slug,
      last: {
        postId: last.postId,
        views: last.views,
        reach: last.reach,
        reactions: last.reactions,
        comments: last.comments,
        shares: last.shares,
        clicks: last.clicks,
        linkClicks: last.linkClicks,
      },
    })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .leftJoin(last, eq(last.postId, posts.id))
    .where(and(gte(posts.publishedAt, from), lt(posts.publishedAt, to)))
    .orderBy(asc(posts.publishedAt));
  return rows.map(({ channel, announcement, last: sample }) => ({
    channel,
    announcement,
    measures: sample && numbers(sample),
  }));
}

function numbers({ views, reach, reactions, comments, shares, clicks, linkClicks }: Measures): Measures {
  return { views, reach, reactions, comments, shares, clicks, linkClicks };
}
