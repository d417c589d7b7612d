import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Message } from '#posts/compose/message';
import type { Crops } from '#posts/crop';
import type { FollowReason } from '#posts/follow/changes';
import type { Outcome } from '#posts/outcome';
import type { LinkCardInput, TextInput } from '#posts/schema/announcement';
import type { EventStatus } from '#posts/schema/announcement-view';
import type { PostState, StateName } from '#posts/state';
import { channels, organisations } from './cluster.ts';
import { createdAt, id, instant, revision } from './columns.ts';

export interface StoredEvent {
  startsAt: string;
  endsAt: string | null;
  place: string | null;
  streamUrl: string | null;
  registrationUrl: string | null;
  capacity: number | null;
  organiser: string | null;
  /** True: it does not happen at `startsAt`, and when it does is not known yet. */
  postponed?: boolean;
}

/** What a post would say now, offered to a person: its own words were not overwritten. */
export interface StoredOffer {
  title: string;
  text: string;
  /** What of the announcement changed. */
  why: FollowReason[];
}

/** What of an announcement stands on the public site. */
export interface ReadContent {
  organisationId: string;
  texts: Record<string, TextInput>;
  link: string | null;
  event: StoredEvent | null;
  eventStatus: EventStatus | null;
  sequence: number;
  themes: string[];
  funding: string | null;
  media: string[];
}

export const announcements = pgTable(
  'announcements',
  {
    id: id(),
    slug: text().notNull().unique(),
    kind: text().$type<'announcement' | 'event'>().notNull(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id),
    texts: jsonb().$type<Record<string, TextInput>>().notNull(),
    link: text(),
    /** What the card of the link says where a channel builds none itself; null: the announcement's own title. */
    linkCard: jsonb().$type<LinkCardInput>(),
    /** False: its addresses go out as they are, also where the cluster counts clicks. */
    trackLinks: boolean().notNull().default(true),
    event: jsonb().$type<StoredEvent>(),
    /** What its readers must know of its date; null: no event. */
    eventStatus: text().$type<EventStatus>(),
    /** Raised whenever time, place or status of an event changes, so that calendars follow (RFC 5545 SEQUENCE). */
    sequence: integer().notNull().default(0),
    /** An RRULE (RFC 5545) without its start, which is `publishAt`, in the cluster's local time. */
    recurrence: text(),
    /** How many people came, as a person counted them; null: nobody told. */
    attendance: integer(),
    attendanceNote: text(),
    /** Slugs, which never change. */
    themes: text().array().notNull().default([]),
    targetGroups: text().array().notNull().default([]),
    funding: text(),
    campaign: text(),
    channels: text().array().notNull(),
    media: uuid().array().notNull().default([]),
    /** Which part of a picture a kind of channel shows. */
    crops: jsonb().$type<Crops>().notNull().default({}),
    publishAt: instant(),
    worthUntil: instant(),
    /** Draft until submitted; open from approval on; cancelled stays visible as such. */
    state: text().$type<'draft' | 'awaitingApproval' | 'open' | 'cancelled'>().notNull(),
    /** What readers see while a change waits for its approval; null: what stands here. */
    approved: jsonb().$type<ReadContent>(),
    createdBy: text().notNull(),
    /** Who wrote or changed what is not approved yet; where four eyes are on, none of them approves it. */
    writers: text().array().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    revision: revision(),
  },
  (table) => [
    index('announcements_listed').on(table.createdAt, table.id),
    index('announcements_waiting').on(table.createdAt, table.id).where(sql`${table.approved} is not null`),
    index('announcements_themes').using('gin', table.themes),
    // Summaries tell how many came to the events, and read nothing else of an announcement.
    index('announcements_events').on(table.id, table.attendance).where(sql`${table.kind} = 'event'`),
  ],
);

export const posts = pgTable(
  'posts',
  {
    id: id(),
    announcementId: uuid()
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    channelId: uuid()
      .notNull()
      .references(() => channels.id),
    language: text().notNull(),
    step: text(),
    state: text().$type<StateName>().notNull(),
    stateData: jsonb().$type<PostState>().notNull(),
    scheduledAt: instant(),
    worthUntil: instant(),
    /** From posts/due: when somebody must pick it up. */
    dueAt: instant(),
    message: jsonb().$type<Message>().notNull(),
    /** A person changed its words; a change of the announcement does not overwrite them. */
    handwritten: boolean().notNull().default(false),
    /** Null: nothing differs, or a person has answered. */
    offer: jsonb().$type<StoredOffer>(),
    edited: boolean().notNull().default(false),
    attemptNo: integer().notNull().default(0),
    remoteId: text(),
    publishedAt: instant(),
    /** When the next sample is due; null when there is none to take any more. */
    sampleDueAt: instant(),
    createdAt: createdAt(),
    revision: revision(),
  },
  (table) => [
    // The sweep and every timer read open posts only, so their cost does not grow with history (design §14).
    index('posts_due')
      .on(table.dueAt)
      .where(sql`${table.state} in ('scheduled', 'retrying', 'publishing', 'uncertain', 'parked')`),
    // A page's posts go out in the order of their times; and what waits for a held page is found at once. With the id the
    // order is whole, or the planner finds it cheaper to walk through everything that was ever planned.
    index('posts_next')
      .on(table.channelId, table.scheduledAt, table.id)
      .where(sql`${table.state} in ('scheduled', 'publishing')`),
    index('posts_parked').on(table.channelId).where(sql`${table.state} = 'parked'`),
    index('posts_sample_due').on(table.sampleDueAt).where(sql`${table.sampleDueAt} is not null`),
    index('posts_announcement').on(table.announcementId),
    index('posts_listed').on(table.scheduledAt, table.id),
    // Summaries of a period read this index and none of the rows.
    index('posts_published')
      .on(table.publishedAt, table.id, table.channelId, table.announcementId, table.language)
      .where(sql`${table.publishedAt} is not null`),
    uniqueIndex('posts_remote').on(table.channelId, table.remoteId).where(sql`${table.remoteId} is not null`),
  ],
);

export const attempts = pgTable(
  'attempts',
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    kind: text().$type<'publish' | 'comment' | 'edit' | 'retract'>().notNull(),
    no: integer().notNull(),
    snapshot: jsonb().$type<Record<string, unknown>>().notNull(),
    worker: text(),
    /** Names the one worker that may arm this attempt; another worker's claim replaces it. */
    leaseToken: uuid(),
    leaseUntil: instant(),
    claimedAt: createdAt(),
    armedAt: instant(),
    finishedAt: instant(),
    outcome: jsonb().$type<Outcome>(),
    /** For comment, edit and retract: how often the page was looked at, and when somebody must pick it up next. */
    looks: integer().notNull().default(0),
    dueAt: instant(),
  },
  (table) => [
    unique('attempts_no').on(table.postId, table.kind, table.no),
    index('attempts_due').on(table.dueAt).where(sql`${table.finishedAt} is null and ${table.dueAt} is not null`),
  ],
);

/** What the website shows: one item a post, put there by the website channel at its time. */
export const feedItems = pgTable(
  'feed_items',
  {
    postId: uuid()
      .primaryKey()
      .references(() => posts.id, { onDelete: 'cascade' }),
    attemptId: uuid().notNull(),
    language: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    link: text(),
    images: jsonb().$type<{ mediaId: string; alt: string; width: number; height: number; mime: string }[]>().notNull(),
    comment: text(),
    publishedAt: createdAt(),
    updatedAt: createdAt(),
    removedAt: instant(),
  },
  (table) => [index('feed_items_shown').on(table.publishedAt).where(sql`${table.removedAt} is null`)],
);
