import { sql } from 'drizzle-orm';
import type { ApprovalSettings } from '#posts/policy';
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

export async function setApproval(db: Database, approval: ApprovalSettings): Promise<ClusterRow> {
  await db.update(cluster).set({ approval, revision: sql`${cluster.revision} + 1` });
  return getCluster(db);
}
