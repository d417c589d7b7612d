import { once, setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type Job as BullJob, DelayedError, type Worker } from 'bullmq';
import type { Backend } from '#queue-config/backend';
import { JobPayload, QUEUE_NAMES, type QueueName, ROUNDS } from '#queue-config/jobs';
import { forgetOldNotices } from '#src/db/notices';
import type { ImportDeps } from '#src/imports/deps';
import { runImport } from '#src/imports/run';
import { deliver } from '#src/notify/webhooks/deliver';
import type { WebhookDeps } from '#src/notify/webhooks/deps';
import { runChange } from '#src/publishing/change';
import type { PublishingDeps } from '#src/publishing/deps';
import { lookForPost } from '#src/publishing/look';
import { checkChannels } from './channel-health.ts';
import { collectMetrics } from './collect-metrics.ts';
import { every } from './every.ts';
import { lookForDueImports } from './import-events.ts';
import { type Again, publishPost } from './publish-post.ts';
import { sendDigests } from './send-digests.ts';
import { sweep } from './sweep.ts';
import { sendMail, type Telling, tellPeople } from './tell-people.ts';
import { keepTelling } from './webhooks.ts';

export interface RunningWorkers {
  /** Stops taking jobs, waits for what is under way (20 s at most), then lets go. */
  stop(): Promise<void>;
  /** One sweep now; for tests and for a start after a long pause. */
  sweepNow(): Promise<boolean>;
}

export interface WorkerOptions {
  /** Posts of one channel kind that go out at the same time from this process. */
  readonly publishConcurrency?: number;
  readonly sweepEveryMs?: number;
  readonly horizonEveryMs?: number;
  /** Null or missing: no webhook is told by this process. */
  readonly webhooks?: WebhookDeps | null;
  readonly webhooksEveryMs?: number;
  /** Left out: no person is told anything by this process. */
  readonly people?: Telling;
  readonly peopleEveryMs?: number;
  readonly roundsEveryMs?: number;
  /** Null or missing: this process reads no partners' sources. */
  readonly imports?: ImportDeps | null;
}

/** Within a minute people know; most of it is the time until the audit log is read. */
const PEOPLE_EVERY_MS = 10_000;
const ROUNDS_EVERY_MS = 60_000;
const DIGEST_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 3_600_000;
const STOP_WITHIN_MS = 20_000;
const LET_START_MS = 2_000;

/** Starts every worker of this process and its sweep. */
export function startWorkers(deps: PublishingDeps, backend: Backend, options: WorkerOptions = {}): RunningWorkers {
  const { webhooks = null, people, imports = null } = options;
  const handle = handlers(deps, options);
  const workers: Worker[] = [];
  const stopping = new AbortController();
  // Every queue waits on it, once or twice.
  setMaxListeners(2 * QUEUE_NAMES.length, stopping.signal);
  const start = async (name: QueueName): Promise<void> => {
    const concurrency = name.startsWith('publish-') ? (options.publishConcurrency ?? 8) : 2;
    const make = () => backend.worker(name, (job, token) => run(deps, handle, job, token), { concurrency });
    const worker = await untilReady(deps, make, stopping.signal);
    if (!worker) return;
    workers.push(worker);
    void worker.run().catch((error) => deps.logger.error({ err: error }, 'a worker stopped'));
  };
  const takes = (name: QueueName) => (name !== 'webhooks' || webhooks) && (name !== 'import-events' || imports);
  const started = Promise.all(QUEUE_NAMES.filter(takes).map(start));
  const sweeping = startSweep(deps, options);
  const telling = webhooks && keepTelling(webhooks, deps.queues, options.webhooksEveryMs);
  const broke = (error: unknown) => deps.logger.error({ err: error }, 'a round broke; it comes again');
  const rounds = [
    every(options.roundsEveryMs ?? ROUNDS_EVERY_MS, () => started.then(() => scheduleRounds(deps)), broke),
  ];
  if (people) {
    rounds.push(every(options.peopleEveryMs ?? PEOPLE_EVERY_MS, () => tellPeople(deps, people), broke));
    rounds.push(every(DIGEST_EVERY_MS, () => sendDigests(deps, people), broke));
    rounds.push(every(FORGET_EVERY_MS, () => forgetOldNotices(deps.database.db), broke));
  }
  return {
    sweepNow: () => sweep(deps, true),
    async stop() {
      stopping.abort();
      await started;
      await Promise.all([sweeping, telling, ...rounds].map((each) => each?.stop()));
      await Promise.race([Promise.allSettled(workers.map((worker: Worker) => worker.close())), after(STOP_WITHIN_MS)]);
    },
  };
}

/** A queue that was lost has lost its rounds too, so they are asked for again and again. */
async function scheduleRounds({ queues }: PublishingDeps): Promise<void> {
  for (const round of ROUNDS) await queues.schedule(round);
}

/**
 * BullMQ remembers for ever that its first look at the database failed, and then asks again without end. So a worker is
 * started once it is ready, and made anew when it was not. Null when the process stops before that.
 */
async function untilReady(deps: PublishingDeps, make: () => Worker, signal: AbortSignal): Promise<Worker | null> {
  // Closed in the middle of its start, a worker keeps what it was just about to get; Redis may let it wait for ever.
  const longAborted = once(signal, 'abort').then(() => after(LET_START_MS));
  while (!signal.aborted) {
    const worker = make();
    try {
      await deps.queues.repair();
      await Promise.race([worker.waitUntilReady(), longAborted]);
      if (!signal.aborted) return worker;
    } catch (error) {
      deps.logger.warn({ err: error }, 'the queue is not ready yet');
    }
    // What it holds of the pool must go back, or the pool never ends.
    await worker.close(true).catch(() => undefined);
    if (!signal.aborted) {
      await setTimeout(500, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

type Handlers = { readonly [Name in JobPayload['name']]: (payload: JobPayload & { name: Name }) => Promise<Again> };

function handlers(deps: PublishingDeps, { webhooks, people, imports }: WorkerOptions): Handlers {
  const collect = collectMetrics(deps);
  const check = checkChannels(deps);
  const mail = sendMail(deps, people);
  return {
    publish: publishPost(deps),
    change: async ({ attemptId }) => void (await runChange(deps, attemptId)),
    look: async ({ postId }) => void (await lookForPost(deps, postId)),
    collect: async ({ channelId }) => void (await collect(channelId)),
    health: async () => void (await check()),
    notify: async ({ noticeId }) => void (await mail(noticeId)),
    imports: async () => void (imports && (await lookForDueImports(imports, deps.queues))),
    import: async ({ importId }) => void (imports && (await runImport(imports, importId))),
    deliver: async ({ deliveryId }) => void (webhooks && (await deliver(webhooks, deliveryId))),
  };
}

async function run(deps: PublishingDeps, handle: Handlers, job: BullJob, token: string | undefined): Promise<void> {
  const payload = JobPayload.parse(job.data);
  let again: Again;
  try {
    again = await (handle[payload.name] as (payload: JobPayload) => Promise<Again>)(payload);
  } catch (error) {
    // The row still says what is to be done, and the sweep picks it up; the log says why this try broke.
    deps.logger.error({ err: error, jobId: job.id, job: payload }, 'job broke');
    throw error;
  }
  if (!again) return;
  await job.moveToDelayed(Date.now() + again.againInMs, token);
  throw new DelayedError();
}

function startSweep(deps: PublishingDeps, options: WorkerOptions) {
  const everyMs = options.sweepEveryMs ?? 5_000;
  const horizonMs = options.horizonEveryMs ?? 60_000;
  let horizonAt = 0;
  let running: Promise<unknown> | null = null;
  const tick = () => {
    if (running) return;
    const horizon = performance.now() >= horizonAt;
    if (horizon) horizonAt = performance.now() + horizonMs;
    running = sweep(deps, horizon)
      .catch((error) => {
        horizonAt = 0;
        deps.logger.error({ err: error }, 'the sweep broke; it comes again');
      })
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(tick, everyMs);
  tick();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function after(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}
