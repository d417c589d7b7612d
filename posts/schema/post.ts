import { z } from 'zod';
import { Reason } from '../reason.ts';
import { STATE_NAMES, type StateName } from '../state.ts';
import { Instant, Language, Slug, TimeInput, WebLink } from './basics.ts';

/** The name of a state, as the API has it. */
export const StateNameSchema = z.enum(STATE_NAMES as [StateName, ...StateName[]]);

/** What the API tells of a post. Instants are UTC. */
export const PostView = z.object({
  id: z.uuid(),
  announcement: z.uuid(),
  channel: Slug,
  language: Language,
  title: z.string(),
  text: z.string(),
  state: StateNameSchema,
  /** The state in plain words: what happened, what it means. */
  stateMessage: z.string(),
  /** Why it is in its state, for programs and translations; null where the state says it all. */
  reason: Reason.nullable(),
  /** What a person may do now, by the names of the routes. */
  possible: z.array(z.string()),
  scheduledAt: Instant.nullable(),
  worthUntil: Instant.nullable(),
  publishedAt: Instant.nullable(),
  remoteId: z.string().nullable(),
  permalink: z.string().nullable(),
  /** Posts seen on the page that may be this one; only in needsDecision. */
  candidates: z.array(
    z.object({ remoteId: z.string(), permalink: z.string().nullable(), text: z.string(), at: Instant }),
  ),
  edited: z.boolean(),
  /** The campaign's step, `repeat-1`, or `cancelled` and `postponed` for news of the event; null: the first post. */
  step: z.string().nullable(),
  /** By a person, or composed by Kaiku from the announcement. */
  written: z.enum(['byHand', 'generated']),
  /** What Kaiku would say since the announcement changed; null: nothing differs, or a person has answered. */
  offer: z.object({ title: z.string(), text: z.string(), why: z.array(z.string()) }).nullable(),
  revision: z.int(),
});
export type PostView = z.infer<typeof PostView>;

/** What a person may change on a post that is not out yet, and its words also afterwards. Read-only fields are ignored. */
export const PostPatch = z.object({
  title: z.string().trim().min(1).max(200).optional(),
  text: z.string().trim().min(1, 'write the text').optional(),
  scheduledAt: z.union([TimeInput, Instant]).optional(),
  worthUntil: z.union([TimeInput, Instant]).nullable().optional(),
  /** Null: what was offered is not wanted, and the words stay as they are. Anything else is ignored. */
  offer: z.unknown().optional(),
});
export type PostPatch = z.infer<typeof PostPatch>;

/** The answer to a post in `needsDecision`: "it is there: <link>" or "it is not: publish again". */
export const DecisionInput = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('adopt'), link: WebLink }),
  z.strictObject({ decision: z.literal('publish-again') }),
]);
export type DecisionInput = z.infer<typeof DecisionInput>;

/** One try to publish, comment, edit or retract, as it was written down. */
export const AttemptView = z.object({
  id: z.uuid(),
  kind: z.enum(['publish', 'comment', 'edit', 'retract']),
  no: z.int(),
  claimedAt: Instant,
  armedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  outcome: z.object({ kind: z.string(), message: z.string().nullable(), remoteId: z.string().nullable() }).nullable(),
  snapshot: z.record(z.string(), z.unknown()),
});
export type AttemptView = z.infer<typeof AttemptView>;
