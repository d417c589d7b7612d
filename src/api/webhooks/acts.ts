import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { AuditVerb } from '#posts/audit';
import type { WebhookInput, WebhookPatch } from '#posts/schema/webhook';
import { TEST_EVENT } from '#posts/webhooks';
import { deliverJob } from '#queue-config/jobs';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { isId } from '#src/db/ids';
import { findNamed, ORGANISATIONS } from '#src/db/named-things';
import { databaseNow } from '#src/db/posts';
import {
  type DeliveryRow,
  deleteWebhook,
  dropDeliveries,
  getDelivery,
  getWebhook,
  insertDeliveries,
  insertWebhook,
  lockWebhook,
  replayDelivery,
  updateWebhook,
  type WebhookRow,
} from '#src/db/webhooks';
import { addressRefusal } from '#src/net/guarded-fetch';
import { bodyOf } from '#src/notify/webhooks/outbox';
import { makeSecret, sealSecret } from '#src/notify/webhooks/secrets';
import type { Actor, ApiDeps } from '../deps.ts';
import { mustMay, thingOf } from '../guard.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '../problem.ts';
import { presentDelivery, presentWebhooks } from './present.ts';

/** How long the secret before a rotation still signs. */
const BOTH_FOR_MS = 24 * 3_600_000;
const SHOWN_ONCE = '(was shown once)';

type Found = (db: Database, id: string) => Promise<WebhookRow | null>;

/** @throws Refusal 404 when it is not there, or not to be seen by this one */
export async function existing(db: Database, actor: Actor, id: string, find: Found = lockWebhook): Promise<WebhookRow> {
  const row = isId(id) ? await find(db, id) : null;
  if (!row) throw notFound('webhook', id);
  mustMay(actor, 'webhook.manage', thingOf(row.organisationId), 'webhook', id);
  return row;
}

export async function create(call: Call<unknown, z.output<typeof WebhookInput>>): Promise<Reply> {
  const { deps, actor, body } = call;
  const organisation = body.organisation ? await findNamed(deps.database.db, ORGANISATIONS, body.organisation) : null;
  if (body.organisation && !organisation) {
    const detail = `there is no organisation "${body.organisation}"`;
    throw invalid([{ pointer: '/organisation', code: 'unknown-organisation', detail }]);
  }
  mustMay(actor, 'webhook.manage', thingOf(organisation?.id ?? null), 'organisation', body.organisation ?? '');
  refuseAddress(deps, body.url);
  const id = uuidv7();
  const secret = makeSecret();
  return call.commit(async (tx) => {
    const { name, url, events } = body;
    const sealed = sealSecret(deps.sealer, id, secret);
    const values = { id, name, url, events, organisationId: organisation?.id ?? null, secret: sealed };
    const row = await insertWebhook(tx.db, { ...values, createdBy: actor.name });
    await log(tx.db, actor, 'added', id, { events, organisationId: row.organisationId, host: new URL(url).host });
    return shownOnce(tx.db, 201, row, secret);
  });
}

export function change(call: Call<unknown, z.output<typeof WebhookPatch>>): Promise<Reply> {
  const { deps, actor, body, revision } = call;
  return call.commit(async (tx) => {
    const before = await existing(tx.db, actor, param(call, 'id'));
    if (revision !== null && revision !== before.revision) throw changedMeanwhile(before.revision);
    if (body.url !== undefined) refuseAddress(deps, body.url);
    const row = await updateWebhook(tx.db, before.id, {
      name: body.name ?? before.name,
      url: body.url ?? before.url,
      events: body.events ?? before.events,
      ...switched(before, body.enabled, await databaseNow(tx.db)),
    });
    if (row.disabledAt !== null) await dropDeliveries(tx.db, row.id);
    await log(tx.db, actor, 'edited', row.id, {
      before: { events: before.events, enabled: before.disabledAt === null },
      after: { events: row.events, enabled: row.disabledAt === null },
    });
    const [shown] = await presentWebhooks(tx.db, [row]);
    return { status: 200, body: shown, revision: row.revision };
  });
}

/** Switched on again, it starts without its past troubles. */
function switched(before: WebhookRow, enabled: boolean | undefined, now: Date) {
  if (enabled === undefined || enabled === (before.disabledAt === null)) return {};
  if (!enabled) return { disabledAt: now, disabledWhy: null };
  return { disabledAt: null, disabledWhy: null, failingSince: null, warnedAt: null };
}

export function remove(call: Call<unknown, unknown>): Promise<Reply> {
  return call.commit(async (tx) => {
    const row = await existing(tx.db, call.actor, param(call, 'id'));
    await deleteWebhook(tx.db, row.id);
    await log(tx.db, call.actor, 'removed', row.id, {});
    return { status: 204 };
  });
}

export function rotate(call: Call<unknown, unknown>): Promise<Reply> {
  const secret = makeSecret();
  return call.commit(async (tx) => {
    const before = await existing(tx.db, call.actor, param(call, 'id'));
    const now = await databaseNow(tx.db);
    const row = await updateWebhook(tx.db, before.id, {
      secret: sealSecret(call.deps.sealer, before.id, secret),
      previousSecret: before.secret,
      previousUntil: new Date(now.getTime() + BOTH_FOR_MS),
    });
    await log(tx.db, call.actor, 'rotated', row.id, {});
    return shownOnce(tx.db, 200, row, secret);
  });
}

export function test(call: Call<unknown, unknown>): Promise<Reply> {
  return call.commit(async (tx, jobs) => {
    const row = await existing(tx.db, call.actor, param(call, 'id'));
    const now = await databaseNow(tx.db);
    const body = bodyOf(TEST_EVENT, now, { webhook: { id: row.id, name: row.name } });
    const [made] = await insertDeliveries(tx.db, [{ webhookId: row.id, event: TEST_EVENT, body, dueAt: now }]);
    jobs.push(deliverJob(made as DeliveryRow));
    return { status: 202, body: presentDelivery(made as DeliveryRow) };
  });
}

export function replay(call: Call<unknown, unknown>): Promise<Reply> {
  return call.commit(async (tx, jobs) => {
    const id = param(call, 'delivery');
    const found = isId(id) ? await getDelivery(tx.db, id) : null;
    if (!found) throw notFound('delivery', id);
    const webhook = await getWebhook(tx.db, found.webhookId);
    mustMay(call.actor, 'webhook.manage', thingOf(webhook?.organisationId ?? null), 'delivery', id);
    if (webhook?.disabledAt) throw conflict('The webhook is switched off.', ['enable']);
    const row = await replayDelivery(tx.db, found.id);
    jobs.push(deliverJob(row));
    await log(tx.db, call.actor, 'replayed', row.webhookId, { delivery: row.id });
    return { status: 202, body: presentDelivery(row) };
  });
}

function refuseAddress({ settings }: ApiDeps, url: string): void {
  const refusal = addressRefusal(url, settings.allowPrivateAddresses);
  if (refusal) throw invalid([{ pointer: '/url', code: refusal.reason, detail: refusal.detail }]);
}

async function shownOnce(db: Database, status: number, row: WebhookRow, secret: string): Promise<Reply> {
  const [shown] = await presentWebhooks(db, [row]);
  const headers = status === 201 ? { Location: `/api/v1/webhooks/${row.id}` } : {};
  return {
    status,
    headers,
    revision: row.revision,
    body: { ...shown, secret },
    remembered: { ...shown, secret: SHOWN_ONCE },
  };
}

function log(db: Database, actor: Actor, verb: AuditVerb, id: string, detail: Record<string, unknown>): Promise<void> {
  return writeAudit(db, { actor: actor.name, action: `webhook.${verb}`, thing: 'webhook', thingId: id, detail });
}
