import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from './columns.ts';
import { announcements } from './publishing.ts';

/** A file of announcements that somebody confirmed, and how far it has come. */
export const csvImports = pgTable('csv_imports', {
  id: id(),
  fileName: text().notNull(),
  total: integer().notNull(),
  done: integer().notNull().default(0),
  created: integer().notNull().default(0),
  createdBy: text().notNull(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
  finishedAt: instant(),
});

/** What a row of a file became, by a hash of what the row says: the same row never becomes two announcements. */
export const csvRows = pgTable('csv_rows', {
  fingerprint: text().primaryKey(),
  announcementId: uuid()
    .notNull()
    .references(() => announcements.id, { onDelete: 'cascade' }),
});
