import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';
import type { Message } from '#posts/compose/message';
import type { Outcome } from '#posts/outcome';
import type { CampaignStep } from '#posts/plan';
import type { ApprovalSettings, Role, Scope } from '#posts/policy';
import type { TextInput } from '#posts/schema/announcement';
import type { Names } from '#posts/schema/basics';
import type { ChannelKind, ParkReason } from '#posts/schema/channel';
import type { PostState, StateName } from '#posts/state';
import { people } from './people-schema.ts';

export * from './people-schema.ts';

// Made by us, so that any PostgreSQL from 14 on will do; version 7 keeps neighbours in time together in the index.
const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => uuidv7());
const instant = () => timestamp({ withTimezone: true, precision: 3 });
const createdAt = () => instant().notNull().default(sql`now()`);
const revision = () => integer().notNull().default(1);

/** One row: the installation's settings, and whether publishing is stopped (design §5, last paragraph). */
export const cluster = pgTable('cluster', {
  one: boolean().primaryKey().default(true),
  name: text().notNull(),
  zone: text().notNull(),
  languages: text().array().notNull(),
  /** Set while nothing may be published: by a person, or because the database came back from a copy. */
  stopped: jsonb().$type<{ reason: 'person' | 'restored'; message: string; at: string; by: string }>(),
  /** The data folder or server that this database last published from; another one means a copy. */
  instanceId: text(),
  /** Who must approve what (`posts/policy`). */
  approval: jsonb().$type<ApprovalSettings>().notNull().default({ fourEyes: false, areas: {} }),
  /** What short links add to the addresses they lead to, such as `utm_source={channel}`; null: nothing. */
  linkParameters: text(),
  /** Single samples older than this are forgotten; each post keeps its newest numbers. Null: all are kept. */
  samplesKeptDays: integer(),
  revision: revision(),
});

export const organisations = pgTable('organisations', {
  id: id(),
  slug: text().notNull().unique(),
  names: jsonb().$type<Names>().notNull(),
  areas: jsonb().$type<Names>().notNull().default({}),
  revision: revision(),
});

export const themes = pgTable('themes', {
  id: id(),
  slug: text().notNull().unique(),
  names: jsonb().$type<Names>().notNull(),
  revision: revision(),
});

export const targetGroups = pgTable('target_groups', {
  id: id(),
  slug: text().notNull().unique(),
  names: jsonb().$type<Names>().notNull(),
  revision: revision(),
});

export const fundings = pgTable('fundings', {
  id: id(),
  slug: text().notNull().unique(),
  names: jsonb().$type<Names>().notNull(),
  statements: jsonb().$type<Names>().notNull(),
  forbidden: text().array().notNull().default([]),
  startsOn: date().notNull(),
  endsOn: date().notNull(),
  revision: revision(),
});

export const campaignTemplates = pgTable('campaign_templates', {
  id: id(),
  slug: text().notNull().unique(),
  names: jsonb().$type<Names>().notNull(),
  steps: jsonb().$type<CampaignStep[]>().notNull(),
  revision: revision(),
});

export const channels = pgTable(
  'channels',
  {
    id: id(),
    slug: text().notNull().unique(),
    kind: text().$type<ChannelKind>().notNull(),
    name: text().notNull(),
    organisationId: uuid().references(() => organisations.id),
    remoteId: text(),
    languages: text().array().notNull(),
    /** Sealed by src/secrets; null for the website. */
    accessToken: text(),
    refreshToken: text(),
    tokenExpiresAt: instant(),
    holdReason: text().$type<ParkReason>(),
    holdUntil: instant(),
    holdMessage: text(),
    health: jsonb().$type<{ ok: boolean; message: string; checkedAt: string }>(),
    removedAt: instant(),
    createdAt: createdAt(),
    revision: revision(),
  },
  (table) => [
    // A page is connected once (design §7).
    uniqueIndex('channels_page').on(table.kind, table.remoteId).where(sql`${table.removedAt} is null`),
    index('channels_held').on(table.holdUntil).where(sql`${table.holdReason} is not null`),
  ],
);

export const media = pgTable('media', {
  id: id(),
  sha256: text().notNull(),
  mime: text().notNull(),
  bytes: integer().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  alt: text().notNull(),
  fileName: text().notNull(),
  createdAt: createdAt(),
});

export interface StoredEvent {
  startsAt: string;
  endsAt: string | null;
  place: string | null;
  streamUrl: string | null;
  registrationUrl: string | null;
  capacity: number | null;
  organiser: string | null;
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
    event: jsonb().$type<StoredEvent>(),
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
    publishAt: instant(),
    worthUntil: instant(),
    /** Draft until submitted; open from approval on; cancelled stays visible as such. */
    state: text().$type<'draft' | 'awaitingApproval' | 'open' | 'cancelled'>().notNull(),
    createdBy: text().notNull(),
    /** Who wrote or changed what is not approved yet; where four eyes are on, none of them approves it. */
    writers: text().array().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    revision: revision(),
  },
  (table) => [
    index('announcements_listed').on(table.createdAt, table.id),
    index('announcements_themes').using('gin', table.themes),
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
    // A page's posts go out in the order of their times; and what waits for a held page is found at once.
    index('posts_order')
      .on(table.channelId, table.scheduledAt)
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
