import { and, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm';
import type { PastPost } from '#posts/suggest-times';
import type { Database } from './client.ts';
import { postNumbers, posts } from './schema.ts';

/** Enough to tell habits by, and no more than is read at once. */
const AT_MOST = 2_000;

/** A channel's published posts since then, with what readers did; those of which nothing is known are left out. */
export async function pastPosts(db: Database, channelId: string, since: Date): Promise<PastPost[]> {
  const { reactions, comments, shares, clicks, linkClicks } = postNumbers;
  const acted = [reactions, comments, shares, clicks, linkClicks];
  const sum = sql<number>`(${sql.join(
    acted.map((each) => sql`coalesce(${each}, 0)`),
    sql` + `,
  )})::int`;
  const known = sql`coalesce(${sql.join(acted, sql`, `)}) is not null`;
  const rows = await db
    .select({ at: posts.publishedAt, interactions: sum })
    .from(posts)
    .innerJoin(postNumbers, eq(postNumbers.postId, posts.id))
    .where(and(eq(posts.channelId, channelId), gt(posts.publishedAt, since), known))
    .limit(AT_MOST);
  return rows.flatMap(({ at, interactions }) => (at ? [{ at, interactions }] : []));
}

/** When a channel speaks between two instants, the second exclusive: what is out, and what is still to go. */
export async function takenTimes(db: Database, channelId: string, from: Date, to: Date): Promise<Date[]> {
  const live = ['draft', 'awaitingApproval', 'scheduled', 'publishing', 'retrying', 'parked', 'uncertain'] as const;
  const rows = await db
    .select({ scheduledAt: posts.scheduledAt, publishedAt: posts.publishedAt })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, channelId),
        or(
          and(inArray(posts.state, [...live]), gte(posts.scheduledAt, from), lt(posts.scheduledAt, to)),
          and(gte(posts.publishedAt, from), lt(posts.publishedAt, to)),
        ),
      ),
    )
    .limit(AT_MOST);
  return rows.flatMap(({ scheduledAt, publishedAt }) => publishedAt ?? scheduledAt ?? []);
}
