import type { Fact, PostLife, PostState, StateName } from '../state.ts';
import { type Answer, from, refuse, same, to } from './answer.ts';

/** A draft is sent: scheduled by whoever may approve it, else it waits for approval. */
export function submit(post: PostLife, mayApprove: boolean): Answer {
  if (post.state.name !== 'draft') return refuse(post, 'it was submitted before');
  if (!post.scheduledAt) return refuse(post, 'it has no time yet');
  return to(post, { name: mayApprove ? 'scheduled' : 'awaitingApproval' });
}

/** Its words change, which voids an approval unless this one may give it. */
export function edit(post: PostLife, mayApprove: boolean): Answer {
  switch (post.state.name) {
    case 'draft':
      return same('its words changed');
    case 'missed':
      // A retry would publish words that nobody approved.
      return mayApprove ? same('its words changed') : to(post, { name: 'awaitingApproval' });
    case 'awaitingApproval':
      return to(post, { name: 'draft' });
    case 'scheduled':
    case 'retrying':
    case 'parked':
      return mayApprove ? same('its words changed') : to(post, { name: 'awaitingApproval' });
    case 'rejected':
      return to(post, { name: mayApprove ? 'scheduled' : 'awaitingApproval' });
    case 'published':
      return same('the words on the page are changed by an edit attempt');
    default:
      return refuse(post, whyClosed(post.state.name));
  }
}

/** It goes out at another time. */
export function move(post: PostLife, scheduledAt: Date, worthUntil: Date | null): Answer {
  if (worthUntil && worthUntil < scheduledAt) {
    return refuse(post, 'its new time is later than the time until which it is worth saying');
  }
  switch (post.state.name) {
    case 'draft':
    case 'awaitingApproval':
    case 'scheduled':
    case 'parked':
      return { kind: 'next', life: { state: post.state, scheduledAt, worthUntil } };
    case 'retrying':
    case 'missed':
      return { kind: 'next', life: { state: { name: 'scheduled' }, scheduledAt, worthUntil } };
    default:
      return refuse(post, whyClosed(post.state.name));
  }
}

/** It shall not go out. */
export function cancel(post: PostLife, now: Date): Answer {
  const open: StateName[] = [
    'draft',
    'awaitingApproval',
    'scheduled',
    'retrying',
    'parked',
    'needsDecision',
    'missed',
    'rejected',
  ];
  return from(post, open, whyClosed(post.state.name), { name: 'cancelled', cancelledAt: now });
}

/** A person says which post of the page it is. */
export function adopt(post: PostLife, fact: Fact & { type: 'adopted' }, now: Date): Answer {
  const published: PostState = {
    name: 'published',
    remoteId: fact.remoteId,
    permalink: fact.permalink,
    publishedAt: post.state.name === 'needsDecision' ? post.state.armedAt : now,
    proof: 'person',
    note: null,
  };
  return from(post, ['needsDecision'], 'it does not wait for a decision', published);
}

/** It is tried once more from one of these states. */
export function again(post: PostLife, states: readonly StateName[], why: string, worthUntil: Date | null): Answer {
  if (!states.includes(post.state.name)) return refuse(post, why);
  return { kind: 'next', life: { ...post, state: { name: 'scheduled' }, worthUntil } };
}

/** We took it back. */
export function retract(post: PostLife, now: Date): Answer {
  if (post.state.name === 'published' || post.state.name === 'gone') {
    return to(post, { name: 'retracted', remoteId: post.state.remoteId, retractedAt: now });
  }
  return refuse(post, 'only a published post can be taken back');
}

function whyClosed(state: StateName): string {
  switch (state) {
    case 'publishing':
      return 'it is being published at this moment';
    case 'uncertain':
      return 'whether it went out is not known yet; Kaiku is looking at the page';
    case 'needsDecision':
      return 'whether it went out must be decided first';
    case 'published':
      return 'it is already published';
    case 'rejected':
      return 'the channel refused it; change its words first';
    default:
      return `it is ${state}`;
  }
}
