import type { Queue } from 'bullmq';
import type pg from 'pg';
import type { Backend } from './backend.ts';
import { HORIZON_MS, type Job, QUEUE_NAMES, type QueueName } from './jobs.ts';

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
  close(): Promise<void>;
}

export function createQueues(backend: Backend): Queues {
  const queues = new Map<QueueName, Queue>(QUEUE_NAMES.map((name) => [name, backend.queue(name)]));
  const queueOf = (name: QueueName) => queues.get(name) as Queue;
  return {
    backend: backend.kind,
    async add(jobs, now, inside) {
      for (const [name, group] of grouped(jobs.filter((job) => job.dueAt.getTime() - now.getTime() <= HORIZON_MS))) {
        const queue = (inside && (await backend.queueInside(name, inside))) || queueOf(name);
        await queue.addBulk(group.map((job) => bullJob(job, now)));
      }
    },
    async stateOf(job) {
      const found = await queueOf(job.queue).getJob(job.id);
      return found ? found.getState() : 'missing';
    },
    async promote(job) {
      const found = await queueOf(job.queue).getJob(job.id);
      await found?.promote();
    },
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
