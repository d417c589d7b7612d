import { deliverJob, HORIZON_MS } from '#queue-config/jobs';
import type { Queues } from '#queue-config/queues';
import { databaseNow } from '#src/db/posts';
import { dueDeliveries, forgetDeliveries } from '#src/db/webhooks';
import type { WebhookDeps } from '#src/notify/webhooks/deps';
import { writeOutbox } from '#src/notify/webhooks/outbox';

const BATCH = 500;
const KEPT_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Writes what receivers are to be told, and puts into the queue what is due soon. As the sweep it is no job, so the
 * loss of the queue stops nothing: whatever waits is found again.
 */
export async function tellWebhooks(deps: WebhookDeps, queues: Queues): Promise<void> {
  const { db } = deps.database;
  await writeOutbox(deps);
  const now = await databaseNow(db);
  const due = await dueDeliveries(db, new Date(now.getTime() + HORIZON_MS), BATCH);
  if (due.length > 0) await queues.add(due.map(deliverJob), now);
}

/** Does so every few seconds. @returns what stops it, once what is under way is done */
export function keepTelling(deps: WebhookDeps, queues: Queues, everyMs = 5_000): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  const tick = () => {
    if (running) return;
    running = work()
      .catch((error) => deps.logger.error({ err: error }, 'webhooks were not told; they are soon'))
      .finally(() => {
        running = null;
      });
  };
  const work = async () => {
    await tellWebhooks(deps, queues);
    if (performance.now() - forgottenAt < FORGET_EVERY_MS) return;
    forgottenAt = performance.now();
    await forgetDeliveries(deps.database.db, KEPT_DAYS);
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
