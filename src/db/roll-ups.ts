import { type SQL, sql } from 'drizzle-orm';
import { MEASURES } from '#posts/schema/sample';
import type { Database, OpenDatabase } from './client.ts';
import { type Range, rangesOf } from './day-ranges.ts';
import { COLUMNS } from './summary-columns.ts';

/**
 * Daily roll-ups of what posts brought. A day is rolled up once it is settled, and read from then on instead of its
 * posts. Whoever changes anything that a summary of an old day tells calls `reopenDays…` in the same transaction; the
 * day is then added up from its posts until it is rolled up anew. So a summary is exact at every moment.
 */

/** The plan of readings ends 28 days after publishing; younger days change all the time and are never rolled up. */
export const SETTLED_DAYS = 30;
/** Days that are rolled up in one transaction. */
const AT_ONCE = 31;
/** Held shared by who changes numbers, alone by who rolls up: what is being changed is never rolled up meanwhile. */
const LOCK = 4_711_006;
const ZONE = sql`(select zone from cluster)`;

/** What is rolled up beside the channel and the project code, which every row has. */
export const DIMENSIONS = ['all', 'theme', 'targetGroup', 'organisation', 'language', 'hour'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Call it in the transaction that changed the numbers, the publishing or the disappearing of these posts. */
export function reopenDaysOfPosts(db: Database, postIds: readonly string[]): Promise<void> {
  return reopen(db, sql`p.id = any(${sql.param(postIds)}::uuid[])`);
}

/** Call it in the transaction that changes what the announcement's posts are counted under, before one that deletes. */
export function reopenDaysOfAnnouncement(db: Database, announcementId: string): Promise<void> {
  return reopen(db, sql`p.announcement_id = ${announcementId}`);
}

async function reopen(db: Database, which: SQL): Promise<void> {
  // A statement of its own: the next one must see what a roll-up that we waited for has written.
  await db.execute(sql`select pg_advisory_xact_lock_shared(${LOCK})`);
  await db.execute(sql`
    delete from rolled_days r using posts p
    where ${which} and r.day = (p.published_at at time zone r.zone)::date`);
}

/** Rolls up settled days that are not, the newest first. @returns how many; 0 when all are, or another process does it */
export async function rollUp(database: OpenDatabase): Promise<number> {
  return database.transaction(async ({ db }) => {
    const { rows: locked } = await db.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCK}) as mine`,
    );
    if (!locked[0]?.mine) return 0;
    const { rows } = await db.execute<{ day: string }>(sql`
      select settled.at::date::text as day from cluster k,
        generate_series((select (min(published_at) at time zone k.zone)::date from posts where published_at is not null),
          (clock_timestamp() at time zone k.zone)::date - ${SETTLED_DAYS}::int, interval '1 day') settled(at)
      where not exists (select 1 from rolled_days r where r.day = settled.at::date and r.zone = k.zone)
      order by settled.at desc limit ${AT_ONCE}`);
    const days = rows.map(({ day }) => day);
    if (days.length > 0) await rollUpDays(db, days);
    return days.length;
  });
}

async function rollUpDays(db: Database, days: readonly string[]): Promise<void> {
  const list = sql`${sql.param(days)}::date[]`;
  const columns = MEASURES.flatMap((name) => [COLUMNS[name], `${COLUMNS[name]}_known`]).join(', ');
  const sums = MEASURES.map((name) => `sum(n.${COLUMNS[name]}), count(n.${COLUMNS[name]})`).join(', ');
  await db.execute(sql`delete from daily_numbers where day = any(${list})`);
  await db.execute(sql`
    insert into daily_numbers (dimension, day, key, funding, channel_id, posts, measured, ${sql.raw(columns)})
    select under.dimension, d.day, under.key, coalesce(a.funding, ''), p.channel_id, count(*), count(n.at), ${sql.raw(sums)}
    from unnest(${list}) d(day) cross join cluster k
    join posts p on p.published_at >= d.day::timestamp at time zone k.zone
      and p.published_at < (d.day + 1)::timestamp at time zone k.zone
    join announcements a on a.id = p.announcement_id
    join organisations g on g.id = a.organisation_id
    left join post_numbers n on n.post_id = p.id
    cross join lateral (
      values ('all', ''), ('organisation', g.slug), ('language', p.language),
        ('hour', extract(hour from p.published_at at time zone k.zone)::text)
      union all
      select 'theme', unnest(case when a.themes = '{}' then array[''] else a.themes end)
      union all
      select 'targetGroup', unnest(case when a.target_groups = '{}' then array[''] else a.target_groups end)
    ) under(dimension, key)
    group by 1, 2, 3, 4, 5`);
  await db.execute(sql`
    insert into rolled_days (day, zone) select unnest(${list}), ${ZONE}
    on conflict (day) do update set zone = excluded.zone`);
}

/** Which whole days of a period are rolled up, and which stretches of time must be added up from posts. */
export async function rolledOf(db: Database, period: { from: Date; to: Date; zone: string }): Promise<Range> {
  const { rows } = await db.execute<{ day: string; from: string; to: string }>(sql`
    select day::text, (day::timestamp at time zone zone) as from, ((day + 1)::timestamp at time zone zone) as to
    from rolled_days
    where zone = ${period.zone} and day::timestamp at time zone zone >= ${period.from.toISOString()}
      and (day + 1)::timestamp at time zone zone <= ${period.to.toISOString()}
    order by day`);
  const days = rows.map(({ day, from, to }) => ({ day, from: new Date(from), to: new Date(to) }));
  return rangesOf(period, days);
}
