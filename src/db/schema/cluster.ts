import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CampaignStep } from '#posts/campaign';
import type { Crop } from '#posts/crop';
import type { GateSettings } from '#posts/gate';
import type { ApprovalSettings } from '#posts/policy';
import type { Names } from '#posts/schema/basics';
import type { ChannelKind, ParkReason } from '#posts/schema/channel';
import type { PostingHours } from '#posts/schema/posting-hours';
import { createdAt, id, instant, revision } from './columns.ts';

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
  /** What the gate does about a missing language or a dead link (`posts/gate`). */
  gate: jsonb().$type<GateSettings>().notNull().default({ missingLanguage: 'warn', deadLink: 'warn' }),
  /** What short links add to the addresses they lead to, such as `utm_source={channel}`; null: nothing. */
  linkParameters: text(),
  /** Whether addresses in posts become short links that count clicks. */
  trackLinks: boolean().notNull().default(true),
  /** When campaigns may post; null: at any time. */
  postingHours: jsonb().$type<PostingHours>(),
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
    /** Ends of what the token hangs on, as far as the platform tells them. */
    refreshExpiresAt: instant(),
    dataAccessExpiresAt: instant(),
    apiVersionEndsAt: instant(),
    /** When its credentials are looked at next. */
    checkDueAt: createdAt(),
    /** After a renewal that came to nothing: not tried again before. */
    renewNotBefore: instant(),
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
    index('channels_check_due').on(table.checkDueAt).where(sql`${table.removedAt} is null`),
    index('channels_held').on(table.holdUntil).where(sql`${table.holdReason} is not null`),
  ],
);

export const media = pgTable(
  'media',
  {
    id: id(),
    sha256: text().notNull(),
    mime: text().notNull(),
    bytes: integer().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    alt: text().notNull(),
    fileName: text().notNull(),
    /** Who took it, and under which licence: shown where it is published on the website. */
    credit: text(),
    licence: text(),
    /** Who of those in it agreed to what; for staff only. */
    consent: text(),
    /** A part cut out of another picture for a channel; such rows are in no list. */
    originalId: uuid().references((): AnyPgColumn => media.id, { onDelete: 'cascade' }),
    crop: jsonb().$type<Crop>(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('media_crops').on(table.originalId, table.crop),
    index('media_listed').on(table.createdAt, table.id).where(sql`${table.originalId} is null`),
  ],
);
