import { z } from 'zod';
import { Outcome, Seen, Sighting } from './outcome.ts';
import { Instant } from './schema/basics.ts';
import { ParkReason } from './schema/channel.ts';

const attemptId = z.string();

/** How often and when the page was looked at after an unclear publish. */
const Looks = z.object({ done: z.int(), absent: z.int(), firstAbsentAt: Instant.nullable(), nextAt: Instant });

/**
 * A post's state (design §5). What belongs to a state lives in it and nowhere else. Instants are UTC.
 * `publishing.armedAt` is set just before the one final call: from then on only an answer or a look can tell.
 */
export const PostState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('draft') }),
  z.object({ name: z.literal('awaitingApproval') }),
  z.object({ name: z.literal('scheduled') }),
  z.object({ name: z.literal('publishing'), attemptId, leaseUntil: Instant, armedAt: Instant.nullable() }),
  z.object({ name: z.literal('retrying'), notBefore: Instant, message: z.string() }),
  z.object({ name: z.literal('parked'), reason: ParkReason, until: Instant.nullable(), message: z.string() }),
  z.object({ name: z.literal('uncertain'), attemptId, armedAt: Instant, message: z.string(), looks: Looks }),
  z.object({
    name: z.literal('needsDecision'),
    attemptId,
    armedAt: Instant,
    message: z.string(),
    candidates: z.array(Seen),
  }),
  z.object({ name: z.literal('missed'), missedAt: Instant }),
  z.object({ name: z.literal('rejected'), code: z.string(), message: z.string() }),
  z.object({
    name: z.literal('published'),
    remoteId: z.string(),
    permalink: z.string().nullable(),
    publishedAt: Instant,
    /** How we know: the platform's own answer, a look at the page, or a person's word. */
    proof: z.enum(['answer', 'look', 'person']),
    note: z.string().nullable(),
  }),
  z.object({ name: z.literal('retracted'), remoteId: z.string(), retractedAt: Instant }),
  z.object({ name: z.literal('gone'), remoteId: z.string(), noticedAt: Instant }),
  z.object({ name: z.literal('cancelled'), cancelledAt: Instant }),
]);
export type PostState = z.infer<typeof PostState>;
export type StateName = PostState['name'];
/** Every state, in the order of a post’s life. */
export const STATE_NAMES = PostState.options.map((option) => option.shape.name.value) as StateName[];

/** The part of a post that decides what may happen to it. */
export interface PostLife {
  readonly state: PostState;
  /** When it is to go out; null only for a draft that has no time yet. */
  readonly scheduledAt: Date | null;
  /** Nothing goes out later than this. */
  readonly worthUntil: Date | null;
}

/** Something that happened. Facts of the world and acts of people; every one is answered in every state. */
export const Fact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('submitted'), mayApprove: z.boolean() }),
  z.object({ type: z.literal('approved') }),
  z.object({ type: z.literal('returned') }),
  /** A person changed words, link or pictures. */
  z.object({ type: z.literal('edited'), mayApprove: z.boolean() }),
  z.object({ type: z.literal('moved'), scheduledAt: Instant, worthUntil: Instant.nullable() }),
  z.object({ type: z.literal('cancelled') }),
  z.object({ type: z.literal('claimed'), attemptId, leaseUntil: Instant }),
  z.object({ type: z.literal('armed'), attemptId, at: Instant }),
  z.object({ type: z.literal('leaseEnded'), attemptId }),
  /** The final call was answered, or the attempt ended before it. `retryAt` comes from the retry policy. */
  z.object({ type: z.literal('answered'), attemptId, outcome: Outcome, retryAt: Instant }),
  z.object({ type: z.literal('looked'), attemptId, sighting: Sighting, nextLookAt: Instant }),
  z.object({ type: z.literal('held'), reason: ParkReason, until: Instant.nullable(), message: z.string() }),
  z.object({ type: z.literal('released') }),
  z.object({ type: z.literal('worthPassed') }),
  z.object({ type: z.literal('adopted'), remoteId: z.string(), permalink: z.string().nullable() }),
  /** "It is not there: publish again", after one more look that did not find it. */
  z.object({ type: z.literal('publishAgain'), worthUntil: Instant.nullable() }),
  z.object({ type: z.literal('retried'), worthUntil: Instant.nullable() }),
  z.object({ type: z.literal('retracted') }),
  z.object({ type: z.literal('gone') }),
  /** The database came back from a copy: whether a due post went out since is not known. */
  z.object({ type: z.literal('restored'), attemptId }),
]);
export type Fact = z.infer<typeof Fact>;
export type FactType = Fact['type'];
/** Every kind of fact. */
export const FACT_TYPES = Fact.options.map((option) => option.shape.type.value) as FactType[];
