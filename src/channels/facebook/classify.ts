import type { Outcome } from '#posts/outcome';
import { outcomeWords } from '../words.ts';
import type { GraphError, Reply } from './client.ts';

export const facebookWords = outcomeWords('Facebook');

const THROTTLED = new Set([4, 17, 32, 341, 613, 80001]);
const AUTH = new Set([102, 190]);
const PERMISSION = new Set([3, 10]);
/** Unknown path, retired version, unknown app. */
const MISCONFIGURED = new Set([12, 101, 2500, 2635]);
/** Invalid parameter, image file missing or unreadable, link not readable. */
const REJECTED = new Set([100, 324, 1609005]);
/** The service failed, and users found the post created all the same. */
const UNKNOWN = new Set([1, 2]);
const DUPLICATE = 506;
const BLOCKED = 368;

const SUB = {
  gone: 33,
  postingTooFast: 1390008,
  accountLimited: 1404112,
  needsPerson: new Set([1404078, 4854002]),
  content: new Set([1366046, 1366051, 1346003, 1404102, 1609008]),
} as const;

const MINUTE_MS = 60_000;
const DEFAULT_PAUSE_MINUTES = 30;
const TOO_FAST_PAUSE_MINUTES = 6 * 60;

const SESSION: Readonly<Record<number, string>> = {
  458: 'The app was removed from the account that connected it.',
  459: 'Facebook wants the person who connected the page to sign in at facebook.com first.',
  460: 'The password of the account that connected it was changed.',
  463: 'It has expired.',
  464: 'The account that connected it is not confirmed.',
  467: 'The person who connected it was signed out.',
  492: 'The person who connected it has no role on the page any more.',
};

/**
 * What an answer other than success means, after platforms contract §1.6 and §4.1. Numeric codes decide first, texts only
 * where one code has two meanings. Unknown codes are uncertain, never a guess.
 */
export function classify(reply: Exclude<Reply, { kind: 'ok' }>, now: Date): Outcome {
  switch (reply.kind) {
    case 'notSent':
      return facebookWords.notSent(reply.why);
    case 'unclear':
      return facebookWords.uncertain(reply.why);
    case 'refused':
      return refusal(reply.error, reply.usage.regainMinutes, now);
  }
}

/** The thing is deleted, or this key does not see it. */
export function isGone(reply: Reply): boolean {
  return reply.kind === 'refused' && reply.error.code === 100 && reply.error.subcode === SUB.gone;
}

function refusal(error: GraphError, regainMinutes: number | null, now: Date): Outcome {
  const { code, subcode, message } = error;
  if (THROTTLED.has(code)) {
    return facebookWords.throttled(later(now, regainMinutes ?? DEFAULT_PAUSE_MINUTES));
  }
  if (AUTH.has(code)) return facebookWords.authExpired(subcode === null ? undefined : SESSION[subcode]);
  if (code === DUPLICATE) return facebookWords.uncertain('it says that this very post is there already');
  if (code === BLOCKED) return block(error, now);
  if (subcode !== null && SUB.content.has(subcode)) return rejected(error);
  if (subcode !== null && SUB.needsPerson.has(subcode)) return facebookWords.permission(message);
  if (subcode === SUB.accountLimited) return facebookWords.blocked(message);
  if (PERMISSION.has(code) || (code >= 200 && code <= 299)) return facebookWords.permission(message);
  if (MISCONFIGURED.has(code) || /appsecret_proof/i.test(message)) return facebookWords.misconfigured(message);
  if (REJECTED.has(code)) return rejected(error);
  if (UNKNOWN.has(code)) return facebookWords.uncertain('it had a fault of its own');
  return facebookWords.uncertain(`an answer that Kaiku does not know (code ${code})`);
}

function block(error: GraphError, now: Date): Outcome {
  if (error.subcode === SUB.postingTooFast) {
    return facebookWords.blocked('the page posted too fast', later(now, TOO_FAST_PAUSE_MINUTES));
  }
  // Repeated content has the same code as a block, so only the text tells them apart.
  if (/already posted|duplicate/i.test(error.message)) {
    return facebookWords.uncertain('it says that this very post is there already');
  }
  return facebookWords.blocked(error.message);
}

function rejected(error: GraphError): Outcome {
  const code = error.subcode === null ? `${error.code}` : `${error.code}-${error.subcode}`;
  return facebookWords.rejected(`facebook-${code}`, error.message);
}

function later(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * MINUTE_MS);
}
