import { type SQL, sql } from 'drizzle-orm';
import { MEASURES, type Measures } from '#posts/schema/sample';
import type { Tally } from '#posts/summarise';

/** What posts can be counted under. `hour` is the weekday and hour of publishing in the cluster's zone: `1-09`. */
export const GROUPINGS = [
  'channel',
  'announcement',
  'theme',
  'targetGroup',
  'organisation',
  'funding',
  'language',
  'week',
  'hour',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface SummaryFilter {
  /** An instant, inclusive. */
  readonly from: Date;
  /** An instant, exclusive. */
  readonly to: Date;
  readonly zone: string;
  /** Only posts of announcements with this project code. */
  readonly funding?: string | undefined;
}

/** Announcements, events and people of the posts counted. `attendance` null: nobody told it of any of the events. */
export interface Occasions {
  readonly announcements: number;
  readonly events: number;
  readonly attendance: number | null;
  readonly attendanceUnknown: number;
}

export type Row<Of = string | null> = { key: Of; posts: number; measured: number } & Record<string, unknown>;
export type OccasionRow = {
  key: string | null;
  announcements: number;
  events: number;
  attendance: number | null;
  told: number;
};

interface Key {
  readonly key: SQL;
  readonly joins: SQL;
  /** What the key is in SQL, when it is no text. */
  readonly type?: 'uuid';
}

const ANNOUNCEMENT = sql`join announcements a on a.id = p.announcement_id`;
export const ALL: Key = { key: sql`null::text`, joins: sql`` };
/** Grouped by the whole set first, so that each post is read once. */
export const SETS = {
  theme: { key: sql`a.themes`, joins: ANNOUNCEMENT },
  targetGroup: { key: sql`a.target_groups`, joins: ANNOUNCEMENT },
} as const;
/** Read in the order of their names; the others begin with the one that reached most. */
export const IN_ORDER: ReadonlySet<Grouping> = new Set(['week', 'hour', 'language']);
/** Makes every hour's key three digits long, so that text sorts as time. */
const HOURS = 100;

function onlyOf(
  { key, type = 'text' }: { key: SQL; type?: string | undefined },
  groups?: readonly (string | null)[],
): SQL {
  if (groups === undefined) return sql``;
  const orNone = groups.includes(null) ? sql`or ${key} is null` : sql``;
  return sql`and (${key} = any(${sql.param(groups)}::${sql.raw(type)}[]) ${orNone})`;
}

/** Keys are cheap to group by; people read `2026-W48` for a week and `1-09` for Monday at nine. */
export function labelOf(groupBy: Grouping, key: string): string {
  if (groupBy === 'hour') {
    const no = Number(key) - HOURS;
    return `${Math.floor(no / 24)}-${String(no % 24).padStart(2, '0')}`;
  }
  if (groupBy !== 'week') return key;
  const thursday = new Date(Date.parse(`${key}T00:00:00Z`) + 3 * DAY_MS);
  const week = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

const DAY_MS = 86_400_000;

const COLUMNS: Readonly<Record<keyof Measures, string>> = {
  views: 'views',
  reach: 'reach',
  reactions: 'reactions',
  comments: 'comments',
  shares: 'shares',
  clicks: 'clicks',
  linkClicks: 'link_clicks',
};

/**
 * Added up by page first, for every post of a page has the same followers; then by group. The newest known count of
 * followers up to the end of the period is taken.
 */
export function tallies(filter: SummaryFilter, key: Key, groups?: readonly (string | null)[]): SQL {
  const inner = MEASURES.map((name) => {
    const column = sql.raw(COLUMNS[name]);
    return sql`sum(n.${column}) as ${column}, count(n.${column}) as ${sql.raw(`${COLUMNS[name]}_known`)}`;
  });
  const outer = MEASURES.map((name) => {
    const [column, known] = [sql.raw(COLUMNS[name]), sql.raw(`${COLUMNS[name]}_known`)];
    const as = (part: string) => sql.raw(`"${name}${part}"`);
    return sql`sum(${column})::float8 as ${as('')}, coalesce(sum(${known}), 0)::float8 as ${as('Known')},
      coalesce(sum(${column}) filter (where f.followers is not null), 0)::float8 as ${as('Followed')},
      coalesce(sum(${known} * f.followers), 0)::float8 as ${as('Followers')}`;
  });
  return sql`
    with by_page as (
      select ${key.key} as key, p.channel_id, count(*) as posts, count(n.at) as measured, ${sql.join(inner, sql`, `)}
      from posts p left join post_numbers n on n.post_id = p.id ${key.joins} ${fundingJoin(filter)}
      where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()}
        ${onlyOf(key, groups)}
      group by 1, 2
    ), f as (
      select distinct on (channel_id) channel_id, followers from page_numbers
      where followers is not null and day < (${filter.to.toISOString()}::timestamptz at time zone ${filter.zone})::date
      order by channel_id, day desc
    )
    select ${key === ALL ? sql`null` : sql`key`} as key, coalesce(sum(posts), 0)::float8 as posts,
      coalesce(sum(measured), 0)::float8 as measured, ${sql.join(outer, sql`, `)}
    from by_page left join f on f.channel_id = by_page.channel_id`;
}

export function occasionsBy(filter: SummaryFilter, key: Key, groups?: readonly (string | null)[]): SQL {
  return sql`
    select key, count(*)::int as announcements, count(*) filter (where o.kind = 'event')::int as events,
      sum(o.attendance) filter (where o.kind = 'event')::float8 as attendance,
      (count(o.attendance) filter (where o.kind = 'event'))::int as told
    from (
      select distinct ${key.key} as key, p.announcement_id
      from posts p ${key.joins} ${fundingJoin(filter)}
      where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()}
        ${onlyOf(key, groups)}
    ) counted join announcements o on o.id = counted.announcement_id`;
}

export function keyOf({ groupBy, zone }: { groupBy: Grouping; zone: string }): Key {
  const local = sql`(p.published_at at time zone ${sql.raw(`'${zone.replaceAll("'", "''")}'`)})`;
  switch (groupBy) {
    case 'channel':
      return { key: sql`c.slug`, joins: sql`join channels c on c.id = p.channel_id` };
    case 'announcement':
      return { key: sql`p.announcement_id`, joins: sql``, type: 'uuid' };
    case 'organisation':
      return { key: sql`g.slug`, joins: sql`${ANNOUNCEMENT} join organisations g on g.id = a.organisation_id` };
    case 'funding':
      return { key: sql`a.funding`, joins: ANNOUNCEMENT };
    case 'theme':
      return { key: sql`t.slug`, joins: sql`${ANNOUNCEMENT} left join lateral unnest(a.themes) t(slug) on true` };
    case 'targetGroup':
      return {
        key: sql`t.slug`,
        joins: sql`${ANNOUNCEMENT} left join lateral unnest(a.target_groups) t(slug) on true`,
      };
    case 'language':
      return { key: sql`p.language`, joins: sql`` };
    case 'week':
      return { key: sql`date_trunc('week', ${local})::date::text`, joins: sql`` };
    case 'hour':
      return {
        key: sql`(${sql.raw(String(HOURS))} + extract(isodow from ${local}) * 24 + extract(hour from ${local}))::int::text`,
        joins: sql``,
      };
  }
}

export function fundingJoin({ funding }: SummaryFilter): SQL {
  if (funding === undefined) return sql``;
  return sql`join announcements funded on funded.id = p.announcement_id and funded.funding = ${funding}`;
}

export function tallyOf(row: Row<unknown>): Tally {
  const each = (part: string) => Object.fromEntries(MEASURES.map((name) => [name, row[`${name}${part}`]]));
  return {
    posts: row.posts,
    measured: row.measured,
    totals: each('') as Measures,
    known: each('Known') as Tally['known'],
    followed: each('Followed') as Tally['followed'],
    followers: each('Followers') as Tally['followers'],
  };
}

export function occasionsOf(row: OccasionRow | undefined): Occasions {
  const { announcements = 0, events = 0, attendance = null, told = 0 } = row ?? {};
  return { announcements, events, attendance, attendanceUnknown: events - told };
}
