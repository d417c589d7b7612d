import { sql } from 'drizzle-orm';
import { addedUp, type Numbers, numbersOf, type Tally } from '#posts/summarise';
import type { Database } from './client.ts';
import {
  ALL,
  fundingJoin,
  type Grouping,
  IN_ORDER,
  keyOf,
  labelOf,
  type OccasionRow,
  type Occasions,
  occasionsBy,
  occasionsOf,
  type Row,
  SETS,
  type SummaryFilter,
  tallies,
  tallyOf,
} from './summary-sql.ts';

export { GROUPINGS, type Grouping, type SummaryFilter } from './summary-sql.ts';

export interface GroupNumbers extends Numbers, Occasions {
  readonly group: string | null;
}

interface Wanted extends SummaryFilter {
  readonly groupBy: Grouping;
  /** The groups that reached most; all when left out. */
  readonly limit?: number | undefined;
}

/** Numbers by group. A post with two themes stands under both; one without stands under null. */
export async function summariesBy(db: Database, wanted: Wanted): Promise<GroupNumbers[]> {
  const { groups } = await tallyGroups(db, wanted);
  return named(db, wanted, groups.slice(0, wanted.limit));
}

/** Every post of the period once. */
export async function summaryOfAll(db: Database, filter: SummaryFilter): Promise<Numbers & Occasions> {
  const [numbers, occasions] = await Promise.all([db.execute<Row>(tallies(filter, ALL)), occasionsOfAll(db, filter)]);
  return { ...numbersOf(tallyOf(numbers.rows[0] as Row)), ...occasions };
}

/** The groups, and every post once. Where each post stands in one group, the posts are read once for both. */
export async function summaryOf(
  db: Database,
  wanted: Wanted & { readonly limit: number },
): Promise<{ items: GroupNumbers[]; total: Numbers & Occasions }> {
  if (wanted.groupBy === 'announcement') {
    const [items, total] = await Promise.all([summariesBy(db, wanted), summaryOfAll(db, wanted)]);
    return { items, total };
  }
  const [{ groups, posts }, occasions] = await Promise.all([tallyGroups(db, wanted), occasionsOfAll(db, wanted)]);
  const total = { ...numbersOf(addedUp(posts)), ...occasions };
  return { items: await named(db, wanted, groups.slice(0, wanted.limit)), total };
}

interface Group {
  readonly key: string | null;
  readonly tally: Tally;
}

/** The groups in their order, and tallies in which every post stands once. */
async function tallyGroups(db: Database, wanted: Wanted): Promise<{ groups: Group[]; posts: Tally[] }> {
  const { groupBy } = wanted;
  if (groupBy === 'theme' || groupBy === 'targetGroup') {
    const { rows } = await db.execute<Row<string[]>>(sql`${tallies(wanted, SETS[groupBy])} group by key`);
    const sets = rows.map((row) => ({ keys: row.key.length > 0 ? row.key : [null], tally: tallyOf(row) }));
    return { groups: apart(sets), posts: sets.map(({ tally }) => tally) };
  }
  const only = groupBy === 'announcement' && wanted.limit !== undefined ? await foremost(db, wanted) : undefined;
  const order = IN_ORDER.has(groupBy) ? sql`key nulls last` : FOREMOST;
  const { rows } = await db.execute<Row>(sql`${tallies(wanted, keyOf(wanted), only)} group by key order by ${order}`);
  const groups = rows.map((row) => ({ key: row.key, tally: tallyOf(row) }));
  return { groups, posts: groups.map(({ tally }) => tally) };
}

const FOREMOST = sql`sum(reach) desc nulls last, sum(posts) desc, key nulls last`;

/** The announcements that reached most, so that only theirs are added up in full. */
async function foremost(db: Database, filter: Wanted): Promise<string[]> {
  const { rows } = await db.execute<{ key: string }>(sql`
    select key from (
      select p.announcement_id as key, n.reach, 1 as posts
      from posts p left join post_numbers n on n.post_id = p.id ${fundingJoin(filter)}
      where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()}
    ) each_post group by key order by ${FOREMOST} limit ${filter.limit}`);
  return rows.map(({ key }) => key);
}

/** A post with two themes goes into both; the groups that reached most come first. */
function apart(sets: readonly { keys: readonly (string | null)[]; tally: Tally }[]): Group[] {
  const byKey = new Map<string | null, Tally[]>();
  for (const { keys, tally } of sets) for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), tally]);
  const groups = [...byKey].map(([key, tallied]) => ({ key, tally: addedUp(tallied) }));
  const reach = ({ tally }: Group) => tally.totals.reach ?? -1;
  return groups.sort(
    (a, b) => reach(b) - reach(a) || b.tally.posts - a.tally.posts || String(a.key).localeCompare(String(b.key)),
  );
}

/** What the occasions of these groups are, and how the groups are called. */
async function named(db: Database, wanted: Wanted, groups: readonly Group[]): Promise<GroupNumbers[]> {
  const keys = groups.map(({ key }) => key);
  const occasions = await db.execute<OccasionRow>(sql`${occasionsBy(wanted, keyOf(wanted), keys)} group by key`);
  const byKey = new Map(occasions.rows.map((row) => [row.key, row]));
  const names = wanted.groupBy === 'announcement' ? await slugsOf(db, keys) : null;
  return groups.map(({ key, tally }) => ({
    group: key === null ? null : (names?.get(key) ?? labelOf(wanted.groupBy, key)),
    ...numbersOf(tally),
    ...occasionsOf(byKey.get(key)),
  }));
}

async function occasionsOfAll(db: Database, filter: SummaryFilter): Promise<Occasions> {
  const { rows } = await db.execute<OccasionRow>(sql`${occasionsBy(filter, ALL)} group by key`);
  return occasionsOf(rows[0]);
}

async function slugsOf(db: Database, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ id: string; slug: string }>(
    sql`select id, slug from announcements where id = any(${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}
