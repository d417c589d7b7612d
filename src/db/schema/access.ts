import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Role, Scope } from '#posts/policy';
import { organisations } from './cluster.ts';
import { createdAt, id, instant } from './columns.ts';
import { people } from './people.ts';

export const apiKeys = pgTable('api_keys', {
  id: id(),
  name: text().notNull(),
  hash: text().notNull().unique(),
  /** Null: the whole cluster. */
  organisationId: uuid().references(() => organisations.id),
  /** Null: everything, as an administrator of the cluster. */
  scopes: text().array().$type<Scope[]>(),
  expiresAt: instant(),
  createdBy: text(),
  createdAt: createdAt(),
  revokedAt: instant(),
});

/** What a person is in an organisation; at most one role in each. */
export const personRoles = pgTable(
  'person_roles',
  {
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.organisationId] })],
);

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    key: text().notNull(),
    actor: text().notNull(),
    /** Hash of method, path and body: the same key with other content is refused. */
    request: text().notNull(),
    status: integer(),
    response: jsonb(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.key] }), index('idempotency_keys_age').on(table.createdAt)],
);

/** Every change of state and every refusal, by whom (design §11). Only ever added to. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: createdAt(),
    actor: text().notNull(),
    action: text().notNull(),
    thing: text().notNull(),
    thingId: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index('audit_thing').on(table.thing, table.thingId), index('audit_actor').on(table.actor)],
);

/** Where an entry came from. Personal, so it stands outside of what the chain seals and may be erased. */
export const auditOrigins = pgTable('audit_origins', {
  auditId: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => audit.id),
  address: text(),
  program: text(),
});

/** One link for each entry, in the order of sealing: each hash holds the one before, so a change or a gap shows. */
export const auditChain = pgTable('audit_chain', {
  no: bigint({ mode: 'number' }).primaryKey(),
  auditId: bigint({ mode: 'number' }).notNull().unique(),
  hash: text().notNull(),
});
