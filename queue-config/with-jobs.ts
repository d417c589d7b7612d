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
 * Saves rows and adds their jobs. On PostgreSQL both are one commit; on Redis the jobs are added right after it. What
 * cannot be added, because the queue is away or has lost its schema, the sweep adds later: that is reported, never
 * thrown, since the rows are the truth.
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
    if (queues.backend === 'postgres') await addInside(queues, jobs, now, tx.client, onLost);
    return done;
  });
  if (queues.backend === 'redis' && jobs.length > 0) await queues.add(jobs, now).catch(onLost);
  return result;
}

/** A failed statement ends a transaction, unless it can be taken back to a savepoint. */
async function addInside(
  queues: Queues,
  jobs: readonly Job[],
  now: Date,
  client: pg.PoolClient,
  onLost: (error: unknown) => void,
): Promise<void> {
  await client.query('savepoint jobs');
  try {
    await queues.add(jobs, now, client);
  } catch (error) {
    await client.query('rollback to savepoint jobs');
    onLost(error);
  }
}

async function clockOf(client: pg.PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now ?? new Date();
}
