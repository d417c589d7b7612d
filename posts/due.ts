import type { PostLife } from './state.ts';

/**
 * When somebody must next pick this post up: to publish it, to end its lease, to look, to release it, or to call it
 * missed. Null where only a person or an approval can move it. UTC. The sweep's one query runs on this.
 */
export function dueAt(post: PostLife): Date | null {
  const { state, scheduledAt, worthUntil } = post;
  switch (state.name) {
    case 'scheduled':
      return scheduledAt;
    case 'retrying':
      return state.notBefore;
    case 'publishing':
      return state.leaseUntil;
    case 'uncertain':
      return state.looks.nextAt;
    case 'parked':
      return earliest(state.until, worthUntil);
    default:
      return null;
  }
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}

/** Default end of a post's worth (design §5.7): 24 h after its time; a post of an event, its start if that is later. */
export function defaultWorthUntil(scheduledAt: Date, eventStartsAt: Date | null): Date {
  const dayLater = new Date(scheduledAt.getTime() + 24 * 3_600_000);
  if (!eventStartsAt || eventStartsAt <= scheduledAt) return dayLater;
  return eventStartsAt;
}
