import { type SQL, sql } from 'drizzle-orm';
import { MEASURES, type Measures } from '#posts/schema/sample';
import type { Grouping } from '#posts/schema/summary';
import type { Tally } from '#posts/summarise';
import type { Range } from './day-ranges.ts';
import type { Dimension } from './roll-ups.ts';
import { COLUMNS } from './summary-columns.ts';

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
  /** What the key is in SQL, when it is no text. Told as text at the very end, for that is dear to group by. */
  readonly type?: 'uuid' | 'date' | 'int';
  /** It is the announcement's, so its posts need not be told apart. */
  readonly ofAnnouncement?: true;
  /** Where it stands in the roll-ups; left out: only the posts themselves tell it. */
  readonly rolled?: { readonly dimension: Dimension; readonly key: SQL; readonly joins?: SQL };
}

const ANNOUNCEMENT = sql`join announcements a on a.id = p.announcement_id`;
export const ALL: Key = {
  key: sql`null::text`,
  joins: sql``,
  ofAnnouncement: true,
  rolled: { dimension: 'all', key: sql`null::text` },
};
/** Read in the order of their names; the others begin with the one that reached most. */
export const IN_ORDER: ReadonlySet<Grouping> = new Set(['week', 'hour', 'language']);
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
    const no = Number(key);
    return `${Math.floor(no / 24)}-${String(no % 24).padStart(2, '0')}`;
  }
  if (groupBy !== 'week') return key;
  const thursday = new Date(Date.parse(`${key}T00:00:00Z`) + 3 * DAY_MS);
  const week = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

const DAY_MS = 86_400_000;

/**
 * Added up by page first, for every post of a page has the same followers; then by group. Days that are rolled up come
 * from their roll-ups, the rest from the posts. The newest known count of followers up to the end of the period is taken.
 */
export function tallies(filter: SummaryFilter, key: Key, range: Range, groups?: readonly (string | null)[]): SQL {
  const outer = MEASURES.map((name) => {
    const [column, known] = [sql.raw(COLUMNS[name]), sql.raw(`${COLUMNS[name]}_known`)];
    const as = (part: string) => sql.raw(`"${name}${part}"`);
    return sql`sum(${column})::float8 as ${as('')}, coalesce(sum(${known}), 0)::float8 as ${as('Known')},
      coalesce(sum(${column}) filter (where f.followers is not null), 0)::float8 as ${as('Followed')},
      coalesce(sum(${known} * f.followers), 0)::float8 as ${as('Followers')}`;
  });
  const parts = [ofPosts(filter, key, range, groups), ...(key.rolled ? [ofDays(filter, key.rolled, range)] : [])];
  return sql`
    with by_page as (${sql.join(parts, sql` union all `)}), f as (
      select distinct on (channel_id) channel_id, followers from page_numbers
      where followers is not null and day < (${filter.to.toISOString()}::timestamptz at time zone ${filter.zone})::date
      order by channel_id, day desc
    )
    select ${key === ALL ? sql`null` : sql`key::text`} as key, coalesce(sum(posts), 0)::float8 as posts,
      coalesce(sum(measured), 0)::float8 as measured, ${sql.join(outer, sql`, `)}
    from by_page left join f on f.channel_id = by_page.channel_id`;
}

function ofPosts(filter: SummaryFilter, key: Key, range: Range, groups?: readonly (string | null)[]): SQL {
  const sums = MEASURES.map((name) => {
    const column = sql.raw(COLUMNS[name]);
    return sql`sum(n.${column}) as ${column}, count(n.${column}) as ${sql.raw(`${COLUMNS[name]}_known`)}`;
  });
  return sql`
    select ${key.key} as key, p.channel_id, count(*) as posts, count(n.at) as measured, ${sql.join(sums, sql`, `)}
    from posts p left join post_numbers n on n.post_id = p.id ${key.joins} ${fundingJoin(filter)}
    where ${publishedIn(key.rolled ? range.open : [filter])} ${onlyOf(key, groups)}
    group by 1, 2`;
}

function ofDays({ funding }: SummaryFilter, rolled: NonNullable<Key['rolled']>, range: Range): SQL {
  const sums = MEASURES.flatMap((name) => [COLUMNS[name], `${COLUMNS[name]}_known`]).map(
    (column) => `sum(d.${column})`,
  );
  const days = range.rolled.map(({ from, to }) => sql`d.day between ${from}::date and ${to}::date`);
  return sql`
    select ${rolled.key} as key, d.channel_id, sum(d.posts) as posts, sum(d.measured) as measured, ${sql.raw(sums.join(', '))}
    from daily_numbers d ${rolled.joins ?? sql``}
    where d.dimension = ${rolled.dimension} and (${anyOf(days)})
      ${funding === undefined ? sql`` : sql`and d.funding = ${funding}`}
    group by 1, 2`;
}

/** @param column of the instant of publishing */
export function publishedIn(stretches: readonly { from: Date; to: Date }[], column: SQL = sql`p.published_at`): SQL {
  const each = stretches.map(
    ({ from, to }) => sql`(${column} >= ${from.toISOString()} and ${column} < ${to.toISOString()})`,
  );
  return sql`(${anyOf(each)})`;
}

function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length > 0 ? sql.join([...conditions], sql` or `) : sql`false`;
}

export function occasionsBy(filter: SummaryFilter, key: Key, groups?: readonly (string | null)[]): SQL {
  const counts = sql`count(*)::int as announcements, count(o.id)::int as events, sum(o.attendance)::float8 as attendance,
    count(o.attendance)::int as told`;
  const events = sql`left join (select id, attendance from announcements where kind = 'event') o on o.id = p.announcement_id`;
  if (key.ofAnnouncement) {
    return sql`
      select (${key.key})::text as key, ${counts}
      from (select distinct p.announcement_id from posts p where ${publishedIn([filter])}) p
      ${key.joins} ${fundingJoin(filter)} ${events}
      where true ${onlyOf(key, groups)}`;
  }
  return sql`
    select p.key::text as key, ${counts}
    from (
      select distinct ${key.key} as key, p.announcement_id
      from posts p ${key.joins} ${fundingJoin(filter)}
      where ${publishedIn([filter])} ${onlyOf(key, groups)}
    ) p ${events}`;
}

export function keyOf({ groupBy, zone }: { groupBy: Grouping; zone: string }): Key {
  const local = sql`(p.published_at at time zone ${sql.raw(`'${zone.replaceAll("'", "''")}'`)})`;
  const own = (dimension: Dimension) => ({ dimension, key: sql`nullif(d.key, '')` });
  switch (groupBy) {
    case 'post':
      return { key: sql`p.id`, joins: sql``, type: 'uuid' };
    case 'channel':
      return {
        key: sql`p.channel_id`,
        joins: sql``,
        type: 'uuid',
        rolled: { dimension: 'all', key: sql`d.channel_id` },
      };
    case 'announcement':
      return { key: sql`p.announcement_id`, joins: sql``, type: 'uuid', ofAnnouncement: true };
    case 'event':
      return { key: sql`a.id`, joins: sql`${ANNOUNCEMENT} and a.kind = 'event'`, type: 'uuid', ofAnnouncement: true };
    case 'organisation':
      return {
        key: sql`g.slug`,
        joins: sql`${ANNOUNCEMENT} join organisations g on g.id = a.organisation_id`,
        ofAnnouncement: true,
        rolled: own('organisation'),
      };
    case 'funding':
      return {
        key: sql`a.funding`,
        joins: ANNOUNCEMENT,
        ofAnnouncement: true,
        rolled: { dimension: 'all', key: sql`nullif(d.funding, '')` },
      };
    case 'theme':
      return {
        key: sql`t.slug`,
        joins: sql`${ANNOUNCEMENT} left join lateral unnest(a.themes) t(slug) on true`,
        ofAnnouncement: true,
        rolled: own('theme'),
      };
    case 'targetGroup':
      return {
        key: sql`t.slug`,
        joins: sql`${ANNOUNCEMENT} left join lateral unnest(a.target_groups) t(slug) on true`,
        ofAnnouncement: true,
        rolled: own('targetGroup'),
      };
    case 'language':
      return { key: sql`p.language`, joins: sql``, rolled: own('language') };
    case 'week':
      return {
        key: sql`date_trunc('week', ${local})::date`,
        joins: sql``,
        type: 'date',
        rolled: { dimension: 'all', key: sql`date_trunc('week', d.day)::date` },
      };
    case 'hour':
      return {
        key: sql`(date_part('isodow', ${local}) * 24 + date_part('hour', ${local}))::int`,
        joins: sql``,
        type: 'int',
        rolled: { dimension: 'hour', key: sql`(extract(isodow from d.day) * 24 + d.key::int)::int` },
      };
  }
}

/** @param of the table that names the announcement */
export function fundingJoin({ funding }: SummaryFilter, of: SQL = sql`p`): SQL {
  if (funding === undefined) return sql``;
  return sql`join announcements funded on funded.id = ${of}.announcement_id and funded.funding = ${funding}`;
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
