import type { PostState } from './state.ts';

/**
 * What a post of another installation is here. What is settled stays so; what had not gone out becomes a draft, because
 * nothing may go out that nobody here sent; of what was on its way there, a person must look at the page. Pure, total.
 */
export function arrived(state: PostState): PostState {
  switch (state.name) {
    case 'published':
    case 'retracted':
    case 'gone':
    case 'cancelled':
    case 'missed':
    case 'rejected':
    case 'needsDecision':
      return state;
    case 'draft':
    case 'awaitingApproval':
    case 'scheduled':
    case 'retrying':
    case 'parked':
      return { name: 'draft' };
    case 'publishing':
      return state.armedAt ? unknown(state.attemptId, state.armedAt) : { name: 'draft' };
    case 'uncertain':
      return unknown(state.attemptId, state.armedAt);
  }
}

function unknown(attemptId: string, armedAt: Date): PostState {
  const message = 'It was on its way when the content was exported. Look at the page before you decide.';
  return { name: 'needsDecision', attemptId, armedAt, message, candidates: [] };
}
