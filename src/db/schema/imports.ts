import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type {
  ImportItem,
  ImportItemState,
  ImportKind,
  ImportQuestion,
  ImportResult,
  ImportRule,
  ImportWord,
} from '#posts/schema/import';
import { organisations } from './cluster.ts';
import { createdAt, id, instant, revision } from './columns.ts';
import { announcements } from './publishing.ts';

/** Sources of partners that are read again and again. */
export const imports = pgTable(
  'imports',
  {
    id: id(),
    name: text().notNull(),
    address: text().notNull(),
    kind: text().$type<ImportKind>().notNull(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id),
    channels: text().array().notNull(),
    themes: text().array().notNull().default([]),
    targetGroups: text().array().notNull().default([]),
    language: text().notNull(),
    funding: text(),
    campaign: text(),
    words: jsonb().$type<ImportWord[]>().notNull().default([]),
    rule: text().$type<ImportRule>().notNull().default('draft'),
    paused: boolean().notNull().default(false),
    /** As the source named its version; sent back so that it can say "unchanged". */
    etag: text(),
    lastModified: text(),
    fetchedAt: instant(),
    /** When it was last read whole. An unchanged file tells more as days pass: its series go on. */
    readAt: instant(),
    /** When it is to be read next; null while it is paused. The truth, of which the queue's timer only reminds. */
    nextFetchAt: instant().default(sql`now()`),
    failures: integer().notNull().default(0),
    lastResult: jsonb().$type<ImportResult>(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    revision: revision(),
  },
  (table) => [index('imports_due').on(table.nextFetchAt).where(sql`${table.nextFetchAt} is not null`)],
);

/** What came from sources, each thing once; of a one-off import without a source. */
export const importItems = pgTable(
  'import_items',
  {
    id: id(),
    importId: uuid().references(() => imports.id, { onDelete: 'cascade' }),
    sourceId: text().notNull(),
    uid: text(),
    /** Of everything the source told, so that a change is seen. */
    hash: text().notNull(),
    state: text().$type<ImportItemState>().notNull(),
    reason: jsonb().$type<{ code: string; detail: string }>(),
    question: text().$type<ImportQuestion>(),
    announcementId: uuid().references(() => announcements.id, { onDelete: 'set null' }),
    /** As the source tells it now. */
    item: jsonb().$type<ImportItem>().notNull(),
    /** As it was taken over last; what the announcement says otherwise, a person changed. */
    applied: jsonb().$type<ImportItem>(),
    startsAt: instant(),
    seenAt: createdAt(),
    changedAt: createdAt(),
  },
  (table) => [
    unique('import_items_source').on(table.importId, table.sourceId),
    index('import_items_listed').on(table.importId, table.changedAt, table.id),
    index('import_items_uid').on(table.uid).where(sql`${table.uid} is not null`),
    index('import_items_announcement').on(table.announcementId),
  ],
);
