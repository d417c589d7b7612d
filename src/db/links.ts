import { randomBytes } from 'node:crypto';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { announcements, channels, cluster, linkClicks, links, posts } from './schema.ts';

/** Where one of our own short links leads, and what its parameters may name. */
export interface LinkTarget {
  readonly target: string;
  readonly channel: string;
  readonly kind: string;
  readonly announcement: string;
  readonly language: string;
  /** The cluster's template of parameters; null: the address goes out as it is. */
  readonly parameters: string | null;
}

/** Null when we never made the code. */
export async function linkTarget(db: Database, code: string): Promise<LinkTarget | null> {
  const [row] = await db
    .select({
      target: links.target,
      channel: channels.slug,
      kind: channels.kind,
      announcement: announcements.slug,
      language: posts.language,
      parameters: cluster.linkParameters,
    })
    .from(links)
    .innerJoin(posts, eq(posts.id, links.postId))
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .innerJoin(cluster, eq(cluster.one, true))
    .where(eq(links.code, code));
  return row ?? null;
}

/** Clicks of one link on one day (cluster zone, `2026-12-01`). */
export interface DayClicks {
  readonly code: string;
  readonly day: string;
  readonly clicks: number;
}

/**
 * Adds a batch of clicks, all or nothing, and once: a batch that is sent again because its answer was lost changes
 * nothing. Clicks of links that were deleted meanwhile are left out.
 * @param batchId a UUID of the batch's own, the same on every try
 */
export async function countClicks(db: Database, batchId: string, batch: readonly DayClicks[]): Promise<void> {
  await db.execute(sql`
    with batch as (insert into click_batches (id) values (${batchId}) on conflict do nothing returning id)
    insert into link_clicks (code, day, clicks)
    select sent.code, sent.day, sent.clicks
    from batch, jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as sent (code text, day date, clicks int)
    join links on links.code = sent.code
    on conflict (code, day) do update set clicks = link_clicks.clicks + excluded.clicks`);
}

/** Batches are remembered for a day, longer than any lost answer can matter. */
export async function forgetBatches(db: Database): Promise<void> {
  await db.execute(sql`delete from click_batches where at < now() - interval '1 day'`);
}

/** A post's clicks by day, over all its links; days without a click are not listed. */
export async function clicksByDay(db: Database, postId: string): Promise<{ day: string; clicks: number }[]> {
  return db
    .select({ day: linkClicks.day, clicks: sql<number>`sum(${linkClicks.clicks})::int` })
    .from(linkClicks)
    .innerJoin(links, eq(links.code, linkClicks.code))
    .where(eq(links.postId, postId))
    .groupBy(linkClicks.day)
    .orderBy(asc(linkClicks.day));
}

/**
 * The short link for a post and a target, the same on every attempt; null where the cluster or the announcement counts
 * no clicks, so that the address goes out as it is.
 */
export async function linkFor(db: Database, postId: string, target: string): Promise<string | null> {
  const { rows } = await db.execute<{ code: string }>(sql`
    insert into links (code, post_id, target)
    select ${randomBytes(6).toString('base64url')}, p.id, ${target}
    from posts p join announcements a on a.id = p.announcement_id cross join cluster k
    where p.id = ${postId} and a.track_links and k.track_links
    on conflict (post_id, target) do update set target = excluded.target
    returning code`);
  return rows[0]?.code ?? null;
}

/** The short link that a post went out with; null when it went out with the address itself. */
export async function codeOf(db: Database, postId: string, target: string): Promise<string | null> {
  const [row] = await db
    .select({ code: links.code })
    .from(links)
    .where(and(eq(links.postId, postId), eq(links.target, target)));
  return row?.code ?? null;
}
