import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { channels } from './cluster.ts';
import { createdAt, instant } from './columns.ts';
import { people } from './people.ts';
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
export const postNumbers = pgTable(
  'post_numbers',
  {
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
    /** As the post has it; neither changes once it is out. */
    publishedAt: instant().notNull(),
    announcementId: uuid().notNull(),
  },
  (table) => [
    // What reached most in a period is found here, without the posts.
    index('post_numbers_foremost').on(table.publishedAt, table.announcementId, table.postId, table.reach),
  ],
);

const sum = () => bigint({ mode: 'number' });
const known = () => integer().notNull();

/**
 * Roll-ups: what the posts published on one day (cluster zone) add up to, under each thing that they are counted under.
 * True for the days that stand in `rolled_days`, and read for no other (`src/db/roll-ups.ts`). A key or project code
 * that a post has none of is empty. A sum that no post knows is null.
 */
export const dailyNumbers = pgTable(
  'daily_numbers',
  {
    dimension: text().notNull(),
    day: date().notNull(),
    key: text().notNull(),
    funding: text().notNull(),
    channelId: uuid().notNull(),
    posts: integer().notNull(),
    measured: integer().notNull(),
    views: sum(),
    viewsKnown: known(),
    reach: sum(),
    reachKnown: known(),
    reactions: sum(),
    reactionsKnown: known(),
    comments: sum(),
    commentsKnown: known(),
    shares: sum(),
    sharesKnown: known(),
    clicks: sum(),
    clicksKnown: known(),
    linkClicks: sum(),
    linkClicksKnown: known(),
  },
  (table) => [primaryKey({ columns: [table.dimension, table.day, table.key, table.funding, table.channelId] })],
);

/** Days whose roll-ups are true, in the zone that they were added up in. Whoever changes a number takes its day out. */
export const rolledDays = pgTable('rolled_days', { day: date().primaryKey(), zone: text().notNull() });

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

/** One row for each person and week, written before the mail is handed over: a week is never sent twice. */
export const digests = pgTable(
  'digests',
  {
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    /** The Monday of the week that it tells of. */
    week: date().notNull(),
    /** `sending` stands before the server is spoken to; one that is never heard of again may have arrived. */
    state: text().$type<'sending' | 'sent' | 'failed'>().notNull(),
    at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.week] })],
);
