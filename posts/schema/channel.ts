import { z } from 'zod';
import { DEADLINE_KINDS } from '../deadlines.ts';
import { Instant, Language, Ref, Slug } from './basics.ts';

/** Every kind of place that Kaiku publishes to. A new kind is added here and in `src/channels/index.ts`. */
export const CHANNEL_KINDS = ['facebook', 'linkedin', 'website-feed'] as const;
/** One kind of place to publish to. */
export const ChannelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** Why a channel does not publish at the moment, in the words that the API and the UI share. */
export const ParkReason = z.enum([
  'paused',
  'throttled',
  'reconnect',
  'permission',
  'blocked',
  'misconfigured',
  'publishing-stopped',
]);
export type ParkReason = z.infer<typeof ParkReason>;

/** A page connected by an administrator without the wizard. The token is checked at once and never given back. */
export const ChannelInput = z.strictObject({
  kind: ChannelKind,
  slug: Slug,
  name: z.string().trim().min(1, 'give the page a name').max(200),
  remoteId: z.string().trim().min(1).max(200).optional(),
  accessToken: z.string().min(1).max(4000).optional(),
  refreshToken: z.string().min(1).max(4000).optional(),
  organisation: Ref.optional(),
  languages: z.array(Language).min(1, 'a channel speaks at least one language').max(10).optional(),
});
export type ChannelInput = z.infer<typeof ChannelInput>;

/** What the API tells of a channel. Credentials are never part of it. */
export const ChannelView = z.object({
  id: z.uuid(),
  slug: Slug,
  kind: ChannelKind,
  name: z.string(),
  organisation: z.string().nullable(),
  remoteId: z.string().nullable(),
  languages: z.array(Language),
  /** Null when the channel publishes. */
  hold: z.object({ reason: ParkReason, until: Instant.nullable(), message: z.string() }).nullable(),
  health: z.object({ ok: z.boolean(), message: z.string(), checkedAt: Instant }).nullable(),
  /** The nearest first. What Kaiku renews by itself is none. */
  deadlines: z.array(
    z.object({
      what: z.enum(DEADLINE_KINDS),
      at: Instant,
      soon: z.boolean().describe('It is near enough that people are warned.'),
    }),
  ),
  revision: z.int(),
});
export type ChannelView = z.infer<typeof ChannelView>;
