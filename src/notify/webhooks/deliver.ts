import type { AuditAction } from '#posts/audit';
import { type DeliveryTry, nextTryInMs, TEST_EVENT, troubleOf } from '#posts/webhooks';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { databaseNow } from '#src/db/posts';
import {
  claimDelivery,
  type DeliveryRow,
  dropDeliveries,
  getWebhook,
  lockWebhook,
  settleDelivery,
  updateWebhook,
  type WebhookRow,
} from '#src/db/webhooks';
import type { Fetched } from '#src/net/guarded-fetch';
import type { WebhookDeps } from './deps.ts';
import { signedHeaders } from './secrets.ts';

const TIMEOUT_MS = 15_000;
/** After this long without a word from its worker, a try is taken for lost and made again. */
const LEASE_SECONDS = 60;
const LOGGED = 20;

/**
 * One try of one delivery. The same message keeps its `webhook-id` over every try and replay, so that a receiver which
 * hears it twice can tell: at least once is what is promised.
 */
export async function deliver(deps: WebhookDeps, deliveryId: string): Promise<void> {
  const { db } = deps.database;
  const claimed = await claimDelivery(db, deliveryId, LEASE_SECONDS);
  if (!claimed) return;
  const webhook = await getWebhook(db, claimed.webhookId);
  if (!webhook) return;
  if (webhook.disabledAt !== null && claimed.event !== TEST_EVENT) {
    await settleDelivery(db, claimed, { state: 'dropped', dueAt: null });
    return;
  }
  const at = await databaseNow(db);
  const startedAt = performance.now();
  const message = { id: `msg_${claimed.id}`, body: claimed.body, at };
  const fetched = await deps.fetch(webhook.url, {
    method: 'POST',
    body: claimed.body,
    headers: signedHeaders(deps.sealer, webhook, message),
    timeoutMs: TIMEOUT_MS,
    maxBytes: 100_000,
  });
  const tried: DeliveryTry = {
    at: at.toISOString(),
    ...toldBy(fetched),
    tookMs: Math.round(performance.now() - startedAt),
  };
  const log = [...claimed.log, tried].slice(-LOGGED);
  await deps.database.transaction(async (tx) => {
    if (isTaken(fetched)) await settleTaken(tx.db, claimed, webhook, log);
    else await settleRefused(deps, tx.db, claimed, tried, log);
  });
  deps.logger.debug({ deliveryId, webhookId: webhook.id, status: tried.status }, 'a webhook was told');
}

/** Any 2xx is a yes, whatever else comes with it. */
function isTaken(fetched: Fetched): boolean {
  return fetched.ok || fetched.reason === 'tooLarge' || fetched.reason === 'unreadable' || fetched.reason === 'webPage';
}

function toldBy(fetched: Fetched): Pick<DeliveryTry, 'status' | 'detail'> {
  if (fetched.ok) return { status: fetched.status, detail: 'Taken.' };
  if (isTaken(fetched)) return { status: 200, detail: 'Taken.' };
  if (fetched.reason === 'tooManyRedirects') {
    return { status: null, detail: 'It sends on to another address. Give the address where it ends.' };
  }
  return { status: fetched.status ?? null, detail: fetched.detail };
}

async function settleTaken(db: Database, claimed: DeliveryRow, webhook: WebhookRow, log: DeliveryTry[]): Promise<void> {
  await settleDelivery(db, claimed, {
    state: 'delivered',
    log,
    dueAt: null,
    deliveredAt: new Date(log.at(-1)?.at ?? 0),
  });
  if (webhook.failingSince !== null) await updateWebhook(db, webhook.id, { failingSince: null, warnedAt: null }, false);
}

async function settleRefused(
  deps: WebhookDeps,
  db: Database,
  claimed: DeliveryRow,
  tried: DeliveryTry,
  log: DeliveryTry[],
): Promise<void> {
  const now = await databaseNow(db);
  const waitMs = claimed.event === TEST_EVENT ? null : nextTryInMs(claimed.tries, deps.random());
  await settleDelivery(db, claimed, {
    log,
    ...(waitMs === null ? { state: 'failed' as const, dueAt: null } : { dueAt: new Date(now.getTime() + waitMs) }),
  });
  if (claimed.event !== TEST_EVENT) await noteTrouble(db, claimed.webhookId, tried, now);
}

/** Long failing is told in the audit log and beside the webhook, once; then it is switched off. */
async function noteTrouble(db: Database, webhookId: string, tried: DeliveryTry, now: Date): Promise<void> {
  const webhook = await lockWebhook(db, webhookId);
  if (!webhook || webhook.disabledAt !== null) return;
  const failingSince = webhook.failingSince ?? now;
  const trouble = troubleOf(failingSince, tried.status, now);
  const detail = { failingSince: failingSince.toISOString(), status: tried.status, why: tried.detail };
  const tell = (action: AuditAction) =>
    writeAudit(db, { actor: 'webhooks', action, thing: 'webhook', thingId: webhookId, detail });
  if (trouble === 'disabled') {
    await updateWebhook(db, webhookId, { failingSince, disabledAt: now, disabledWhy: tried.detail }, false);
    await dropDeliveries(db, webhookId);
    await tell('webhook.disabled');
    return;
  }
  const warn = trouble === 'failing' && webhook.warnedAt === null;
  await updateWebhook(db, webhookId, { failingSince, ...(warn ? { warnedAt: now } : {}) }, false);
  if (warn) await tell('webhook.failing');
}
