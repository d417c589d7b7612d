import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { DeliveryState, DeliveryTry, WebhookEvent } from '#posts/webhooks';
import { organisations } from './cluster.ts';
import { createdAt, id, instant, revision } from './columns.ts';

/** A receiver of another program, told by HTTP. */
export const webhooks = pgTable('webhooks', {
  id: id(),
  name: text().notNull(),
  url: text().notNull(),
  events: text().array().$type<WebhookEvent[]>().notNull(),
  /** Null: the whole cluster. */
  organisationId: uuid().references(() => organisations.id),
  /** Sealed by src/secrets. */
  secret: text().notNull(),
  /** The one before a rotation; it signs as well until then. */
  previousSecret: text(),
  previousUntil: instant(),
  /** Null while it is told; who or what switched it off stands in the audit log. */
  disabledAt: instant(),
  disabledWhy: text(),
  /** The first failure since the last success. */
  failingSince: instant(),
  warnedAt: instant(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
  revision: revision(),
});

/** What a webhook is to be told: written from the audit log, never while something is published. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    webhookId: uuid()
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** The link of the audit chain that it tells of; null: a person asked for it. */
    chainNo: bigint({ mode: 'number' }),
    event: text().notNull(),
    /** The body, exactly as it is sent and signed. */
    body: text().notNull(),
    state: text().$type<DeliveryState>().notNull().default('waiting'),
    tries: integer().notNull().default(0),
    log: jsonb().$type<DeliveryTry[]>().notNull().default([]),
    /** When it is tried next, or when a try under way is taken for lost; null: not again. */
    dueAt: instant(),
    createdAt: createdAt(),
    deliveredAt: instant(),
  },
  (table) => [
    unique('webhook_deliveries_once').on(table.webhookId, table.chainNo),
    index('webhook_deliveries_listed').on(table.webhookId, table.id),
    index('webhook_deliveries_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
    index('webhook_deliveries_age').on(table.createdAt),
  ],
);

/** One row: how far into the audit chain deliveries were written. */
export const webhookPosition = pgTable('webhook_position', {
  one: boolean().primaryKey().default(true),
  chainNo: bigint({ mode: 'number' }).notNull(),
});
