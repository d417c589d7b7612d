import { z } from 'zod';
import { Measures } from '#posts/schema/sample';
import { summarise, total } from '#posts/summarise';
import { getCluster } from '#src/db/cluster';
import { measuredPosts } from '#src/db/measured-posts';
import { databaseNow } from '#src/db/posts';
import { lastDays, readDay } from '../days.ts';
import { type Operation, operation } from '../operation.ts';

const Numbers = {
  posts: z.int().describe('Published in the period.'),
  measured: z.int().describe('Those of them that have numbers.'),
  totals: Measures.describe('Sums of what is known; null where nothing is. "reach" is a sum of reaches.'),
};
const View = z
  .object({
    from: z.string(),
    to: z.string(),
    groupBy: z.enum(['channel', 'announcement']),
    items: z.array(z.object({ group: z.string(), ...Numbers })),
    total: z.object(Numbers),
  })
  .meta({ id: 'Summary' });

const read = operation({
  method: 'get',
  path: '/summaries',
  action: 'summary.read',
  tag: 'summaries',
  summary: 'What came back from the posts published in a period',
  query: z.object({
    from: z.string().optional().describe('A date in the cluster’s zone, inclusive; 30 days ago when left out.'),
    to: z.string().optional().describe('A date in the cluster’s zone, inclusive; today when left out.'),
    groupBy: z.enum(['channel', 'announcement'], 'group by "channel" or "announcement"').default('channel'),
  }),
  answers: { 200: { description: 'Sums over the last sample of each post.', schema: View } },
  async handle({ deps, query }) {
    const { db } = deps.database;
    const { zone } = await getCluster(db);
    const days = lastDays(await databaseNow(db), zone, 30);
    const { from = days.from, to = days.to, groupBy } = query;
    const start = readDay('from', from, zone, 'start') as Date;
    const end = readDay('to', to, zone, 'end') as Date;
    const rows = (await measuredPosts(db, start, end)).map((row) => ({ group: row[groupBy], measures: row.measures }));
    return { status: 200, body: { from, to, groupBy, items: summarise(rows), total: total(rows) } };
  },
});

export const summaryOperations: readonly Operation[] = [read];
