import type { DeliveryView, WebhookView } from '#posts/schema/webhook';
import type { Database } from '#src/db/client';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import type { DeliveryRow, WebhookRow } from '#src/db/webhooks';

export async function presentWebhooks(db: Database, rows: readonly WebhookRow[]): Promise<WebhookView[]> {
  const ids = [...new Set(rows.flatMap(({ organisationId }) => organisationId ?? []))];
  const slugs = new Map((await findNamedAll(db, ORGANISATIONS, ids)).map(({ id, slug }) => [id, slug]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    organisation: row.organisationId === null ? null : (slugs.get(row.organisationId) ?? null),
    enabled: row.disabledAt === null,
    disabledAt: row.disabledAt,
    disabledWhy: row.disabledWhy,
    failingSince: row.failingSince,
    previousSecretUntil: row.previousUntil,
    createdAt: row.createdAt,
    revision: row.revision,
  }));
}

export function presentDelivery(row: DeliveryRow): DeliveryView {
  const { id, event, state, tries, dueAt, createdAt, deliveredAt, body, log } = row;
  const nextTryAt = state === 'waiting' ? dueAt : null;
  return { id, messageId: `msg_${id}`, event, state, tries, nextTryAt, createdAt, deliveredAt, body, log };
}
