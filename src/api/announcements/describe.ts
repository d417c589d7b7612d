import type { Change } from '#posts/follow';
import type { Note } from '#posts/problem';
import type { PostRow } from '#src/db/posts';

const STOPPED = {
  cancelled: 'the announcement is cancelled',
  channel: 'its channel is not among the announcement’s any more',
  language: 'the announcement has no text in its language any more',
  step: 'the campaign has no such step any more',
  past: 'by the event’s new time its moment is past',
  'new-date': 'the event has a new date',
} as const;

/** What there is to tell about one change of a post, in words; null where nothing needs telling. */
export function describe(change: Change<PostRow>): Note | null {
  switch (change.kind) {
    case 'offerEdit': {
      const detail = `${whose(change.post)} is already published with the words from before; PATCH /api/v1/posts/${change.post.id} changes them on the page`;
      return { code: 'already-published', detail };
    }
    case 'keepHandWritten': {
      const detail = `${whose(change.post)} was written by hand and keeps its words; PATCH /api/v1/posts/${change.post.id} changes them`;
      return { code: 'written-by-hand', detail };
    }
    case 'leave':
      return { code: 'not-changed', detail: `${whose(change.post)} is ${change.post.state} and stays as it is` };
    case 'wait':
      return { code: 'waits', detail: `${whose(change.post)} waits for the event’s new date` };
    case 'stop':
      return change.why === 'cancelled'
        ? null
        : { code: `stopped-${change.why}`, detail: `${whose(change.post)} does not go out: ${STOPPED[change.why]}` };
    case 'draftNews': {
      const detail = `news of it is drafted for ${change.planned.channel} (${change.planned.language}); it goes out once it is submitted`;
      return { code: `drafted-${change.news}`, detail };
    }
    default:
      return null;
  }
}

function whose({ step, language, id }: PostRow): string {
  return `post ${id} (${[step, language].filter(Boolean).join(', ')})`;
}
