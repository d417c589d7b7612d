import { z } from 'zod';
import { GATE_STEPS } from '#posts/gate';
import { Language, Slug } from '#posts/schema/basics';
import { patchOf } from '#posts/schema/patch';
import { PostingHours } from '#posts/schema/posting-hours';
import { writeAudit } from '#src/db/audit';
import type { ClusterRow } from '#src/db/cluster';
import { changeCluster, getCluster, lockCluster } from '#src/db/cluster';
import { resumePublishing, stopPublishing } from '#src/db/holds';
import { pushTimers } from '../jobs.ts';
import { type Operation, operation } from '../operation.ts';
import { changedMeanwhile } from '../problem.ts';

const tag = 'cluster';

const Approval = z
  .strictObject({
    fourEyes: z.boolean().describe('Nobody approves what they wrote, changed or submitted themselves.'),
    areas: z
      .record(Slug, z.array(z.string().regex(/^person:[0-9a-f-]{36}$/, 'name people as person:<id>')).max(100))
      .describe('By theme: the only people who approve it, besides administrators of the cluster.'),
  })
  .meta({ id: 'Approval' });

const Gate = z
  .strictObject({
    missingLanguage: z.enum(GATE_STEPS).describe('A language of the cluster in which nothing is written.'),
    deadLink: z.enum(GATE_STEPS).describe('A link that does not answer.'),
  })
  .meta({ id: 'Gate' });

const View = z
  .object({
    name: z.string(),
    zone: z.string().describe('IANA name; times without an offset are in it.'),
    languages: z.array(Language),
    approval: Approval,
    postingHours: PostingHours.nullable().describe('When campaigns may post; null: at any time.'),
    gate: Gate.describe('What happens to them when an announcement is submitted or approved.'),
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

const patch = operation({
  method: 'patch',
  path: '/cluster',
  action: 'cluster.edit',
  tag,
  summary: 'Change who must approve what, what the gate refuses, and when campaigns may post',
  ifMatch: true,
  body: patchOf({ approval: Approval, gate: Gate, postingHours: PostingHours.nullable() }, [
    'name',
    'zone',
    'languages',
    'stopped',
    'revision',
  ]).meta({
    id: 'ClusterPatch',
  }),
  answers: { 200: one },
  handle: (call) =>
    call.commit(async (tx) => {
      const before = await lockCluster(tx.db);
      if (call.revision !== null && call.revision !== before.revision) throw changedMeanwhile(before.revision);
      const approval = call.body.approval ?? before.approval;
      const gate = call.body.gate ?? before.gate;
      const postingHours = call.body.postingHours === undefined ? before.postingHours : call.body.postingHours;
      const row = await changeCluster(tx.db, { approval, gate, postingHours });
      const detail = {
        before: { ...before.approval, gate: before.gate, postingHours: before.postingHours },
        after: { ...approval, gate, postingHours },
      };
      await writeAudit(tx.db, {
        actor: call.actor.name,
        action: 'cluster.edited',
        thing: 'cluster',
        thingId: null,
        detail,
      });
      return { status: 200, body: present(row), revision: row.revision };
    }),
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

function present({
  name,
  zone,
  languages,
  approval,
  gate,
  postingHours,
  stopped,
  revision,
}: ClusterRow): z.input<typeof View> {
  const areas = Object.entries(approval.areas).map(([theme, people]) => [theme, [...people]] as const);
  const shown = { fourEyes: approval.fourEyes, areas: Object.fromEntries(areas) as Record<string, string[]> };
  return { name, zone, languages, approval: shown, gate, postingHours, stopped, revision };
}

export const clusterOperations: readonly Operation[] = [get, patch, pause, resume];
