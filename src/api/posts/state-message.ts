import type { PostState } from '#posts/state';

/** The state in plain words: what happened and what it means. Times are left to the fields that carry them. */
export function stateMessage(state: PostState, scheduledAt: Date | null): string {
  const waits = 'its event has no date now; it gets a time with the new date';
  if (scheduledAt === null && state.name === 'scheduled') return `It waits: ${waits}.`;
  if (scheduledAt === null && ['draft', 'awaitingApproval', 'parked'].includes(state.name)) {
    return `${ofState(state)} It has no time: ${waits}.`;
  }
  return ofState(state);
}

function ofState(state: PostState): string {
  switch (state.name) {
    case 'draft':
      return 'A draft. It is not submitted yet.';
    case 'awaitingApproval':
      return 'It waits for somebody to approve it.';
    case 'scheduled':
      return 'It goes out at its time.';
    case 'publishing':
      return 'It is being published at this moment.';
    case 'retrying':
      return `It did not go out yet, and Kaiku tries again: ${state.message}.`;
    case 'parked':
      return `Its channel does not publish at the moment: ${state.message}. It goes out when the channel does again.`;
    case 'uncertain':
      return `Whether it went out is not known: ${state.message}. Kaiku looks at the page; it is not sent again.`;
    case 'needsDecision':
      return `A person must decide: ${state.message}. Look at the page, then say whether it is there.`;
    case 'missed':
      return 'It was not published while it was still worth saying. Publish it now, move it, or cancel it.';
    case 'rejected':
      return `The channel refused it: ${state.message}. Change its words, then it is scheduled again.`;
    case 'published':
      return state.note ? `It is out. ${state.note}` : 'It is out.';
    case 'retracted':
      return 'It was taken back from the page.';
    case 'gone':
      return 'It was deleted from the page by somebody else.';
    case 'cancelled':
      return 'It was cancelled.';
  }
}
