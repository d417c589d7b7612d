import { z } from 'zod';
import { seenOrganisations } from '#posts/policy';
import { Slug } from '#posts/schema/basics';
import { statusOf, WORRIES } from '#posts/status';
import { newestBackup } from '#src/backup/newest';
import { listChannels } from '#src/db/channels';
import { getCluster } from '#src/db/cluster';
import { lastHappened } from '#src/db/last-happened';
import { stateNow } from '#src/metrics/state';
import type { ApiDeps } from '../deps.ts';
import { type Operation, operation } from '../operation.ts';

/** A cluster has some dozens of pages. */
const PAGES = 1_000;

const Instant = z.date().nullable();

const View = z
  .object({
    all: z.enum(['well', 'look', 'bad']).describe('bad: what is due does not go out. look: a person should look.'),
    worries: z.array(z.enum(WORRIES)).describe('What is not as it should be; the most urgent first.'),
    now: z.date().describe('By the database’s clock.'),
    stopped: z.object({ message: z.string(), at: z.string() }).nullable().describe('Null while publishing goes on.'),
    lastPublishedAt: Instant,
    late: z.int().describe('Posts that nobody picked up though their time passed, on pages that are not held.'),
    waiting: z
      .object({ needsDecision: z.int(), missed: z.int(), rejected: z.int() })
      .describe('Posts that wait for a person, among those that you may see.'),
    reconnect: z
      .array(z.object({ slug: Slug, name: z.string() }))
      .describe('Pages that must be connected again, among those that you may see.'),
    workersSeenAt: Instant.describe('When workers last took up their regular round, within seconds.'),
    numbersAt: Instant.describe('When numbers were last collected.'),
    details: z
      .object({
        backupAt: Instant.describe('The newest file in the data folder’s backups.'),
        open: z.record(z.string(), z.int()).describe('Posts that somebody must still pick up, by state.'),
        queue: z.object({ kind: z.enum(['postgres', 'redis']), jobs: z.int().nullable() }),
      })
      .nullable()
      .describe('For administrators of the cluster.'),
  })
  .meta({ id: 'Status' });

const get = operation({
  method: 'get',
  path: '/status',
  action: 'cluster.read',
  tag: 'cluster',
  summary: 'Whether all is well, and what is not',
  answers: { 200: { description: 'As it is now.', schema: View } },
  async handle({ deps, actor }) {
    const { database } = deps;
    const organisations = seenOrganisations(actor.person);
    const [{ stopped }, state, last, pages, workersSeenAt, details] = await Promise.all([
      getCluster(database.db),
      stateNow(database),
      lastHappened(database, organisations),
      listChannels(database.db, { after: undefined, limit: PAGES, organisations }),
      // Without its queue Kaiku still has its rows, and just then somebody wants to know.
      deps.queues.lastRoundAt().catch(() => null),
      actor.person.clusterAdmin ? readDetails(deps) : null,
    ]);
    const reconnect = pages.filter(({ holdReason, health }) => holdReason === 'reconnect' || health?.ok === false);
    const { needsDecision, missed, rejected } = last.waiting;
    const judged = statusOf({
      now: state.now,
      stopped: state.stopped,
      late: state.overdue,
      waiting: needsDecision + missed + rejected,
      reconnect: reconnect.length,
      workersSeenAt,
      backupAt: details?.backupAt,
    });
    const body: z.input<typeof View> = {
      all: judged.all,
      worries: [...judged.worries],
      now: state.now,
      stopped: stopped && { message: stopped.message, at: stopped.at },
      lastPublishedAt: last.publishedAt,
      late: state.overdue,
      waiting: last.waiting,
      reconnect: reconnect.map(({ slug, name }) => ({ slug, name })),
      workersSeenAt,
      numbersAt: last.measuredAt,
      details: details && { ...details, open: { ...state.open } as Record<string, number> },
    };
    return { status: 200, body };
  },
});

async function readDetails({ queues, settings }: ApiDeps) {
  const counted = await queues.counts().catch(() => null);
  const jobs = counted?.reduce((sum, { count }) => sum + count, 0) ?? null;
  const backupAt = settings.backupFolder ? await newestBackup(settings.backupFolder) : null;
  return { backupAt, queue: { kind: queues.backend, jobs } };
}

export const statusOperations: readonly Operation[] = [get];
