import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { nextSampleAt } from '#posts/retry-policy';
import type { Measures } from '#posts/schema/sample';
import type { Database } from './client.ts';
import { pagesToCount } from './page-numbers.ts';
import { reopenDaysOfPosts } from './roll-ups.ts';
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

export interface NewSample {
  readonly postId: string;
  readonly at: Date;
  readonly measures: Measures;
  readonly raw: unknown;
  readonly notes: readonly string[];
}

/**
 * Adds samples; never changes one. Call it in a transaction: the posts' newest numbers follow in the same statement, so
 * that the two never disagree, and the roll-ups of their days are opened. A sample that comes late does not push a newer
 * one aside.
 */
export async function addSamples(db: Database, added: readonly NewSample[]): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(({ postId, at, measures, raw, notes }) => ({ post_id: postId, at, ...measures, raw, notes }));
  await db.execute(sql`
    with sent as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (post_id uuid, at timestamptz, views bigint,
        reach bigint, reactions bigint, comments bigint, shares bigint, clicks bigint, "linkClicks" bigint, notes jsonb, raw jsonb)
    ), added as (
      insert into samples (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks, notes, raw)
      select post_id, at, views, reach, reactions, comments, shares, clicks, "linkClicks",
        array(select jsonb_array_elements_text(notes)), nullif(raw, 'null')
      from sent on conflict do nothing
      returning post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks
    )
    insert into post_numbers (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks, published_at, announcement_id)
    select distinct on (added.post_id) added.*, p.published_at, p.announcement_id
    from added join posts p on p.id = added.post_id
    where p.published_at is not null
    order by added.post_id, added.at desc
    on conflict (post_id) do update set at = excluded.at, views = excluded.views, reach = excluded.reach,
      reactions = excluded.reactions, comments = excluded.comments, shares = excluded.shares, clicks = excluded.clicks,
      link_clicks = excluded.link_clicks
    where post_numbers.at < excluded.at`);
  await reopenDaysOfPosts(
    db,
    added.map(({ postId }) => postId),
  );
}

/** One of {@link addSamples}. */
export function addSample(db: Database, postId: string, at: Date, sample: Omit<NewSample, 'postId' | 'at'>) {
  return addSamples(db, [{ postId, at, ...sample }]);
}

/** Plans the next reading of a post; none after 28 days. Missed points are skipped, never made up. */
export async function planNextSample(db: Database, post: DueSample, now: Date): Promise<void> {
  await db
    .update(posts)
    .set({ sampleDueAt: nextSampleAt(post.publishedAt, now, now) })
    .where(eq(posts.id, post.id));
}

/** Asks for this post's numbers again later. */
export async function postponeSample(db: Database, postId: string, until: Date): Promise<void> {
  await db.update(posts).set({ sampleDueAt: until }).where(eq(posts.id, postId));
}

/** Whether something of the page is due to go out, or on its way. */
export async function publishesNow(db: Database, channelId: string): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, channelId),
        inArray(posts.state, ['scheduled', 'publishing']),
        lte(posts.scheduledAt, sql`clock_timestamp()`),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Tries the reading again later, without a point on the plan being lost. */
export async function postponeSamples(db: Database, channelId: string, until: Date): Promise<void> {
  await db
    .update(posts)
    .set({ sampleDueAt: until })
    .where(and(eq(posts.channelId, channelId), lte(posts.sampleDueAt, sql`clock_timestamp()`)));
}

/** Clicks on the short links of posts, by their ids; a post that has none is left out. */
export async function clicksOf(db: Database, postIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ postId: links.postId, clicks: sql<number>`coalesce(sum(${linkClicks.clicks}), 0)::int` })
    .from(links)
    .leftJoin(linkClicks, eq(linkClicks.code, links.code))
    .where(inArray(links.postId, [...postIds]))
    .groupBy(links.postId);
  return new Map(rows.map(({ postId, clicks }) => [postId, clicks]));
}
