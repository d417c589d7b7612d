import { type SQL, sql } from 'drizzle-orm';
import { MEASURES, type Measures } from '#posts/schema/sample';
import { type Numbers, numbersOf, type Tally } from '#posts/summarise';
import type { Database } from './client.ts';

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

export interface GroupNumbers extends Numbers, Occasions {
  readonly group: string | null;
}

interface Wanted extends SummaryFilter {
  readonly groupBy: Grouping;
  /** The groups that reached most; all when left out. */
  readonly limit?: number;
  /** Only these groups. */
  readonly groups?: readonly (string | null)[];
}

/** Numbers by group. A post with two themes stands under both; one without stands under null. */
export async function summariesBy(db: Database, wanted: Wanted): Promise<GroupNumbers[]> {
  const inOrder = ['week', 'hour', 'language'].includes(wanted.groupBy);
  const order = inOrder ? sql`key nulls last` : sql`sum(reach) desc nulls last, sum(posts) desc, key nulls last`;
  const only = wanted.groups
    ? sql`having key = any(${sql.param(wanted.groups)}::text[]) ${wanted.groups.includes(null) ? sql`or key is null` : sql``}`
    : sql``;
  const [numbers, occasions] = await Promise.all([
    db.execute<Row>(sql`${tallies(wanted, keyOf(wanted))} group by key ${only} order by ${order}
      ${wanted.limit === undefined ? sql`` : sql`limit ${wanted.limit}`}`),
    db.execute<OccasionRow>(sql`${occasionsBy(wanted, keyOf(wanted))} group by key ${only}`),
  ]);
  const byKey = new Map(occasions.rows.map((row) => [row.key, row]));
  return numbers.rows.map((row) => ({
    group: row.key,
    ...numbersOf(tallyOf(row)),
    ...occasionsOf(byKey.get(row.key)),
  }));
}

/** Every post of the period once. */
export async function summaryOfAll(db: Database, filter: SummaryFilter): Promise<Numbers & Occasions> {
  const one = { key: sql`null::text`, joins: sql`` };
  const [numbers, occasions] = await Promise.all([
    db.execute<Row>(tallies(filter, one)),
    db.execute<OccasionRow>(occasionsBy(filter, one)),
  ]);
  return { ...numbersOf(tallyOf(numbers.rows[0] as Row)), ...occasionsOf(occasions.rows[0]) };
}

type Row = { key: string | null; posts: number; measured: number } & Record<string, number | null>;
type OccasionRow = {
  key: string | null;
  announcements: number;
  events: number;
  attendance: number | null;
  told: number;
};

interface Key {
  readonly key: SQL;
  readonly joins: SQL;
}

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
function tallies(filter: SummaryFilter, { key, joins }: Key): SQL {
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
      select ${key} as key, p.channel_id, count(*) as posts, count(n.at) as measured, ${sql.join(inner, sql`, `)}
      from posts p left join post_numbers n on n.post_id = p.id ${joins} ${fundingJoin(filter)}
      where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()}
      group by 1, 2
    ), f as (
      select distinct on (channel_id) channel_id, followers from page_numbers
      where followers is not null and day < (${filter.to.toISOString()}::timestamptz at time zone ${filter.zone})::date
      order by channel_id, day desc
    )
    select max(key) as key, coalesce(sum(posts), 0)::float8 as posts,
      coalesce(sum(measured), 0)::float8 as measured, ${sql.join(outer, sql`, `)}
    from by_page left join f on f.channel_id = by_page.channel_id`;
}

function occasionsBy(filter: SummaryFilter, { key, joins }: Key): SQL {
  return sql`
    select max(key) as key, count(*)::int as announcements, count(*) filter (where o.kind = 'event')::int as events,
      sum(o.attendance) filter (where o.kind = 'event')::float8 as attendance,
      (count(o.attendance) filter (where o.kind = 'event'))::int as told
    from (
      select distinct ${key} as key, p.announcement_id
      from posts p ${joins} ${fundingJoin(filter)}
      where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()}
    ) counted join announcements o on o.id = counted.announcement_id`;
}

const ANNOUNCEMENT = sql`join announcements a on a.id = p.announcement_id`;

function keyOf({ groupBy, zone }: { groupBy: Grouping; zone: string }): Key {
  const local = sql`(p.published_at at time zone ${sql.raw(`'${zone.replaceAll("'", "''")}'`)})`;
  switch (groupBy) {
    case 'channel':
      return { key: sql`c.slug`, joins: sql`join channels c on c.id = p.channel_id` };
    case 'announcement':
      return { key: sql`a.slug`, joins: ANNOUNCEMENT };
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
      return { key: sql`to_char(${local}, 'IYYY-"W"IW')`, joins: sql`` };
    case 'hour':
      return { key: sql`to_char(${local}, 'ID-HH24')`, joins: sql`` };
  }
}

function fundingJoin({ funding }: SummaryFilter): SQL {
  if (funding === undefined) return sql``;
  return sql`join announcements funded on funded.id = p.announcement_id and funded.funding = ${funding}`;
}

function tallyOf(row: Row): Tally {
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

function occasionsOf(row: OccasionRow | undefined): Occasions {
  const { announcements = 0, events = 0, attendance = null, told = 0 } = row ?? {};
  return { announcements, events, attendance, attendanceUnknown: events - told };
}
