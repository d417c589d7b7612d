import { z } from 'zod';
import { GROUPINGS, type Grouping, SummaryView } from '#posts/schema/summary';
import { shiftLocal } from '#posts/time';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { databaseNow } from '#src/db/posts';
import { type GroupNumbers, type SummaryFilter, summariesBy, summaryOf, summaryOfAll } from '#src/db/summaries';
import { lastDays, readDay } from '../days.ts';
import { type Operation, operation } from '../operation.ts';
import { invalid } from '../problem.ts';
import { attendance } from './attendance.ts';
import { MEANINGS } from './meanings.ts';

const View = SummaryView.meta({ id: 'Summary' });

const Query = z.object({
  from: z.string().optional().describe('A date in the cluster’s zone, inclusive; 30 days ago when left out.'),
  to: z.string().optional().describe('A date in the cluster’s zone, inclusive; today when left out.'),
  groupBy: z.enum(GROUPINGS, `group by one of ${GROUPINGS.join(', ')}`).default('channel'),
  compare: z.enum(['previous'], 'compare with "previous"').optional(),
  funding: z.string().max(80).optional().describe('A project code; only its posts.'),
  limit: z.coerce.number().int().min(1).max(1000).default(200).describe('The first of the groups.'),
  order: z
    .enum(['most', 'least'], 'order by "most" or "least"')
    .optional()
    .describe(
      'What reached most or least first; unknown reach is last. Left out: most, and weeks, hours and languages in their own order.',
    ),
});

const read = operation({
  method: 'get',
  path: '/summaries',
  action: 'summary.read',
  tag: 'summaries',
  summary: 'What came back from the posts published in a period',
  description: MEANINGS,
  query: Query,
  answers: { 200: { description: 'Sums over the newest numbers of each post.', schema: View } },
  async handle({ deps, query }) {
    const { db } = deps.database;
    const period = await periodOf(db, query);
    const { groupBy, limit, order } = query;
    const { items, total } = await summaryOf(db, { ...period.filter, groupBy, limit, order });
    const body = { from: period.from, to: period.to, groupBy, items, total };
    if (query.compare === undefined) return { status: 200, body };
    return { status: 200, body: { ...body, ...(await compared(db, period, groupBy, items)) } };
  },
});

export interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly funding?: string | undefined;
}

export interface PeriodAsked {
  readonly from: string;
  readonly to: string;
  readonly filter: SummaryFilter;
}

/** The period of a query, in whole days of the cluster's zone. */
export async function periodOf(db: Database, query: Asked): Promise<PeriodAsked> {
  const { zone } = await getCluster(db);
  const days = lastDays(await databaseNow(db), zone, 30);
  const { from = days.from, to = days.to, funding } = query;
  const filter = { from: readDay('from', from, zone, 'start') as Date, to: readDay('to', to, zone, 'end') as Date };
  if (filter.from >= filter.to) {
    throw invalid([{ pointer: '?to', code: 'before-its-start', detail: `the period ends (${to}) before it starts` }]);
  }
  return { from, to, filter: { ...filter, zone, funding } };
}

/** As many days just before the period, and the same groups in them. */
async function compared(db: Database, period: PeriodAsked, groupBy: Grouping, items: GroupNumbers[]) {
  const { from, to, zone } = period.filter;
  const days = Math.max(1, Math.round((to.getTime() - from.getTime()) / 86_400_000));
  const filter = { ...period.filter, from: shiftLocal(from, zone, { days: -days }), to: from };
  const [before, total] = await Promise.all([
    items.length > 0 ? summariesBy(db, { ...filter, groupBy }) : [],
    summaryOfAll(db, filter),
  ]);
  const byGroup = new Map(before.map(({ group, ...rest }) => [group, rest]));
  const edges = lastDays(new Date(from.getTime() - 1), zone, days);
  return {
    items: items.map((item) => ({ ...item, previous: byGroup.get(item.group) ?? null })),
    previous: { ...edges, total },
  };
}

export const summaryOperations: readonly Operation[] = [read, attendance];
