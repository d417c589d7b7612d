import { z } from 'zod';
import { Crops } from '../crop.ts';
import { Language, Recurrence, Ref, TimeInput, WebLink } from './basics.ts';

/** The longest text that any channel takes is 63,206 characters (Facebook, platforms contract §1.4). */
export const LONGEST_TEXT = 63_206;

const Title = z.string().trim().min(1, 'write a title').max(200, 'a title has at most 200 characters');
const Body = z
  .string()
  .trim()
  .min(1, 'write the text')
  .max(
    LONGEST_TEXT,
    `the text is longer than ${LONGEST_TEXT.toLocaleString('en-GB')} characters, more than any channel takes`,
  );

/** The words in one language; `channels` holds what differs for one channel, by its slug. */
export const TextInput = z.strictObject({
  title: Title,
  body: Body,
  firstComment: z.string().trim().min(1).max(1250, 'a first comment has at most 1,250 characters').optional(),
  channels: z
    .record(
      z.string(),
      z.strictObject({
        title: Title.optional(),
        body: Body.optional(),
        firstComment: z.string().trim().min(1).max(1250).optional(),
      }),
    )
    .optional(),
  variants: z
    .array(z.strictObject({ title: Title.optional(), body: Body }))
    .max(20, 'at most 20 variants')
    .optional()
    .describe('Other words for the repetitions, one after the other; after the last the text itself comes again.'),
});
export type TextInput = z.infer<typeof TextInput>;

/** Words that a person wrote for one post of the plan, instead of those that Kaiku composes. */
export const PostText = z.strictObject({
  channel: Ref,
  language: Language,
  step: z.string().max(80).nullish().describe('The step or repetition, as the plan names it; null: the first post.'),
  title: Title.optional(),
  text: Body,
});
export type PostText = z.infer<typeof PostText>;

/** An event's facts. Times without an offset are in the cluster's zone. */
export const EventInput = z.strictObject({
  startsAt: TimeInput,
  endsAt: TimeInput.nullish(),
  place: z.string().trim().min(1).max(300).nullish(),
  streamUrl: WebLink.nullish(),
  registrationUrl: WebLink.nullish(),
  capacity: z.int('the capacity is a whole number').min(1).max(1_000_000).nullish(),
  organiser: z.string().trim().min(1).max(200).nullish(),
  postponed: z
    .boolean()
    .optional()
    .describe('True: it does not happen at `startsAt`, and no new date is known; its campaign waits.'),
});
export type EventInput = z.infer<typeof EventInput>;

/** What a link's card says on a channel that does not read the page itself. */
export const LinkCardInput = z.strictObject({
  title: z.string().trim().min(1).max(400),
  description: z.string().trim().min(1).max(500).nullish(),
  /** As `POST /link-cards` answers it. */
  image: z
    .strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      mime: z.literal('image/jpeg'),
      bytes: z.int().min(1),
      width: z.int().min(1),
      height: z.int().min(1),
    })
    .nullish(),
});
export type LinkCardInput = z.infer<typeof LinkCardInput>;

/**
 * What is said, once, for every channel. `kind: "event"` needs `event`.
 * `publishAt` absent: as soon as it is submitted. `worthUntil`: no post goes out after it.
 */
export const AnnouncementInput = z
  .strictObject({
    kind: z.enum(['announcement', 'event'], 'say whether it is an "announcement" or an "event"'),
    organisation: Ref,
    texts: z
      .record(Language, TextInput)
      .refine((texts) => Object.keys(texts).length > 0, 'write the text in at least one language'),
    channels: z.union(
      [z.literal('all'), z.array(Ref).min(1, 'choose at least one channel').max(100)],
      'choose channels by their slugs, or "all"',
    ),
    themes: z.array(Ref).max(30).optional(),
    targetGroups: z.array(Ref).max(30).optional(),
    funding: Ref.nullable().optional(),
    link: WebLink.nullable().optional(),
    linkCard: LinkCardInput.nullable().optional(),
    /** False: addresses go out as they are and count no clicks. */
    trackLinks: z.boolean().optional(),
    media: z.array(Ref).max(10, 'a post carries at most 10 images').optional(),
    crops: Crops.optional(),
    publishAt: TimeInput.nullable().optional(),
    worthUntil: TimeInput.nullable().optional(),
    event: EventInput.nullable().optional(),
    campaign: Ref.nullable().optional(),
    recurrence: Recurrence.nullable().optional(),
    postTexts: z.array(PostText).max(500).optional(),
    submit: z.boolean().optional(),
  })
  .superRefine((input, issues) => {
    if (input.kind === 'event' && !input.event) {
      issues.addIssue({ code: 'custom', path: ['event'], message: 'an event needs its start: event.startsAt' });
    }
    if (input.kind === 'announcement' && input.event) {
      issues.addIssue({ code: 'custom', path: ['event'], message: 'only kind "event" carries event facts' });
    }
    if (input.recurrence && input.kind === 'event') {
      issues.addIssue({
        code: 'custom',
        path: ['recurrence'],
        message: 'an event is told by its campaign; only an announcement is repeated',
      });
    }
    if (input.campaign && input.kind !== 'event') {
      issues.addIssue({ code: 'custom', path: ['campaign'], message: 'a campaign belongs to an event' });
    }
  });
export type AnnouncementInput = z.infer<typeof AnnouncementInput>;
