import { z } from 'zod';
import { Instant } from './schema/basics.ts';

const message = z.string();

/**
 * What came of one final call to a platform, in Kaiku's words. Only `published` is a yes; `notSent` means that nothing
 * can have become public (no connection was made, or the platform wants the image finished first); `uncertain` means
 * that nobody knows, and is resolved by looking. Everything else is a definite no.
 */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('published'),
    remoteId: z.string(),
    permalink: z.string().nullable(),
    /** What staff should know although it is out, such as a text that the platform cut. */
    note: z.string().optional(),
  }),
  z.object({ kind: z.literal('rejected'), code: z.string(), message }),
  z.object({ kind: z.literal('throttled'), until: Instant, message }),
  z.object({ kind: z.literal('authExpired'), message }),
  z.object({ kind: z.literal('permission'), message }),
  z.object({ kind: z.literal('blocked'), until: Instant.nullable(), message }),
  z.object({ kind: z.literal('misconfigured'), message }),
  z.object({ kind: z.literal('notSent'), message }),
  z.object({
    kind: z.literal('uncertain'),
    message,
    /** A post that the platform names as the same one. */ hint: z.string().optional(),
  }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** A post seen on a page while looking. */
export const Seen = z.object({
  remoteId: z.string(),
  permalink: z.string().nullable(),
  text: z.string(),
  at: Instant,
});
export type Seen = z.infer<typeof Seen>;

/**
 * What a look at the page showed. `absent` counts only when the page was read completely back past the window;
 * `proof` is true where absence is proved (our own website), never for Facebook or LinkedIn.
 */
export const Sighting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), seen: Seen }),
  z.object({ kind: z.literal('several'), seen: z.array(Seen) }),
  z.object({ kind: z.literal('absent'), proof: z.boolean() }),
  z.object({ kind: z.literal('cannotTell'), message }),
]);
export type Sighting = z.infer<typeof Sighting>;
