import type { Outcome, Sighting } from '../outcome.ts';
import { ABSENT_LOOKS_NEEDED, ABSENT_OVER_MS, absenceCountsFrom } from '../retry-policy.ts';
import type { Fact, PostLife, PostState } from '../state.ts';
import { type Answer, same, to } from './answer.ts';

/** A worker takes it to publish it. */
export function claim(post: PostLife, fact: Fact & { type: 'claimed' }, now: Date): Answer {
  const { state } = post;
  if (state.name !== 'scheduled' && state.name !== 'retrying') return same('it is not waiting to be published');
  const due = state.name === 'retrying' ? state.notBefore : post.scheduledAt;
  if (!due || due > now) return same('it is not due yet');
  if (post.worthUntil && post.worthUntil < now) return same('it is past the time until which it was worth saying');
  return to(post, { name: 'publishing', attemptId: fact.attemptId, leaseUntil: fact.leaseUntil, armedAt: null });
}

/** The one final call is about to be made. */
export function arm(post: PostLife, fact: Fact & { type: 'armed' }): Answer {
  const { state } = post;
  if (state.name !== 'publishing' || state.attemptId !== fact.attemptId) return same('another attempt owns it');
  if (state.armedAt) return same('it was armed before');
  if (fact.at >= state.leaseUntil) return same('its lease has ended');
  return to(post, { ...state, armedAt: fact.at });
}

/** Its worker gave no sign for too long: unarmed it was not sent, armed nobody knows. */
export function leaseEnded(post: PostLife, attemptId: string, now: Date): Answer {
  const { state } = post;
  if (state.name !== 'publishing' || state.attemptId !== attemptId) return same('another attempt owns it');
  if (state.armedAt) {
    return to(
      post,
      uncertain(attemptId, state.armedAt, 'the worker stopped before it could write the answer down', now),
    );
  }
  const message = 'the worker stopped before anything was sent';
  return to(post, { name: 'retrying', notBefore: now, message });
}

/** The platform answered, or the attempt ended before the call. */
export function answered(post: PostLife, fact: Fact & { type: 'answered' }, now: Date): Answer {
  const { state } = post;
  const { outcome, attemptId } = fact;
  if (outcome.kind === 'published') return accepted(post, outcome, now);
  if (state.name !== 'publishing' && state.name !== 'uncertain' && state.name !== 'needsDecision') {
    return same('another attempt owns it');
  }
  if (state.attemptId !== attemptId) return same('another attempt owns it');
  // Its lease ended before its answer could be written down. A definite no is as good late as in time.
  if (state.name !== 'publishing' && outcome.kind === 'uncertain') return same('that it is not clear was known');
  return to(post, afterRefusal(state.armedAt, fact, now));
}

function afterRefusal(armedAt: Date | null, fact: Fact & { type: 'answered' }, now: Date): PostState {
  const { outcome, attemptId, retryAt } = fact;
  switch (outcome.kind) {
    case 'notSent':
      return { name: 'retrying', notBefore: retryAt, message: outcome.message };
    case 'throttled':
      return { name: 'parked', reason: 'throttled', until: outcome.until, message: outcome.message };
    case 'authExpired':
      return { name: 'parked', reason: 'reconnect', until: null, message: outcome.message };
    case 'permission':
      return { name: 'parked', reason: 'permission', until: null, message: outcome.message };
    case 'blocked':
      return { name: 'parked', reason: 'blocked', until: outcome.until, message: outcome.message };
    case 'misconfigured':
      return { name: 'parked', reason: 'misconfigured', until: null, message: outcome.message };
    case 'rejected':
      return { name: 'rejected', code: outcome.code, message: outcome.message };
    case 'uncertain':
      // Without an armed mark nothing can have been sent; an adapter that says otherwise is still believed.
      return uncertain(attemptId, armedAt ?? now, outcome.message, now);
    case 'published':
      throw new Error('accepted() answers this');
  }
}

/** A yes is the truth in whatever state it arrives: the post stands on the page. */
function accepted(post: PostLife, outcome: Outcome & { kind: 'published' }, now: Date): Answer {
  const { state } = post;
  if (state.name === 'published' || state.name === 'gone' || state.name === 'retracted') {
    return same(state.remoteId === outcome.remoteId ? 'it was known to be out' : 'it is out under another id');
  }
  return to(post, {
    name: 'published',
    remoteId: outcome.remoteId,
    permalink: outcome.permalink,
    publishedAt: now,
    proof: 'answer',
    note: outcome.note ?? null,
  });
}

/** The page was looked at. */
export function looked(post: PostLife, fact: Fact & { type: 'looked' }, now: Date): Answer {
  const { state } = post;
  if (state.name !== 'uncertain' && state.name !== 'needsDecision') return same('its outcome is known');
  if (state.attemptId !== fact.attemptId) return same('another attempt owns it');
  const { sighting } = fact;
  if (sighting.kind === 'found') return to(post, seenOut(sighting.seen));
  if (state.name === 'needsDecision') return same('a person decides');
  if (sighting.kind === 'several') {
    const count = sighting.seen.length;
    const message = count === 1 ? 'a post on the page may be this one' : `${count} posts on the page may be this one`;
    return to(post, decision(state, message, sighting.seen));
  }
  if (sighting.kind === 'absent') return absent(post, state, sighting, fact.nextLookAt, now);
  const looks = { ...state.looks, done: state.looks.done + 1, nextAt: fact.nextLookAt };
  return to(post, { ...state, looks });
}

function absent(
  post: PostLife,
  state: PostState & { name: 'uncertain' },
  sighting: Sighting & { kind: 'absent' },
  nextAt: Date,
  now: Date,
): Answer {
  if (sighting.proof) {
    const message = 'a look showed that it did not go out';
    return to(post, { name: 'retrying', notBefore: now, message });
  }
  const counts = now >= absenceCountsFrom(state.armedAt);
  const looks = {
    done: state.looks.done + 1,
    absent: state.looks.absent + (counts ? 1 : 0),
    firstAbsentAt: counts ? (state.looks.firstAbsentAt ?? now) : state.looks.firstAbsentAt,
    nextAt,
  };
  const lastsMs = looks.firstAbsentAt ? now.getTime() - looks.firstAbsentAt.getTime() : 0;
  if (looks.absent >= ABSENT_LOOKS_NEEDED && lastsMs >= ABSENT_OVER_MS) {
    return to(post, decision(state, `it was not seen on the page in ${looks.absent} looks`, []));
  }
  return to(post, { ...state, looks });
}

/** Its page does not publish now. */
export function hold(post: PostLife, fact: Fact & { type: 'held' }): Answer {
  const parked: PostState = { name: 'parked', reason: fact.reason, until: fact.until, message: fact.message };
  if (post.state.name === 'publishing') return same('its attempt decides');
  if (['scheduled', 'retrying', 'parked'].includes(post.state.name)) return to(post, parked);
  return same('it is not waiting to be published');
}

/** The time until which it was worth saying has passed. */
export function worthPassed(post: PostLife, now: Date): Answer {
  if (!['scheduled', 'retrying', 'parked'].includes(post.state.name)) return same('time alone does not end this state');
  if (!post.worthUntil || post.worthUntil > now) return same('it is still worth saying');
  return to(post, { name: 'missed', missedAt: now });
}

/** The database came back from a copy: whether it went out since is not known. */
export function restored(post: PostLife, attemptId: string, now: Date): Answer {
  const { state } = post;
  const due = ['scheduled', 'retrying', 'parked'].includes(state.name) && post.scheduledAt && post.scheduledAt <= now;
  const message = 'the database came back from a copy; it may have gone out since';
  if (due) return to(post, uncertain(attemptId, post.scheduledAt, message, now));
  if (state.name === 'publishing') return to(post, uncertain(state.attemptId, state.armedAt ?? now, message, now));
  return same('it was not due');
}

function uncertain(attemptId: string, armedAt: Date, message: string, now: Date): PostState {
  return {
    name: 'uncertain',
    attemptId,
    armedAt,
    message,
    looks: { done: 0, absent: 0, firstAbsentAt: null, nextAt: now },
  };
}

function decision(
  state: PostState & { name: 'uncertain' },
  message: string,
  candidates: (PostState & { name: 'needsDecision' })['candidates'],
): PostState {
  return { name: 'needsDecision', attemptId: state.attemptId, armedAt: state.armedAt, message, candidates };
}

function seenOut(seen: (Sighting & { kind: 'found' })['seen']): PostState {
  return {
    name: 'published',
    remoteId: seen.remoteId,
    permalink: seen.permalink,
    publishedAt: seen.at,
    proof: 'look',
    note: null,
  };
}
