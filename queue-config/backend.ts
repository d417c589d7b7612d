import {
  type Job as BullJob,
  createPostgresBackend,
  type PostgresConnectionOptions,
  Queue,
  type QueueOptions,
  runMigrations,
  type Telemetry,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { QUEUE_NAMES, type QueueName } from './jobs.ts';

/** Where the queue lives. PostgreSQL needs no further service; Redis is for throughput and many workers (design §6). */
export type BackendChoice =
  | { readonly kind: 'postgres'; readonly databaseUrl: string }
  | { readonly kind: 'redis'; readonly redisUrl: string };

/** What a worker does with a job; a rejection is BullMQ’s failed job. */
export type BullHandler = (job: BullJob, token?: string) => Promise<void>;

/** Makes BullMQ's objects on the chosen backend; the only place that does. */
export interface Backend {
  readonly kind: BackendChoice['kind'];
  queue(name: QueueName): Queue;
  /** A queue whose jobs are added within the caller's own transaction; null where the backend cannot. */
  queueInside(name: QueueName, client: pg.PoolClient): Promise<Queue> | null;
  worker(name: QueueName, handler: BullHandler, options: { concurrency: number }): Worker;
  /** Makes again what the queue needs and has lost, such as BullMQ's schema. True when something was missing. */
  repair(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * A worker that vanished is noticed after `lockDuration`, looked for every `stalledInterval`. BullMQ's defaults (30 s
 * and 30 s) mean up to a minute of silence. Kaiku's own lease (15 s) decides what became of the post, so a job that runs
 * again early is declined by the row and costs nothing; hence short values. A job may stall often: it only asks the row.
 */
const CRASH_CARE = { lockDuration: 20_000, stalledInterval: 5_000, maxStalledCount: 1_000 } as const;

/** After a refused connection BullMQ's workers stand still for 15 s by default; a database is often back in one. */
const RUN_RETRY_DELAY_MS = 1_000;

/** Jobs leave no history: the attempts table is the history, and a kept job would block its id. */
const WORKER_OPTIONS = {
  ...CRASH_CARE,
  runRetryDelay: RUN_RETRY_DELAY_MS,
  autorun: false,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} as const;

/** @param telemetry joins what adds a job and what works on it in one trace; left out: nobody is told */
export function openBackend(choice: BackendChoice, report: (error: Error) => void, telemetry?: Telemetry): Backend {
  const onError = calmly(report);
  const traced = telemetry ? { telemetry } : {};
  return choice.kind === 'postgres'
    ? onPostgres(choice.databaseUrl, onError, traced)
    : onRedis(choice.redisUrl, onError, traced);
}

interface Traced {
  readonly telemetry?: Telemetry;
}

function onPostgres(databaseUrl: string, onError: (error: Error) => void, traced: Traced): Backend {
  // Each worker's LISTEN takes a slot for good; a pool that is too small hangs without an error, so there is room for two
  // sets of workers. One that is too large takes the slots of other processes (PostgreSQL allows 100).
  const pool = new PatientPool({
    connectionString: databaseUrl,
    max: QUEUE_NAMES.length * 2 + 3,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: '-c search_path=bullmq -c idle_in_transaction_session_timeout=15000',
    application_name: 'kaiku-queue',
  });
  pool.on('error', onError);
  // The pool hears of idle connections only. One that breaks while it is lent out would end the whole process.
  pool.on('connect', (client) => void client.on('error', onError));
  ours(pool);
  return {
    kind: 'postgres',
    queue: (name) => heard(postgresQueue(name, pool, traced), onError),
    async queueInside(name, client) {
      await client.query('set local search_path = bullmq, public');
      return heard(postgresQueue(name, borrowed(client), traced), onError);
    },
    worker: (name, handler, { concurrency }) =>
      heard(postgresWorker(name, handler, pool, { concurrency, ...traced }), onError),
    repair: () => repairSchema(pool),
    close: () => Promise.race([pool.end(), new Promise<void>((resolve) => setTimeout(resolve, END_WITHIN_MS).unref())]),
  };
}

const PATIENCE_MS = 200;
/** A pool waits for whatever is lent out; the end of the process does not. */
const END_WITHIN_MS = 5_000;

/**
 * Tells a failure a moment later. BullMQ's workers ask again at once when a query fails, so without this they would
 * burn a whole core for as long as the database is away.
 */
class PatientPool extends pg.Pool {
  // The type of pg names a dozen forms; BullMQ and this file use the one that answers a promise.
  override query = (async (text: string, values?: unknown[]) => {
    try {
      return await super.query(text, values);
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      throw error;
    }
  }) as unknown as pg.Pool['query'];
}

/**
 * From here on nobody else listens to the pool's errors. BullMQ adds a listener for each queue and worker and never takes
 * it away, so a process that waits for its database would hold more and more of them.
 */
function ours(pool: pg.Pool): void {
  const on = pool.on.bind(pool) as (event: string, listener: (client: pg.PoolClient) => void) => pg.Pool;
  pool.on = ((event: string, listener: () => void) =>
    event === 'error' ? pool : on(event, listener)) as pg.Pool['on'];
}

/** BullMQ's own migrations, which wait for each other; only ever after a look that costs next to nothing. */
async function repairSchema(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `select to_regclass('bullmq.migration') is not null and to_regclass('bullmq.job') is not null as there`,
  );
  if (rows[0]?.there) return false;
  const client = await pool.connect();
  try {
    await runMigrations(client, 'bullmq');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  return true;
}

// BullMQ describes a pool in types of its own and ties a queue to its backend; behind `Backend` all are alike: the casts.
function postgresQueue(name: QueueName, pool: pg.Pool, traced: Traced): Queue {
  const connection = pool as unknown as PostgresConnectionOptions;
  const queue = new Queue(name, { connection, skipMetasUpdate: true, ...traced }, createPostgresBackend);
  return queue as unknown as Queue;
}

function postgresWorker(
  name: QueueName,
  handler: BullHandler,
  pool: pg.Pool,
  options: { concurrency: number } & Traced,
): Worker {
  const connection = pool as unknown as PostgresConnectionOptions;
  const worker = new Worker(name, handler, { ...WORKER_OPTIONS, connection, ...options }, createPostgresBackend);
  return worker as unknown as Worker;
}

/** The caller's client in the shape of a pool: every query joins the caller's transaction, and nothing is ever closed. */
function borrowed(client: pg.PoolClient): pg.Pool {
  const query = (text: string, values?: unknown[]) => client.query(text, values);
  const nothing = () => undefined;
  const lent = { query, release: nothing, on: nothing, removeListener: nothing, removeAllListeners: nothing };
  return {
    ...lent,
    options: {},
    connect: async () => lent,
    end: async () => undefined,
  } as unknown as pg.Pool;
}

function onRedis(redisUrl: string, onError: (error: Error) => void, traced: Traced): Backend {
  // Producers fail fast, so that a request never hangs on a dead Redis (the sweep adds the job later); workers wait.
  const producer = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    lazyConnect: false,
    connectTimeout: 2_000,
  });
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null });
  for (const connection of [producer, consumer]) connection.on('error', onError);
  const queueOptions: QueueOptions = { connection: producer, skipMetasUpdate: true, ...traced };
  const workerOptions: Omit<WorkerOptions, 'concurrency'> = { ...WORKER_OPTIONS, connection: consumer, ...traced };
  return {
    kind: 'redis',
    queue: (name) => heard(new Queue(name, queueOptions), onError),
    queueInside: () => null,
    worker: (name, handler, { concurrency }) =>
      heard(new Worker(name, handler, { ...workerOptions, concurrency }), onError),
    repair: async () => false,
    async close() {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** While a database is away, every worker meets the same error many times a second; once is enough for the log. */
function calmly(report: (error: Error) => void): (error: Error) => void {
  const lastAt = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    if (now - (lastAt.get(error.message) ?? Number.NEGATIVE_INFINITY) < 1_000) return;
    if (lastAt.size > 100) lastAt.clear();
    lastAt.set(error.message, now);
    report(error);
  };
}

function heard<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  emitter: T,
  onError: (error: Error) => void,
): T {
  emitter.on('error', onError);
  return emitter;
}
