import { z } from 'zod';
import { Language } from '#posts/schema/basics';
import type { ClusterRow } from '#src/db/cluster';
import { getCluster } from '#src/db/cluster';
import { resumePublishing, stopPublishing } from '#src/db/holds';
import { pushTimers } from '../jobs.ts';
import { type Operation, operation } from '../operation.ts';

const tag = 'cluster';

const View = z
  .object({
    name: z.string(),
    zone: z.string().describe('IANA name; times without an offset are in it.'),
    languages: z.array(Language),
    /** Null while publishing runs. */
    stopped: z
      .object({ reason: z.enum(['person', 'restored']), message: z.string(), at: z.string(), by: z.string() })
      .nullable(),
    revision: z.int(),
  })
  .meta({ id: 'Cluster' });
const one = { description: 'The cluster.', schema: View };

const get = operation({
  method: 'get',
  path: '/cluster',
  action: 'cluster.read',
  tag,
  summary: 'Read the settings, and whether publishing is stopped',
  answers: { 200: one },
  async handle({ deps }) {
    const row = await getCluster(deps.database.db);
    return { status: 200, body: present(row), revision: row.revision };
  },
});

const pause = operation({
  method: 'post',
  path: '/cluster/pause',
  action: 'cluster.pause',
  tag,
  summary: 'Stop all publishing at once',
  body: z.strictObject({ message: z.string().trim().min(1).max(500).optional() }).optional(),
  answers: { 200: one },
  handle: (call) =>
    call.commit(async (tx) => {
      const message = call.body?.message ?? 'publishing was stopped by hand';
      await stopPublishing(tx, { reason: 'person', message, by: call.actor.name });
      return { status: 200, body: present(await getCluster(tx.db)) };
    }),
});

const resume = operation({
  method: 'post',
  path: '/cluster/resume',
  action: 'cluster.resume',
  tag,
  summary: 'Let publishing go on; what waited goes out',
  body: z.strictObject({}).optional(),
  answers: { 200: one },
  handle: (call) =>
    call.commit(async (tx, jobs) => {
      await pushTimers(tx, jobs, await resumePublishing(tx, call.actor.name));
      return { status: 200, body: present(await getCluster(tx.db)) };
    }),
});

function present({ name, zone, languages, stopped, revision }: ClusterRow): z.input<typeof View> {
  return { name, zone, languages, stopped, revision };
}

export const clusterOperations: readonly Operation[] = [get, pause, resume];
