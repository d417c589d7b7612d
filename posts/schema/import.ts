import { z } from 'zod';
import { Instant, Language, Ref, Slug, WebLink } from './basics.ts';
import { patchOf } from './patch.ts';

/** What a source is: an iCalendar file, a feed of news (RSS, Atom, JSON Feed), or a page with schema.org data. */
export const IMPORT_KINDS = ['calendar', 'news', 'page'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What becomes of something new: a draft that waits for a person, or posts that are scheduled at once. */
export const IMPORT_RULES = ['draft', 'schedule'] as const;
export type ImportRule = (typeof IMPORT_RULES)[number];

/** An event's facts as a source tells them. Instants are ISO 8601 in UTC. */
export const ImportedEvent = z.object({
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  /** The source tells days without hours: it starts at midnight and ends at 23:59 in the cluster's zone. */
  allDay: z.boolean(),
  place: z.string().max(300).nullable(),
  streamUrl: z.string().max(2000).nullable(),
  registrationUrl: z.string().max(2000).nullable(),
  organiser: z.string().max(200).nullable(),
});

/** One event or piece of news of a source, as plain text: nothing of it is markup any more. */
export const ImportItem = z.object({
  /** Names it within its source, the same at every reading; one instance of a series has a name of its own. */
  sourceId: z.string().min(1).max(500),
  /** Names it everywhere (an iCalendar UID, with the instance); null where the source knows no such name. */
  uid: z.string().max(500).nullable(),
  kind: z.enum(['announcement', 'event']),
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(10_000),
  link: z.string().max(2000).nullable(),
  /** Null where the source does not tell. */
  language: Language.nullable(),
  categories: z.array(z.string().max(200)).max(30),
  /** Of news; null where the source does not tell. */
  publishedAt: z.iso.datetime().nullable(),
  cancelled: z.boolean(),
  event: ImportedEvent.nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

/** What of a source was not taken, and why, in words. */
export const ImportRefusal = z.object({ title: z.string(), code: z.string(), detail: z.string() });
export type ImportRefusal = z.infer<typeof ImportRefusal>;

/** A word that tells what something is about: "hirsi" → wood construction. It also stands for the words that begin with it. */
export const ImportWord = z
  .strictObject({
    word: z.string().trim().min(2, 'use a word of two letters or more').max(100),
    theme: Ref.nullable().optional(),
    organisation: Ref.nullable().optional(),
  })
  .refine(({ theme, organisation }) => theme || organisation, 'say which theme or organisation the word means');
export type ImportWord = z.infer<typeof ImportWord>;

/** How something that comes in is made into an announcement. */
const treatment = {
  organisation: Ref,
  channels: z.array(Ref).min(1, 'choose at least one channel').max(100),
  themes: z.array(Ref).max(30).optional(),
  targetGroups: z.array(Ref).max(30).optional(),
  /** Of texts whose language the source does not tell. */
  language: Language,
  funding: Ref.nullable().optional(),
  /** Of events. */
  campaign: Ref.nullable().optional(),
  words: z.array(ImportWord).max(50).optional(),
};

/** Calendars are often given as webcal:, which is https: by another name. */
const Address = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().replace(/^webcals?:/i, 'https:') : value),
  WebLink,
);

const subscription = {
  name: z.string().trim().min(1, 'give it a name').max(200),
  address: Address,
  kind: z.enum(IMPORT_KINDS),
  ...treatment,
  rule: z.enum(IMPORT_RULES).optional(),
  paused: z.boolean().optional(),
};
/** A source that is read again and again. */
export const ImportInput = z.strictObject(subscription);
export type ImportInput = z.infer<typeof ImportInput>;

/** What the last reading brought; `refused` and `asking` count what the page shows a reason for. */
export const ImportResult = z.object({
  outcome: z.enum(['read', 'unchanged', 'failed']),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  new: z.int(),
  updated: z.int(),
  asking: z.int(),
  merged: z.int(),
  refused: z.int(),
  notes: z.array(z.object({ code: z.string(), detail: z.string() })),
  /** What could not even be read, the first of them. */
  refusals: z.array(ImportRefusal),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What the API tells of a source. PATCH takes the same back. */
export const ImportView = z.object({
  id: z.uuid(),
  name: z.string(),
  address: z.string(),
  kind: z.enum(IMPORT_KINDS),
  organisation: Slug,
  channels: z.array(z.string()),
  themes: z.array(z.string()),
  targetGroups: z.array(z.string()),
  language: Language,
  funding: z.string().nullable(),
  campaign: z.string().nullable(),
  words: z.array(z.object({ word: z.string(), theme: z.string().nullable(), organisation: z.string().nullable() })),
  rule: z.enum(IMPORT_RULES),
  paused: z.boolean(),
  fetchedAt: Instant.nullable(),
  nextFetchAt: Instant.nullable(),
  /** How many readings failed since one succeeded. */
  failures: z.int(),
  lastResult: ImportResult.nullable(),
  /** How many of its items wait for a person's answer. */
  asking: z.int(),
  createdBy: z.string(),
  createdAt: Instant,
  revision: z.int(),
});
export type ImportView = z.infer<typeof ImportView>;

/** Any part of a source; what is left out stays. */
export const ImportPatch = patchOf(
  subscription,
  Object.keys(ImportView.shape).filter((key) => !(key in subscription)),
);
export type ImportPatch = z.infer<typeof ImportPatch>;

/** What became of an item at the last reading. */
export const IMPORT_ITEM_STATES = ['new', 'updated', 'removed', 'refused', 'merged'] as const;
export type ImportItemState = (typeof IMPORT_ITEM_STATES)[number];

/** What a person is asked: to take over a change of the source, or to cancel what is gone from it. */
export const IMPORT_QUESTIONS = ['change', 'cancel'] as const;
export type ImportQuestion = (typeof IMPORT_QUESTIONS)[number];

/** One field that the source tells otherwise than the announcement does. */
export const ImportDifference = z.object({
  field: z.string(),
  here: z.string().nullable(),
  there: z.string().nullable(),
});

/** One item of a source, with what is asked about it. */
export const ImportItemView = z.object({
  id: z.uuid(),
  state: z.enum(IMPORT_ITEM_STATES),
  reason: z.object({ code: z.string(), detail: z.string() }).nullable(),
  question: z.enum(IMPORT_QUESTIONS).nullable(),
  differences: z.array(ImportDifference),
  title: z.string(),
  kind: z.enum(['announcement', 'event']),
  startsAt: z.string().nullable(),
  link: z.string().nullable(),
  announcement: z.object({ id: z.uuid(), slug: Slug, title: z.string(), state: z.string() }).nullable(),
  seenAt: Instant,
  changedAt: Instant,
});
export type ImportItemView = z.infer<typeof ImportItemView>;

/** What a source would bring; nothing is stored. */
export const ImportPreview = z.object({
  kind: z.enum(IMPORT_KINDS),
  items: z.array(
    z.object({
      item: ImportItem,
      /** There is an announcement of the same thing already. */
      known: z.object({ id: z.uuid(), slug: Slug, title: z.string() }).nullable(),
    }),
  ),
  refused: z.array(ImportRefusal),
  notes: z.array(z.object({ code: z.string(), detail: z.string() })),
});

/** Items of a preview, chosen by a person; each becomes a draft. */
export const ImportOnceInput = z.strictObject({
  ...treatment,
  items: z.array(ImportItem).min(1, 'choose at least one').max(100, 'at most 100 at a time'),
});
export type ImportOnceInput = z.infer<typeof ImportOnceInput>;

/** What came of an import that is done once. */
export const ImportOnceView = z.object({
  made: z.array(z.object({ sourceId: z.string(), announcement: z.uuid() })),
  refused: z.array(ImportRefusal.extend({ sourceId: z.string() })),
});
