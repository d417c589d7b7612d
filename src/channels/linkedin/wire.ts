import { z } from 'zod';

/** What the REST API answers, as far as Kaiku reads it (platforms contract §2.4, §2.5, §2.8, read 2026-11-24). */
const Urn = z.string().startsWith('urn:li:');

/** Of the sign-in server (§2.2). Seconds; `introspectToken` tells instants in seconds of the epoch. */
export const NewToken = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().optional(),
});
export const Introspected = z.object({ active: z.boolean(), expires_at: z.number().optional() });

export const UploadStart = z.object({ value: z.object({ uploadUrl: z.url(), image: Urn }) });
export const Image = z.object({ status: z.string() });
export const Organisation = z.object({ localizedName: z.string().optional() });

export const Post = z.object({
  id: Urn,
  author: z.string().optional(),
  commentary: z.string().optional(),
  lifecycleState: z.string().optional(),
  content: z
    .object({ article: z.object({ source: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
  createdAt: z.number().optional(),
  publishedAt: z.number().optional(),
});
export type Post = z.infer<typeof Post>;
export const Posts = z.object({ elements: z.array(Post) });

/** The id of a comment is a number in text; `commentUrn` names it in full. */
export const Comment = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  commentUrn: Urn.optional(),
  actor: z.string().optional(),
  message: z.object({ text: z.string().optional() }).optional(),
  created: z.object({ time: z.number().optional() }).optional(),
});
export const Comments = z.object({ elements: z.array(Comment) });

/** `uniqueImpressionsCount` has two spellings in the platform's own samples. */
export const Statistics = z.object({
  elements: z.array(
    z.object({
      share: Urn.optional(),
      ugcPost: Urn.optional(),
      totalShareStatistics: z.object({
        impressionCount: z.number().optional(),
        uniqueImpressionsCount: z.number().optional(),
        uniqueImpressionsCounts: z.number().optional(),
        clickCount: z.number().optional(),
        likeCount: z.number().optional(),
        commentCount: z.number().optional(),
        shareCount: z.number().optional(),
      }),
    }),
  ),
});
export type Totals = z.infer<typeof Statistics>['elements'][number]['totalShareStatistics'];
