import type pg from 'pg';
import type { Job } from './jobs.ts';
import type { Queues } from './queues.ts';

interface TransactionLike {
  readonly client: pg.PoolClient;
}

interface DatabaseLike<Tx extends TransactionLike> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/**
 * Saves rows and adds their jobs. On PostgreSQL both are one commit; on Redis the jobs are added right after it, and
 * what is lost in between the sweep adds (a failure there is reported, never thrown: the rows are saved).
 */
export async function withJobs<Tx extends TransactionLike, T>(
  database: DatabaseLike<Tx>,
  queues: Queues,
  work: (tx: Tx, jobs: Job[]) => Promise<T>,
  onLost: (error: unknown) => void = () => undefined,
): Promise<T> {
  const jobs: Job[] = [];
  let now = new Date(0);
  const result = await database.transaction(async (tx) => {
    const done = await work(tx, jobs);
    if (jobs.length === 0) return done;
    now = await clockOf(tx.client);
    if (queues.backend === 'postgres') await queues.add(jobs, now, tx.client);
    return done;
  });
  if (queues.backend === 'redis' && jobs.length > 0) await queues.add(jobs, now).catch(onLost);
  return result;
}

async function clockOf(client: pg.PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now ?? new Date();
}
