import { sql } from 'drizzle-orm';
import type { Database } from './client.ts';

/** A page that was asked in vain is asked again this much later. */
const AGAIN = sql.raw(`interval '1 hour'`);
const TODAY = sql`(clock_timestamp() at time zone (select zone from cluster))::date`;

/** Pages whose followers of today (cluster zone) are not read yet; held ones wait. */
export async function pagesToCount(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id from channels c
    where c.kind <> 'website-feed' and c.removed_at is null and c.hold_reason is null
      and not exists (select 1 from page_numbers n where n.channel_id = c.id and n.day = ${TODAY}
        and (n.followers is not null or n.at > clock_timestamp() - ${AGAIN}))`);
  return rows.map(({ id }) => id);
}

/** Writes today's followers; null when the platform was asked and did not tell. A known count of the day stays. */
export async function addPageNumbers(db: Database, channelId: string, followers: number | null): Promise<void> {
  await db.execute(sql`
    insert into page_numbers (channel_id, day, followers, at)
    values (${channelId}, ${TODAY}, ${followers}, clock_timestamp())
    on conflict (channel_id, day) do update set followers = excluded.followers, at = excluded.at
    where page_numbers.followers is null`);
}

/**
 * Forgets samples of the page's posts that are older than the cluster keeps them. Each post's newest numbers stay, as
 * its roll-up and as its last sample.
 */
export async function forgetOldSamples(db: Database, channelId: string): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from samples s using posts p, post_numbers n, cluster k
    where p.channel_id = ${channelId} and s.post_id = p.id and n.post_id = p.id and s.at < n.at
      and s.at < clock_timestamp() - make_interval(days => k.samples_kept_days)`);
  return rowCount ?? 0;
}
