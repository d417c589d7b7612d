import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { nextSampleAt } from '#posts/retry-policy';
import type { Measures } from '#posts/schema/sample';
import type { Database } from './client.ts';
import { pagesToCount } from './page-numbers.ts';
import { linkClicks, links, posts, samples } from './schema.ts';

export type SampleRow = typeof samples.$inferSelect;

/** The numbers of a post, oldest first. */
export function listSamples(db: Database, postId: string): Promise<SampleRow[]> {
  return db.select().from(samples).where(eq(samples.postId, postId)).orderBy(asc(samples.at));
}

export interface DueSample {
  readonly id: string;
  readonly remoteId: string;
  readonly publishedAt: Date;
}

/** Published posts of a channel whose numbers are due, the longest waiting first. */
export async function dueSamples(db: Database, channelId: string, limit: number): Promise<DueSample[]> {
  const rows = await db
    .select({ id: posts.id, remoteId: posts.remoteId, publishedAt: posts.publishedAt })
    .from(posts)
    .where(
      and(eq(posts.channelId, channelId), isNotNull(posts.remoteId), lte(posts.sampleDueAt, sql`clock_timestamp()`)),
    )
    .orderBy(asc(posts.sampleDueAt))
    .limit(limit);
  return rows as DueSample[];
}

/** Channels that have numbers to read now, of their posts or of themselves. */
export async function channelsToMeasure(db: Database): Promise<string[]> {
  const rows = await db
    .selectDistinct({ channelId: posts.channelId })
    .from(posts)
    .where(lte(posts.sampleDueAt, sql`clock_timestamp()`));
  return [...new Set([...rows.map((row) => row.channelId), ...(await pagesToCount(db))])];
}

/**
 * Adds one sample; never changes one. The post's newest numbers follow in the same statement, so that the two never
 * disagree; a sample that comes late does not push a newer one aside.
 */
export async function addSample(
  db: Database,
  postId: string,
  at: Date,
  sample: { measures: Measures; raw: unknown; notes: readonly string[] },
): Promise<void> {
  const { views, reach, reactions, comments, shares, clicks, linkClicks } = sample.measures;
  const raw = sample.raw === null || sample.raw === undefined ? null : JSON.stringify(sample.raw);
  await db.execute(sql`
    with added as (
      insert into samples (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks, notes, raw)
      values (${postId}, ${at.toISOString()}, ${views}, ${reach}, ${reactions}, ${comments}, ${shares}, ${clicks},
        ${linkClicks}, ${sql.param([...sample.notes])}, ${raw}::jsonb)
      on conflict do nothing
      returning post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks
    )
    insert into post_numbers (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks)
    select * from added
    on conflict (post_id) do update set at = excluded.at, views = excluded.views, reach = excluded.reach,
      reactions = excluded.reactions, comments = excluded.comments, shares = excluded.shares, clicks = excluded.clicks,
      link_clicks = excluded.link_clicks
    where post_numbers.at < excluded.at`);
}

/** Plans the next reading of a post; none after 28 days. Missed points are skipped, never made up. */
export async function planNextSample(db: Database, post: DueSample, now: Date): Promise<void> {
  await db
    .update(posts)
    .set({ sampleDueAt: nextSampleAt(post.publishedAt, now, now) })
    .where(eq(posts.id, post.id));
}

/** Tries the reading again later, without a point on the plan being lost. */
export async function postponeSamples(db: Database, channelId: string, until: Date): Promise<void> {
  await db
    .update(posts)
    .set({ sampleDueAt: until })
    .where(and(eq(posts.channelId, channelId), lte(posts.sampleDueAt, sql`clock_timestamp()`)));
}

/** Clicks on a post's own short links; null where it has none. */
export async function clicksOf(db: Database, postId: string): Promise<number | null> {
  const [row] = await db
    .select({
      links: sql<number>`count(distinct ${links.code})::int`,
      clicks: sql<number>`coalesce(sum(${linkClicks.clicks}), 0)::int`,
    })
    .from(links)
    .leftJoin(linkClicks, eq(linkClicks.code, links.code))
    .where(eq(links.postId, postId));
  return row && row.links > 0 ? row.clicks : null;
}
