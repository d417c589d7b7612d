import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { channels } from './cluster.ts';
import { createdAt, instant } from './columns.ts';
import { posts } from './publishing.ts';

export const samples = pgTable(
  'samples',
  {
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    views: bigint({ mode: 'number' }),
    reach: bigint({ mode: 'number' }),
    reactions: bigint({ mode: 'number' }),
    comments: bigint({ mode: 'number' }),
    shares: bigint({ mode: 'number' }),
    clicks: bigint({ mode: 'number' }),
    linkClicks: bigint({ mode: 'number' }),
    notes: text().array().notNull().default([]),
    raw: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.at] })],
);

/** The newest sample of each post, kept beside the samples so that a summary never reads them all. */
export const postNumbers = pgTable('post_numbers', {
  postId: uuid()
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  at: instant().notNull(),
  views: bigint({ mode: 'number' }),
  reach: bigint({ mode: 'number' }),
  reactions: bigint({ mode: 'number' }),
  comments: bigint({ mode: 'number' }),
  shares: bigint({ mode: 'number' }),
  clicks: bigint({ mode: 'number' }),
  linkClicks: bigint({ mode: 'number' }),
});

/** How many follow a page, once a day (cluster zone); days of an outage are missing. */
export const pageNumbers = pgTable(
  'page_numbers',
  {
    channelId: uuid()
      .notNull()
      .references(() => channels.id),
    day: date().notNull(),
    /** Null: the platform was asked and did not tell. */
    followers: bigint({ mode: 'number' }),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.day] })],
);

/** Kaiku's own short links, `/r/<code>`; one for each post and target. */
export const links = pgTable(
  'links',
  {
    code: text().primaryKey(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    target: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique('links_post_target').on(table.postId, table.target)],
);

/** Clicks by link and day (cluster zone). No address, cookie or identity is stored (design §9). */
export const linkClicks = pgTable(
  'link_clicks',
  {
    code: text()
      .notNull()
      .references(() => links.code, { onDelete: 'cascade' }),
    day: date().notNull(),
    clicks: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.code, table.day] })],
);

/** Batches of clicks that are counted; one that is sent again because its answer was lost counts once. */
export const clickBatches = pgTable('click_batches', { id: uuid().primaryKey(), at: createdAt() }, (table) => [
  index('click_batches_age').on(table.at),
]);
