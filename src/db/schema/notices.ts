import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { MailState, NoticeKind } from '#posts/notices';
import { createdAt, id, instant } from './columns.ts';
import { people } from './people.ts';

/** What a person was told. The row is the truth: a mail is sent because it stands here, and at most once. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    kind: text().$type<NoticeKind>().notNull(),
    /** Names what it is about; a person is told it once. */
    key: text().notNull(),
    thing: text().notNull(),
    thingId: text(),
    /** What the words are made from. */
    detail: jsonb().$type<Record<string, string | null>>().notNull(),
    at: createdAt(),
    readAt: instant(),
    mail: text().$type<MailState>().notNull(),
    mailDueAt: instant(),
    mailTries: integer().notNull().default(0),
  },
  (table) => [
    unique('notices_once').on(table.personId, table.key),
    index('notices_listed').on(table.personId, table.id),
    index('notices_unread').on(table.personId).where(sql`${table.readAt} is null`),
    index('notices_mail_due').on(table.mailDueAt).where(sql`${table.mailDueAt} is not null`),
  ],
);

/** One row: how far into the audit log people were told. */
export const noticePosition = pgTable('notice_position', {
  one: boolean().primaryKey().default(true),
  chainNo: bigint({ mode: 'number' }).notNull(),
});
