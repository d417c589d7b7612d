import { z } from 'zod';
import { Crops } from '../crop.ts';
import { AnnouncementInput, LinkCardInput, TextInput } from './announcement.ts';
import { Instant, Language, Slug } from './basics.ts';
import { patchOf } from './patch.ts';
import { PostView, StateNameSchema } from './post.ts';

/** States of an announcement: a draft until it is submitted, open from approval on; cancelled, it stays visible as such. */
export const ANNOUNCEMENT_STATES = ['draft', 'awaitingApproval', 'open', 'cancelled'] as const;

/** What readers must know of an event's date, as schema.org has it. */
export const EVENT_STATUSES = ['scheduled', 'rescheduled', 'postponed', 'cancelled'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** An event's facts as stored: instants in UTC, null where nothing is known. */
export const EventView = z.object({
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  place: z.string().nullable(),
  streamUrl: z.string().nullable(),
  registrationUrl: z.string().nullable(),
  capacity: z.int().nullable(),
  organiser: z.string().nullable(),
  /** True: it has no date for now, whatever `startsAt` says. */
  postponed: z.boolean(),
});

/** What the API tells of an announcement. PATCH takes the same back. */
export const AnnouncementView = z.object({
  id: z.uuid(),
  slug: Slug,
  kind: z.enum(['announcement', 'event']),
  state: z.enum(ANNOUNCEMENT_STATES),
  organisation: Slug,
  texts: z.record(Language, TextInput),
  link: z.string().nullable(),
  trackLinks: z.boolean(),
  linkCard: LinkCardInput.nullable(),
  event: EventView.nullable(),
  themes: z.array(Slug),
  targetGroups: z.array(Slug),
  funding: z.string().nullable(),
  campaign: z.string().nullable(),
  channels: z.array(Slug),
  media: z.array(z.uuid()),
  /** By picture and kind of channel: the part that is shown there. */
  crops: Crops,
  publishAt: Instant.nullable(),
  worthUntil: Instant.nullable(),
  /** An RRULE; null: it is said once. */
  recurrence: z.string().nullable(),
  /** Null: no event. */
  eventStatus: z.enum(EVENT_STATUSES).nullable(),
  /** Raised whenever time, place or status of the event changes. */
  sequence: z.int(),
  /** How many came to the event, as a person counted them; null: not told, or no event. */
  attendance: z.int().nullable(),
  attendanceNote: z.string().nullable(),
  /** True: a change waits for approval, and readers of the site see what was approved before it. */
  unapproved: z.boolean(),
  /** Its page on the cluster's own site; there once a website post is out or the event is open. */
  publicUrl: z.string(),
  createdBy: z.string(),
  /** The name of the person who wrote it; null: a program did, or they were erased. */
  author: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  revision: z.int(),
});
export type AnnouncementView = z.infer<typeof AnnouncementView>;

const { kind: _kind, submit: _submit, postTexts: _postTexts, ...editable } = AnnouncementInput.shape;

/** Any part of an announcement; what is left out stays. Its kind, like everything else read-only, is ignored. */
export const AnnouncementPatch = patchOf(
  editable,
  Object.keys(AnnouncementView.shape).filter((key) => !(key in editable)),
);
export type AnnouncementPatch = z.infer<typeof AnnouncementPatch>;

/** Something worth knowing: a stable code, and words. */
export const Note = z.object({ code: z.string(), detail: z.string() });

/** An announcement with its posts, and what is worth knowing about them. */
export const AnnouncementWithPosts = z.object({
  announcement: AnnouncementView,
  posts: z.array(PostView),
  notes: z.array(Note),
});

/** A post that would be made. */
export const PlannedPostView = z.object({
  channel: Slug,
  language: Language,
  step: z.string().nullable(),
  scheduledAt: Instant,
  worthUntil: Instant,
  title: z.string(),
  text: z.string(),
  firstComment: z.string().nullable(),
  /** By a person, or composed by Kaiku from the announcement. */
  written: z.enum(['byHand', 'generated']),
  /** Where its step points, when posting hours or the like moved it. */
  movedFrom: Instant.nullable(),
  /** Why it was moved, or was not. */
  notes: z.array(Note),
});
/**
 * Worth a second look before it goes out; never a refusal. `said-twice`: the channel hears nearly the same words within
 * thirty days. `within-the-hour`: another thing comes to it in less than an hour. `other` is what it is about: its post,
 * null when it is not stored yet or not the caller's to see; its title is null in the latter case.
 */
export const WarnedView = z.object({
  code: z.enum(['said-twice', 'within-the-hour']),
  channel: Slug,
  language: Language,
  at: Instant,
  other: z.object({ post: z.uuid().nullable(), title: z.string().nullable(), at: Instant }),
  detail: z.string(),
});
export type Warned = z.infer<typeof WarnedView>;

/** What creating would do; nothing is stored. */
export const PlanView = z.object({
  posts: z.array(PlannedPostView),
  problems: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
  notes: z.array(Note),
  warnings: z.array(WarnedView),
});

const Words = z.object({ title: z.string(), text: z.string() });

/** What a change means for one post: what stands, what would stand, and why. */
export const TimelineEntry = z.object({
  change: z.enum([
    'unchanged',
    'move',
    'newText',
    'keepHandWritten',
    'offerEdit',
    'withdrawOffer',
    'stop',
    'wait',
    'leave',
    'add',
    'draftNews',
  ]),
  /** Null: it does not exist yet. */
  post: z.uuid().nullable(),
  channel: Slug,
  language: Language,
  step: z.string().nullable(),
  state: StateNameSchema.nullable(),
  /** When it goes out, or went; null: it waits for a time, or does not go out. */
  at: Instant.nullable(),
  /** Its time before the change. */
  was: Instant.nullable(),
  before: Words.nullable(),
  /** What would stand, or what is offered; null: its words stay. */
  after: Words.nullable(),
  /** What of the announcement changed, or why it stops. */
  why: z.array(z.string()),
  notes: z.array(Note),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** What a change would do to every post, in the order of their times; nothing is stored. */
export const Timeline = z.object({
  entries: z.array(TimelineEntry),
  problems: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
  notes: z.array(Note),
});
