import type { Outcome } from '#posts/outcome';
import { outcomeWords } from '../words.ts';
import type { Reply, RestError } from './client.ts';

export const linkedInWords = outcomeWords('LinkedIn');

const RESTRICTED_MEMBER = 65608;
const DAY_LIMIT = 101;
const COMMENT_PAUSE_MS = 60_000;
/** For a limit that does not say which it is. */
const UNNAMED_PAUSE_MS = 15 * 60_000;
/** The image is not ready, or its upload has to be made anew: nothing was posted, and a later try may succeed. */
const TRY_LATER = new Set(['MEDIA_ASSET_WAITING_UPLOAD', 'EXPIRED_UPLOAD_URL']);
/** The request was understood and turned down as such. */
const REFUSED = new Set([400, 404, 405, 406, 410, 411, 413, 414, 415, 422]);
const POST_URN = /urn:li:(?:share|ugcPost):\d+/;

/**
 * What an answer other than success means, after platforms contract §2.6 and §4.1. Status and codes decide first, texts
 * only where one status has two meanings. What is unknown is uncertain, never a guess.
 */
export function classify(reply: Exclude<Reply, { kind: 'ok' }>, now: Date): Outcome {
  switch (reply.kind) {
    case 'notSent':
      return linkedInWords.notSent(reply.why);
    case 'unclear':
      return linkedInWords.uncertain(reply.why);
    case 'refused':
      return refusal(reply.error, now);
  }
}

/** The post is deleted, or was never there. */
export function isGone(reply: Reply): boolean {
  return (
    reply.kind === 'refused' &&
    (reply.error.status === 404 || reply.error.status === 410) &&
    !isUnknownPath(reply.error)
  );
}

function refusal(error: RestError, now: Date): Outcome {
  const { status, code, message } = error;
  if (status === 401) return unauthorised(error);
  if (status === 403) return linkedInWords.permission(message);
  if (status === 429) return linkedInWords.throttled(resumesAt(error, now));
  if (status === 426)
    return linkedInWords.misconfigured('LinkedIn has retired the version of its interface that is set');
  if (code === 'VERSION_MISSING' || isUnknownPath(error)) return linkedInWords.misconfigured(message);
  if (status === 409) return linkedInWords.uncertain('it was busy with another change of the same post');
  if (status === 422 && isDuplicate(error)) {
    return linkedInWords.uncertain('it says that this very post is there already', POST_URN.exec(message)?.[0]);
  }
  if (codesOf(error).some((each) => TRY_LATER.has(each))) {
    return linkedInWords.notSent('LinkedIn has not finished reading an image');
  }
  if (REFUSED.has(status)) return linkedInWords.rejected(`linkedin-${codesOf(error)[0] ?? status}`, message);
  if (status >= 500) return linkedInWords.uncertain('it had a fault of its own');
  return linkedInWords.uncertain(`an answer that Kaiku does not know (status ${status})`);
}

function unauthorised(error: RestError): Outcome {
  if (error.code === 'RESTRICTED_MEMBER' || error.serviceCode === RESTRICTED_MEMBER) {
    return linkedInWords.blocked('the account of the person who connected the page is restricted');
  }
  return linkedInWords.authExpired();
}

/** There is no header that tells (platforms contract §2.6): a day's budget begins anew at 00:00 UTC. */
function resumesAt(error: RestError, now: Date): Date {
  if (error.serviceCode === DAY_LIMIT || /\bDAY limit\b/i.test(error.message)) {
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  }
  const pause = /\bcomment\b/i.test(error.message) ? COMMENT_PAUSE_MS : UNNAMED_PAUSE_MS;
  return new Date(now.getTime() + pause);
}

function isDuplicate(error: RestError): boolean {
  return codesOf(error).includes('DUPLICATE_POST') || /\bduplicate\b/i.test(error.message);
}

function isUnknownPath(error: RestError): boolean {
  return error.status === 404 && error.message.startsWith('No root resource defined');
}

function codesOf(error: RestError): string[] {
  return [...error.inputCodes, ...(error.code === null ? [] : [error.code])];
}
