const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Who wants a key: a call to the platform, the daily check, or a check of one that the platform has refused. */
export type Asker = 'call' | 'check' | 'refused';

/** How much of its life a key must have left for each. A call may take minutes; a check leaves days for other tries. */
const ENOUGH_MS: Readonly<Record<Asker, number>> = {
  call: 10 * MINUTE_MS,
  check: 10 * DAY_MS,
  refused: Number.POSITIVE_INFINITY,
};

/** What of a page’s key decides whether it is renewed; instants are UTC. */
export interface Key {
  /** Null: it has no end that is known. */
  readonly tokenExpiresAt: Date | null;
  /** There is a refresh token, and a platform that takes it. */
  readonly renewable: boolean;
  /** The page waits for somebody to connect it again. */
  readonly needsReconnect: boolean;
  /** A try came to nothing; not again before. */
  readonly renewNotBefore: Date | null;
}

/** `use` it as it is, `renew` it first, `wait` and try later, or give up until a person connects the page (`dead`). */
export type Step = 'use' | 'renew' | 'wait' | 'dead';

/** What to do about a key before it is used. Pure; a null end is one that nobody knows. */
export function renewalStep(key: Key, asker: Asker, now: Date): Step {
  const left = key.tokenExpiresAt ? key.tokenExpiresAt.getTime() - now.getTime() : Number.POSITIVE_INFINITY;
  if (!key.renewable || left > ENOUGH_MS[asker]) return 'use';
  if (asker === 'refused') return 'renew';
  if (left === Number.POSITIVE_INFINITY) return 'use';
  if (key.needsReconnect) return left > 0 ? 'use' : 'dead';
  if (key.renewNotBefore && key.renewNotBefore > now) return left > 0 ? 'use' : 'wait';
  return 'renew';
}
