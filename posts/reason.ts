import { z } from 'zod';
import { Instant } from './schema/basics.ts';
import { ParkReason } from './schema/channel.ts';
import type { PostState } from './state.ts';

/**
 * Why a post is in its state, as a code that every language has words for. `no-date`: its event has none now.
 * `not-sent`: nothing reached the channel. `no-answer`: it may be out. `not-found` and `several`: what looking for it
 * came to. `note`: it is out, with a remark of the channel. The others are why its channel does not publish.
 */
export const ReasonCode = z.enum([
  ...ParkReason.options,
  'no-date',
  'not-sent',
  'no-answer',
  'not-found',
  'several',
  'refused',
  'note',
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** Why a post is in its state, as a code and what belongs to it; instants are UTC. */
export const Reason = z.object({
  code: ReasonCode,
  /** When Kaiku goes on by itself, where that is known. Instants are UTC. */
  until: Instant.nullable(),
  /** The sentence that was written down then, in English, with what the platform said; null where there is none. */
  said: z.string().nullable(),
});
export type Reason = z.infer<typeof Reason>;

/** Null where the state says all there is to say. */
export function reasonOf(state: PostState, scheduledAt: Date | null): Reason | null {
  switch (state.name) {
    case 'draft':
    case 'awaitingApproval':
    case 'scheduled':
      return scheduledAt === null ? { code: 'no-date', until: null, said: null } : null;
    case 'retrying':
      return { code: 'not-sent', until: state.notBefore, said: state.message };
    case 'parked':
      return { code: state.reason, until: state.until, said: state.message };
    case 'uncertain':
      return { code: 'no-answer', until: state.looks.nextAt, said: state.message };
    case 'needsDecision':
      return { code: state.candidates.length > 0 ? 'several' : 'not-found', until: null, said: state.message };
    case 'rejected':
      return { code: 'refused', until: null, said: state.message };
    case 'published':
      return state.note === null ? null : { code: 'note', until: null, said: state.note };
    default:
      return null;
  }
}
