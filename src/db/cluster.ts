import type { Database } from './client.ts';
import { cluster } from './schema.ts';

export type ClusterRow = typeof cluster.$inferSelect;

/** The installation's one row; made by the first start. */
export async function getCluster(db: Database): Promise<ClusterRow> {
  const [row] = await db.select().from(cluster);
  if (!row) throw new Error('the database has no cluster row: the first start has not run');
  return row;
}
