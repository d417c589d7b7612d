import { type SQL, sql } from 'drizzle-orm';
import type { Grouping } from '#posts/schema/summary';
import { addedUp, type Numbers, numbersOf, type Tally } from '#posts/summarise';
import type { Database } from './client.ts';
import type { Range } from './day-ranges.ts';
import { rolledOf } from './roll-ups.ts';
import {
  ALL,
  fundingJoin,
  IN_ORDER,
  keyOf,
  labelOf,
  type OccasionRow,
  type Occasions,
  occasionsBy,
  occasionsOf,
  publishedIn,
  type Row,
  type SummaryFilter,
  tallies,
  tallyOf,
} from './summary-sql.ts';

export type { SummaryFilter } from './summary-sql.ts';

export interface GroupNumbers extends Numbers, Occasions {
  readonly group: string | null;
}

/** Which groups come first: those that reached most, or least; where reach is not known, last. */
export type Order = 'most' | 'least';

interface Wanted extends SummaryFilter {
  readonly groupBy: Grouping;
  /** The first of the groups; all when left out. */
  readonly limit?: number | undefined;
  /** Weeks, hours and languages stand in their own order; the others begin with what reached most. */
  readonly order?: Order | undefined;
}

/** Numbers by group. A post with two themes stands under both; one without stands under null. */
export async function summariesBy(db: Database, wanted: Wanted): Promise<GroupNumbers[]> {
  return named(db, wanted, (await tallyGroups(db, wanted, await rolledOf(db, wanted))).slice(0, wanted.limit));
}

/** Every post of the period once. */
export async function summaryOfAll(db: Database, filter: SummaryFilter): Promise<Numbers & Occasions> {
  const [tally, occasions] = await Promise.all([tallyOfAll(db, filter), occasionsOfAll(db, filter)]);
  return { ...numbersOf(tally), ...occasions };
}

/** The groups, and every post once. Where each post stands in one group, the groups together are the total. */
export async function summaryOf(
  db: Database,
  wanted: Wanted & { readonly limit: number },
): Promise<{ items: GroupNumbers[]; total: Numbers & Occasions }> {
  const range = await rolledOf(db, wanted);
  const [groups, whole, occasions] = await Promise.all([
    tallyGroups(db, wanted, range),
    PARTS.has(wanted.groupBy) ? null : tallyOfAll(db, wanted, range),
    occasionsOfAll(db, wanted),
  ]);
  const total = { ...numbersOf(whole ?? addedUp(groups.map(({ tally }) => tally))), ...occasions };
  return { items: await named(db, wanted, groups.slice(0, wanted.limit)), total };
}

/** Groupings that have every post in exactly one group and read all of them. */
const PARTS: ReadonlySet<Grouping> = new Set(['channel', 'organisation', 'funding', 'language', 'week', 'hour']);

interface Group {
  readonly key: string | null;
  readonly tally: Tally;
}

async function tallyGroups(db: Database, wanted: Wanted, range: Range): Promise<Group[]> {
  const { groupBy, order = 'most' } = wanted;
  const only = wanted.limit === undefined ? undefined : await foremost(db, wanted, wanted.limit, order);
  const ordered = IN_ORDER.has(groupBy) && !wanted.order ? sql`by_page.key nulls last` : BY_REACH[order];
  const { rows } = await db.execute<Row>(
    sql`${tallies(wanted, keyOf(wanted), range, only)} group by by_page.key order by ${ordered}`,
  );
  return rows.map((row) => ({ key: row.key, tally: tallyOf(row) }));
}

const BY_REACH: Readonly<Record<Order, SQL>> = {
  most: sql`sum(reach) desc nulls last, by_page.key nulls last`,
  least: sql`sum(reach) nulls last, by_page.key nulls last`,
};

/** What is single or nearly so, and whose key stands beside the newest numbers. */
const RANKED: Readonly<Partial<Record<Grouping, { key: SQL; joins?: SQL }>>> = {
  post: { key: sql`n.post_id` },
  announcement: { key: sql`n.announcement_id` },
  event: {
    key: sql`n.announcement_id`,
    joins: sql`join announcements a on a.id = n.announcement_id and a.kind = 'event'`,
  },
};

/**
 * The posts or announcements that come first, so that only theirs are added up in full. Undefined where there are fewer
 * whose reach is known: then all are.
 */
async function foremost(db: Database, wanted: Wanted, limit: number, order: Order): Promise<string[] | undefined> {
  const ranked = RANKED[wanted.groupBy];
  if (!ranked) return undefined;
  const { rows } = await db.execute<{ key: string }>(sql`
    select key from (
      select ${ranked.key} as key, n.reach from post_numbers n ${ranked.joins ?? sql``} ${fundingJoin(wanted, sql`n`)}
      where ${publishedIn([wanted], sql`n.published_at`)} and n.reach is not null
    ) by_page group by key order by ${BY_REACH[order]} limit ${limit}`);
  return rows.length < limit ? undefined : rows.map(({ key }) => key);
}

async function tallyOfAll(db: Database, filter: SummaryFilter, known?: Range): Promise<Tally> {
  const range = known ?? (await rolledOf(db, filter));
  const { rows } = await db.execute<Row>(tallies(filter, ALL, range));
  return tallyOf(rows[0] as Row);
}

/** What the occasions of these groups are, and how the groups are called. */
async function named(db: Database, wanted: Wanted, groups: readonly Group[]): Promise<GroupNumbers[]> {
  const keys = groups.map(({ key }) => key);
  const occasions = await db.execute<OccasionRow>(sql`${occasionsBy(wanted, keyOf(wanted), keys)} group by 1`);
  const byKey = new Map(occasions.rows.map((row) => [row.key, row]));
  const table = NAMED[wanted.groupBy];
  const names = table ? await slugsOf(db, table, keys) : null;
  return groups.map(({ key, tally }) => ({
    group: key === null ? null : (names?.get(key) ?? labelOf(wanted.groupBy, key)),
    ...numbersOf(tally),
    ...occasionsOf(byKey.get(key)),
  }));
}

async function occasionsOfAll(db: Database, filter: SummaryFilter): Promise<Occasions> {
  const { rows } = await db.execute<OccasionRow>(sql`${occasionsBy(filter, ALL)} group by 1`);
  return occasionsOf(rows[0]);
}

const NAMED: Readonly<Partial<Record<Grouping, 'announcements' | 'channels'>>> = {
  announcement: 'announcements',
  event: 'announcements',
  channel: 'channels',
};

async function slugsOf(db: Database, table: string, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ id: string; slug: string }>(
    sql`select id, slug from ${sql.identifier(table)} where id = any(${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}
