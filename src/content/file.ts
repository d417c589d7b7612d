import { z } from 'zod';
import type { Message } from '#posts/compose/message';
import { Crops } from '#posts/crop';
import { LinkCardInput, TextInput } from '#posts/schema/announcement';
import { ANNOUNCEMENT_STATES, EVENT_STATUSES, EventView } from '#posts/schema/announcement-view';
import { Instant, Language, Slug } from '#posts/schema/basics';
import { ChannelKind } from '#posts/schema/channel';
import { CampaignTemplateView, FundingView, OrganisationView, ThemeView } from '#posts/schema/named-things';
import { Measures } from '#posts/schema/sample';
import { PostState } from '#posts/state';

/** The form of this file; another number is another form. */
export const VERSION = 1;

const When = Instant.nullable();
const Words = z.string().nullable();

const Channel = z.strictObject({
  slug: Slug,
  kind: ChannelKind,
  name: z.string(),
  /** Slug; null: shared by all. */
  organisation: Slug.nullable(),
  remoteId: Words,
  languages: z.array(Language),
});

/** A picture; `base64` holds its bytes, null where they were left out or are lost. */
const Image = z.strictObject({
  id: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  alt: z.string(),
  fileName: z.string(),
  credit: Words,
  licence: Words,
  consent: Words,
  originalId: z.uuid().nullable(),
  crop: z.unknown(),
  createdAt: Instant,
  base64: z.base64().nullable(),
});

const Event = EventView.extend({ postponed: z.boolean().optional() });
const Read = {
  texts: z.record(Language, TextInput),
  link: Words,
  event: Event.nullable(),
  eventStatus: z.enum(EVENT_STATUSES).nullable(),
  sequence: z.int(),
  themes: z.array(Slug),
  funding: Words,
  media: z.array(z.uuid()),
};
const Announcement = z.strictObject({
  id: z.uuid(),
  slug: Slug,
  kind: z.enum(['announcement', 'event']),
  organisation: Slug,
  ...Read,
  linkCard: LinkCardInput.nullable(),
  trackLinks: z.boolean(),
  recurrence: Words,
  attendance: z.int().nullable(),
  attendanceNote: Words,
  targetGroups: z.array(Slug),
  campaign: Words,
  channels: z.array(z.string()),
  crops: Crops,
  publishAt: When,
  worthUntil: When,
  state: z.enum(ANNOUNCEMENT_STATES),
  /** What readers see while a change waits for approval; null: what stands above. */
  approved: z.strictObject({ organisation: Slug, ...Read }).nullable(),
  createdBy: z.string(),
  createdAt: Instant,
});

const Post = z.strictObject({
  id: z.uuid(),
  announcement: z.uuid(),
  channel: Slug,
  language: Language,
  step: Words,
  state: PostState,
  scheduledAt: When,
  worthUntil: When,
  message: z.custom<Message>((value) => typeof (value as Message | null)?.text === 'string'),
  handwritten: z.boolean(),
  edited: z.boolean(),
  remoteId: Words,
  publishedAt: When,
});

const Sample = z.strictObject({ post: z.uuid(), at: Instant, ...Measures.shape, notes: z.array(z.string()) });

/** What stands on the website of one post. */
const FeedItem = z.strictObject({
  post: z.uuid(),
  language: Language,
  title: z.string(),
  body: z.string(),
  link: Words,
  images: z.array(z.object({ mediaId: z.uuid(), alt: z.string(), width: z.int(), height: z.int(), mime: z.string() })),
  comment: Words,
  publishedAt: Instant,
  updatedAt: Instant,
  removedAt: When,
});

/** Every kind of thing in the file, in the order in which one needs the other. */
export const PARTS = {
  organisations: OrganisationView,
  themes: ThemeView,
  targetGroups: ThemeView,
  fundings: FundingView,
  campaignTemplates: CampaignTemplateView,
  channels: Channel,
  images: Image,
  announcements: Announcement,
  posts: Post,
  samples: Sample,
  feedItems: FeedItem,
};
export type Part = keyof typeof PARTS;
export type Item<Name extends Part> = z.infer<(typeof PARTS)[Name]>;

/** Instants are ISO 8601 in UTC. */
export const ContentFile = z.strictObject({
  format: z.literal('kaiku-content', { error: 'this is no export of Kaiku' }),
  version: z.literal(VERSION, { error: `only version ${VERSION} of the file is understood here` }),
  kaiku: z.string(),
  exportedAt: Instant,
  cluster: z.strictObject({ name: z.string(), zone: z.string(), languages: z.array(Language) }),
  ...(Object.fromEntries(Object.entries(PARTS).map(([name, schema]) => [name, z.array(schema)])) as {
    [Name in Part]: z.ZodArray<(typeof PARTS)[Name]>;
  }),
});
export type ContentFile = z.infer<typeof ContentFile>;
