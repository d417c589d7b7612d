import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from './columns.ts';
import { announcements } from './publishing.ts';

/** What people say to each other about an announcement. Never published. */
export const comments = pgTable(
  'comments',
  {
    id: id(),
    announcementId: uuid()
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    /** As the audit log names them. */
    author: text().notNull(),
    body: text().notNull(),
    /** Ids of people. */
    mentions: uuid().array().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [index('comments_listed').on(table.announcementId, table.id)],
);

/** A link that shows an announcement's posts to whoever holds it, as they will stand. */
export const previewLinks = pgTable(
  'preview_links',
  {
    id: id(),
    announcementId: uuid()
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    /** Of the token; the link itself is shown once. */
    hash: text().notNull().unique(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (table) => [index('preview_links_listed').on(table.announcementId)],
);
