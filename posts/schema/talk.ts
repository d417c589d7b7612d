import { z } from 'zod';

const Somebody = z.object({
  id: z.uuid().nullable().describe('Null: it was no person, such as an API key.'),
  name: z.string().nullable().describe('Null: the person was erased, or it was no person.'),
});

/** A comment of a colleague. */
export const CommentInput = z
  .strictObject({
    body: z.string().trim().min(1, 'write something').max(4000, 'the comment is longer than 4,000 characters'),
    mentions: z
      .array(z.uuid('name people by their ids'))
      .max(20, 'mention at most 20 people')
      .optional()
      .describe('Ids of people who see the announcement; each is told.'),
  })
  .meta({ id: 'CommentInput' });

/** A comment as it is read, the newest last. */
export const CommentView = z
  .object({
    id: z.uuid(),
    author: Somebody,
    body: z.string(),
    mentions: z.array(Somebody),
    createdAt: z.date(),
  })
  .meta({ id: 'Comment' });
export type CommentView = z.infer<typeof CommentView>;

/** Somebody who may be named in a comment. */
export const MentionableView = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Mentionable' });

/** How many days a preview link works where nothing else is said. */
export const PREVIEW_DAYS = 14;

/** For how long a preview link works. */
export const PreviewInput = z
  .strictObject({
    days: z.int().min(1, 'at least a day').max(90, 'at most 90 days').optional().describe(`Default ${PREVIEW_DAYS}.`),
  })
  .meta({ id: 'PreviewInput' });

/** A preview link, without its secret. */
export const PreviewView = z
  .object({ id: z.uuid(), createdAt: z.date(), expiresAt: z.date() })
  .meta({ id: 'PreviewLink' });

/** A new preview link with its address, which is told this once. */
export const NewPreviewView = PreviewView.extend({
  url: z.string().describe('Shown this once; only its hash is stored.'),
}).meta({ id: 'NewPreviewLink' });
