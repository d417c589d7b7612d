import { type Happening, needsPerson } from './notices.ts';

/** What a program can be told of. */
export const WEBHOOK_EVENTS = [
  'post.published',
  'post.failed',
  'post.needsDecision',
  'post.missed',
  'channel.needsReconnect',
  'announcement.approved',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Not to be chosen: a person asks for it, to see whether a receiver works. */
export const TEST_EVENT = 'webhook.test';

/** `waiting` for its next try; `failed`: no try is left; `dropped`: its webhook was switched off before. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'dropped';

/** One try, as the delivery log tells it. */
export interface DeliveryTry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Null: no answer came. */
  readonly status: number | null;
  readonly detail: string;
  readonly tookMs: number;
}

const OF_STATES: Readonly<Record<string, WebhookEvent>> = {
  published: 'post.published',
  rejected: 'post.failed',
  needsDecision: 'post.needsDecision',
  missed: 'post.missed',
};

/** What an entry of the audit log is to a receiver; null: nothing. */
export function eventOf({ action, thing, thingId, detail }: Happening): WebhookEvent | null {
  if (thingId === null) return null;
  if (thing === 'post') return detail.from === detail.to ? null : (OF_STATES[String(detail.to)] ?? null);
  if (thing === 'channel')
    return action === 'channel.held' && needsPerson(detail.reason) ? 'channel.needsReconnect' : null;
  // Whoever may approve, and submits, has approved: the announcement is open then, however it came to be.
  if (thing !== 'announcement' || action === 'announcement.cancelled') return null;
  const opened = detail.from !== 'open' && (detail.to === 'open' || detail.state === 'open');
  return opened ? 'announcement.approved' : null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Together just under a day: as the specification proposes (https://www.standardwebhooks.com, 2026-11-25), and shorter. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 8 * HOUR] as const;

/**
 * How long to wait after a try that failed; null: no try is left.
 * @param tries how many there were, at least 1
 * @param chance in [0, 1): up to a tenth is added, so that receivers are not asked all at once when they come back
 */
export function nextTryInMs(tries: number, chance: number): number | null {
  const wait = WAITS[tries - 1];
  return wait === undefined ? null : Math.round(wait * (1 + chance / 10));
}

/** A webhook that answered nothing for so long, and was tried often, is switched off. */
export const DISABLED_AFTER_MS = 5 * 24 * HOUR;

/** How a webhook fares: well, failing for now, or switched off. */
export type Trouble = 'none' | 'failing' | 'disabled';

/**
 * What a failed try means for its webhook: after a day without any success somebody is warned, after five it is
 * switched off. A receiver that answers 410 Gone is switched off at once, as the specification has it.
 * @param failingSince the first failure since the last success
 */
export function troubleOf(failingSince: Date, status: number | null, now: Date): Trouble {
  const forMs = now.getTime() - failingSince.getTime();
  if (status === 410 || forMs >= DISABLED_AFTER_MS) return 'disabled';
  return forMs >= 24 * HOUR ? 'failing' : 'none';
}
