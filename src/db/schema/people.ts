import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { NoticeLanguage } from '#posts/notices';
import { createdAt, id, instant } from './columns.ts';

// The property names are those that better-auth asks for; the tables carry our own words.
const personId = () =>
  uuid()
    .notNull()
    .references(() => people.id, { onDelete: 'cascade' });

/** Who signs in. Personal fields stand here only; elsewhere a person is `person:<id>`. */
export const people = pgTable('people', {
  id: id(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  twoFactorEnabled: boolean().default(false),
  clusterAdmin: boolean().notNull().default(false),
  /** What mails to them are written in. */
  language: text().$type<NoticeLanguage>().notNull().default('fi'),
  noticesByMail: boolean().notNull().default(true),
  /** Whether the weekly numbers come by mail. */
  weeklyByMail: boolean().notNull().default(false),
  createdAt: createdAt(),
  updatedAt: createdAt(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: personId(),
    token: text().notNull().unique(),
    expiresAt: instant().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index('sessions_person').on(table.userId)],
);

/** How a person proves who they are: a password (hashed), or an account at a single sign-on provider. */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    userId: personId(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: instant(),
    refreshTokenExpiresAt: instant(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index('accounts_person').on(table.userId)],
);

/** What waits for somebody to come back: resets, invitations, single sign-on under way. */
export const verifications = pgTable(
  'verifications',
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index('verifications_identifier').on(table.identifier)],
);

export const twoFactors = pgTable(
  'two_factors',
  {
    id: id(),
    userId: personId(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    verified: boolean().default(true),
    failedVerificationCount: integer().default(0),
    lockedUntil: instant(),
  },
  (table) => [index('two_factors_person').on(table.userId), index('two_factors_secret').on(table.secret)],
);

/** Shared by all API processes, so that more of them do not mean more guesses. */
export const rateLimits = pgTable('rate_limits', {
  id: id(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: 'number' }).notNull(),
});
