import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { templateProblem } from '#posts/link-parameters';
import { writeAudit } from '#src/db/audit';
import { type ClusterRow, getCluster } from '#src/db/cluster';
import { clicksByDay } from '#src/db/links';
import { cluster } from '#src/db/schema';
import { type Operation, operation, param } from '../operation.ts';
import { pageOf } from '../page.ts';
import { existingPost } from '../posts/existing.ts';
import { changedMeanwhile } from '../problem.ts';

const clicks = operation({
  method: 'get',
  path: '/posts/:id/clicks',
  action: 'post.read',
  tag: 'posts',
  summary: 'Clicks on a post’s own short links, by day',
  description: 'Days are the cluster’s; days without a click are not listed. Robots and look-ahead are not counted.',
  answers: {
    200: {
      description: 'The earliest day first.',
      schema: pageOf(z.object({ day: z.string(), clicks: z.int() }).meta({ id: 'DayClicks' })),
    },
  },
  refusals: [404],
  async handle({ deps, params }) {
    const post = await existingPost(deps.database.db, param({ params }, 'id'));
    return { status: 200, body: { items: await clicksByDay(deps.database.db, post.id), nextCursor: null } };
  },
});

const settings = {
  linkParameters: z
    .string()
    .trim()
    .max(500)
    .nullable()
    .superRefine((template, context) => {
      const problem = template === null ? null : templateProblem(template);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    })
    .describe('Added where a short link leads: utm_source={channel}&utm_campaign={announcement}; null: nothing.'),
  trackLinks: z
    .boolean()
    .describe('Whether addresses in posts become short links that count clicks; single announcements may turn it off.'),
  samplesKeptDays: z
    .int()
    .min(30)
    .max(3660)
    .nullable()
    .describe('Single samples older than this are forgotten; each post keeps its newest numbers. Null: all are kept.'),
};
const View = z.object({ ...settings, revision: z.int() }).meta({ id: 'NumberSettings' });

const readSettings = operation({
  method: 'get',
  path: '/cluster/numbers',
  action: 'cluster.read',
  tag: 'cluster',
  summary: 'Read how links are marked and how long samples are kept',
  answers: { 200: { description: 'The settings.', schema: View } },
  async handle({ deps }) {
    const row = await getCluster(deps.database.db);
    return { status: 200, body: present(row), revision: row.revision };
  },
});

const changeSettings = operation({
  method: 'patch',
  path: '/cluster/numbers',
  action: 'cluster.edit',
  tag: 'cluster',
  summary: 'Change how links are marked and how long samples are kept',
  ifMatch: true,
  body: z.object(settings).partial().meta({ id: 'NumberSettingsPatch' }),
  answers: { 200: { description: 'The settings.', schema: View } },
  handle: (call) =>
    call.commit(async (tx) => {
      const [row] = await tx.db.select().from(cluster).for('update');
      if (!row) throw new Error('the first start has not run');
      if (call.revision !== null && call.revision !== row.revision) throw changedMeanwhile(row.revision);
      const {
        linkParameters = row.linkParameters,
        trackLinks = row.trackLinks,
        samplesKeptDays = row.samplesKeptDays,
      } = call.body;
      await tx.db
        .update(cluster)
        .set({ linkParameters, trackLinks, samplesKeptDays, revision: sql`${cluster.revision} + 1` })
        .where(eq(cluster.one, true));
      const detail = { linkParameters, trackLinks, samplesKeptDays };
      await writeAudit(tx.db, {
        actor: call.actor.name,
        action: 'cluster.numbers',
        thing: 'cluster',
        thingId: null,
        detail,
      });
      const after = await getCluster(tx.db);
      return { status: 200, body: present(after), revision: after.revision };
    }),
});

function present({ linkParameters, trackLinks, samplesKeptDays, revision }: ClusterRow): z.input<typeof View> {
  return { linkParameters, trackLinks, samplesKeptDays, revision };
}

export const linkOperations: readonly Operation[] = [clicks, readSettings, changeSettings];
