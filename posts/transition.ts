import type { Fact, PostLife } from './state.ts';
import { adopt, again, cancel, edit, move, retract, submit } from './transition/acts.ts';
import { type Answer, from, same, to } from './transition/answer.ts';
import { answered, arm, claim, hold, leaseEnded, looked, restored, worthPassed } from './transition/attempts.ts';

export { type Act, type Answer, possibleActs } from './transition/answer.ts';

/**
 * The whole life of a post (design §5), pure and total: every fact has exactly one answer in every state.
 * @param now the database's clock, UTC; used for the marks of time inside states, never for deciding on its own.
 */
export function transition(post: PostLife, fact: Fact, now: Date): Answer {
  switch (fact.type) {
    case 'submitted':
      return submit(post, fact.mayApprove);
    case 'approved':
      return from(post, ['awaitingApproval'], 'it is not waiting for approval', { name: 'scheduled' });
    case 'returned':
      return from(post, ['awaitingApproval'], 'it is not waiting for approval', { name: 'draft' });
    case 'edited':
      return edit(post, fact.mayApprove);
    case 'moved':
      return move(post, fact.scheduledAt, fact.worthUntil);
    case 'cancelled':
      return cancel(post, now);
    case 'claimed':
      return claim(post, fact, now);
    case 'armed':
      return arm(post, fact);
    case 'leaseEnded':
      return leaseEnded(post, fact.attemptId, now);
    case 'answered':
      return answered(post, fact, now);
    case 'looked':
      return looked(post, fact, now);
    case 'held':
      return hold(post, fact);
    case 'released':
      return post.state.name === 'parked' ? to(post, { name: 'scheduled' }) : same('it was not parked');
    case 'worthPassed':
      return worthPassed(post, now);
    case 'adopted':
      return adopt(post, fact, now);
    case 'publishAgain':
      return again(post, ['needsDecision'], 'it does not wait for a decision', fact.worthUntil);
    case 'retried':
      return again(post, ['missed', 'parked', 'retrying'], 'there is nothing to retry', fact.worthUntil);
    case 'retracted':
      return retract(post, now);
    case 'gone':
      return post.state.name === 'published'
        ? to(post, { name: 'gone', remoteId: post.state.remoteId, noticedAt: now })
        : same('only a published post can be missing from its page');
    case 'restored':
      return restored(post, fact.attemptId, now);
  }
}
