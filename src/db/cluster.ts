import { sql } from 'drizzle-orm';
import type { GateSettings } from '#posts/gate';
import type { ApprovalSettings } from '#posts/policy';
import type { PostingHours } from '#posts/schema/posting-hours';
import type { Database } from './client.ts';
import { cluster } from './schema.ts';

export type ClusterRow = typeof cluster.$inferSelect;

/** The installation's one row; made by the first start. */
export async function getCluster(db: Database): Promise<ClusterRow> {
  const [row] = await db.select().from(cluster);
  if (!row) throw new Error('the database has no cluster row: the first start has not run');
  return row;
}

/** Locked until the transaction ends. */
export async function lockCluster(db: Database): Promise<ClusterRow> {
  await db.select({ one: cluster.one }).from(cluster).for('update');
  return getCluster(db);
}

/** Changes settings that people change. */
export async function changeCluster(
  db: Database,
  values: {
    readonly approval?: ApprovalSettings;
    readonly gate?: GateSettings;
    readonly postingHours?: PostingHours | null;
  },
): Promise<ClusterRow> {
  await db.update(cluster).set({ ...values, revision: sql`${cluster.revision} + 1` });
  return getCluster(db);
}
