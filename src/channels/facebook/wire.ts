import { z } from 'zod';

/** What the Graph API answers, as far as Kaiku reads it (platforms contract §1.4, §1.5, §1.8, read 2026-11-24). */
const Id = z.string().min(1);

export const Created = z.object({ id: Id, permalink_url: z.url().optional().catch(undefined) });
export const Photo = z.object({ id: Id });
export const Named = z.object({ id: Id, name: z.string().optional() });

export const Post = z.object({
  id: Id,
  message: z.string().optional(),
  created_time: z.coerce.date().optional(),
  permalink_url: z.string().optional(),
  attachments: z
    .object({ data: z.array(z.object({ url: z.string().optional(), unshimmed_url: z.string().optional() })) })
    .optional()
    .catch(undefined),
});
export type Post = z.infer<typeof Post>;

export const Comment = z.object({ id: Id, message: z.string().optional(), created_time: z.coerce.date().optional() });

/** A list that goes on at `cursors.after` while there is a `next`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    paging: z
      .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
      .optional(),
  });
}

const Summary = z.object({ summary: z.object({ total_count: z.number().optional() }).optional() }).optional();

export const Counts = z.object({
  id: Id,
  shares: z.object({ count: z.number() }).optional(),
  reactions: Summary,
  comments: Summary,
});

export const Insights = z.object({
  data: z.array(z.object({ name: z.string(), values: z.array(z.object({ value: z.unknown() })).optional() })),
});

export const Inspected = z.object({
  data: z.object({
    type: z.string().optional(),
    is_valid: z.boolean().optional(),
    expires_at: z.number().optional(),
    data_access_expires_at: z.number().optional(),
  }),
});
