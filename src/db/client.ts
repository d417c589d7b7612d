import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema.ts';

export type Database = NodePgDatabase<typeof schema>;

/** A transaction: drizzle for our own queries, and the client itself for a queue that adds its jobs in the same commit. */
export interface Transaction {
  readonly db: Database;
  readonly client: pg.PoolClient;
}

export interface OpenDatabase {
  readonly db: Database;
  readonly pool: pg.Pool;
  /** Commits when `work` resolves, rolls back and rethrows when it rejects. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens Kaiku's own pool. `onError` hears of idle connections that broke (a restarted server); the pool mends itself.
 * Commits are durable by `synchronous_commit=on`, whatever the server's default is: claim, arm and outcome must survive.
 */
export function openDatabase(url: string, options: { max?: number; onError(error: Error): void }): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    // A process that stands still within a transaction must not hold its locks for longer than a lease.
    options:
      '-c synchronous_commit=on -c TimeZone=UTC -c jit=off -c statement_timeout=60000 -c idle_in_transaction_session_timeout=15000',
    application_name: 'kaiku',
  });
  pool.on('error', options.onError);
  // The pool hears of idle connections only. One that breaks while it is lent out would end the whole process.
  pool.on('connect', (client) => void client.on('error', options.onError));
  return {
    db: overClient(pool),
    pool,
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

/** Made once for each connection: making one anew for every transaction took a tenth of a busy worker's time. */
const made = new WeakMap<pg.Pool | pg.PoolClient, Database>();

function overClient(client: pg.Pool | pg.PoolClient): Database {
  const known = made.get(client);
  if (known) return known;
  const database = drizzle(client, { schema, casing: 'snake_case' }) as Database;
  made.set(client, database);
  return database;
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({ db: overClient(client), client });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
