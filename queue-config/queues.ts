import type { Queue } from 'bullmq';
import type pg from 'pg';
import type { Backend } from './backend.ts';
import { HORIZON_MS, type Job, QUEUE_NAMES, type QueueName, ROUNDS, type Round } from './jobs.ts';

/** The producers' side: adds jobs and nothing else. */
export interface Queues {
  readonly backend: Backend['kind'];
  /**
   * Adds what is due within the horizon; the rest is left to the sweep. Adding a job that waits already changes nothing.
   * @param now by the database's clock
   * @param inside a client within a transaction: the jobs become visible with its commit (PostgreSQL only)
   */
  add(jobs: readonly Job[], now: Date, inside?: pg.PoolClient): Promise<void>;
  /** How BullMQ sees a job: `waiting`, `active`, `delayed` …, or `missing`. */
  stateOf(job: Job): Promise<string>;
  /** Makes a delayed job run now. */
  promote(job: Job): Promise<void>;
  /** Makes sure that a round comes; asking again changes nothing. */
  schedule(round: Round): Promise<void>;
  /** When workers last took up the round that comes most often, within seconds; null: never. By this machine's clock. */
  lastRoundAt(): Promise<Date | null>;
  /** How many jobs each queue holds, by BullMQ's states. */
  counts(): Promise<{ queue: QueueName; state: string; count: number }[]>;
  /** BullMQ's own objects, to be looked at. */
  all(): Queue[];
  /** Makes again what the queue has lost as a whole; true when something was missing. */
  repair(): Promise<boolean>;
  close(): Promise<void>;
}

const LIVELIEST = ROUNDS.reduce((a, b) => (a.everyMs <= b.everyMs ? a : b));
const COUNTED_STATES = ['waiting', 'active', 'delayed'] as const;

/** The queues of a backend; connections are the backend’s. */
export function createQueues(backend: Backend): Queues {
  const queues = new Map<QueueName, Queue>(QUEUE_NAMES.map((name) => [name, backend.queue(name)]));
  /** BullMQ remembers for ever that its first look at the schema failed, so a queue that failed is made anew. */
  const using = async <T>(name: QueueName, work: (queue: Queue) => Promise<T>): Promise<T> => {
    const queue = queues.get(name) as Queue;
    try {
      return await work(queue);
    } catch (error) {
      if (backend.kind === 'postgres' && queues.get(name) === queue) queues.set(name, backend.queue(name));
      throw error;
    }
  };
  return {
    backend: backend.kind,
    async add(jobs, now, inside) {
      for (const [name, group] of grouped(jobs.filter((job) => job.dueAt.getTime() - now.getTime() <= HORIZON_MS))) {
        const jobsOfQueue = group.map((job) => bullJob(job, now));
        const borrowed = inside && (await backend.queueInside(name, inside));
        if (borrowed) await borrowed.addBulk(jobsOfQueue);
        else await using(name, (queue) => queue.addBulk(jobsOfQueue));
      }
    },
    async stateOf(job) {
      return using(job.queue, async (queue) => {
        const found = await queue.getJob(job.id);
        return found ? found.getState() : 'missing';
      });
    },
    async promote(job) {
      await using(job.queue, async (queue) => (await queue.getJob(job.id))?.promote());
    },
    async schedule({ queue: name, id, everyMs, payload }) {
      const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true };
      const template = { name: payload.name, data: payload, opts };
      await using(name, (queue) => queue.upsertJobScheduler(id, { every: everyMs }, template));
    },
    async lastRoundAt() {
      const found = await using(LIVELIEST.queue, (queue) => queue.getJobScheduler(LIVELIEST.id));
      // A worker that takes up a round sets the time of the next.
      return found?.next ? new Date(found.next - LIVELIEST.everyMs) : null;
    },
    all: () => [...queues.values()],
    async counts() {
      const found = await Promise.all(
        QUEUE_NAMES.map((name) => using(name, (queue) => queue.getJobCounts(...COUNTED_STATES))),
      );
      return found.flatMap((counts, index) =>
        Object.entries(counts).map(([state, count]) => ({ queue: QUEUE_NAMES[index] as QueueName, state, count })),
      );
    },
    repair: () => backend.repair(),
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** The delay is counted on the database's clock and only then handed to BullMQ, which counts it from its own "now". */
function bullJob(job: Job, now: Date) {
  return {
    name: job.payload.name,
    data: job.payload,
    opts: {
      jobId: job.id,
      delay: Math.max(0, job.dueAt.getTime() - now.getTime()),
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

function grouped(jobs: readonly Job[]): Map<QueueName, Job[]> {
  const groups = new Map<QueueName, Job[]>();
  for (const job of jobs) groups.set(job.queue, [...(groups.get(job.queue) ?? []), job]);
  return groups;
}
