import type { EventRevision } from '#posts/event-status';
import type { Change } from '#posts/follow';
import type { Note } from '#posts/problem';
import type { Fact } from '#posts/state';
import type { AnnouncementRow } from '#src/db/announcements';
import type { Database, Transaction } from '#src/db/client';
import { holdPost, insertPosts, listPosts, type PostRow, recordFact, setOffer } from '#src/db/posts';
import { describe } from './describe.ts';

/** More posts than any announcement has: channels × languages × steps. */
const ALL_POSTS = 10_000;

export function allPosts(db: Database, announcementId: string): Promise<PostRow[]> {
  return listPosts(db, { announcementId, limit: ALL_POSTS });
}

/** Null: it is no event. */
export function revisionOf({ eventStatus, sequence }: AnnouncementRow): EventRevision | null {
  return eventStatus && { eventStatus, sequence };
}

interface Doing {
  readonly actor: string;
  /** Whether this change needs nobody else's approval. */
  readonly mayApprove: boolean;
  /** Whether only what is generated changed, such as the event's time: then no approval is voided (design §11). */
  readonly ownMove: boolean;
}

/** Does what following decided, in the transaction of the change itself. */
export async function applyChanges(
  tx: Transaction,
  after: AnnouncementRow,
  changes: readonly Change<PostRow>[],
  doing: Doing,
): Promise<{ changed: PostRow[]; notes: Note[] }> {
  const changed: PostRow[] = [];
  for (const change of changes) {
    const post = await apply(tx, after, change, doing);
    if (post) changed.push(post);
  }
  return { changed, notes: changes.flatMap((change) => describe(change) ?? []) };
}

async function apply(
  tx: Transaction,
  after: AnnouncementRow,
  change: Change<PostRow>,
  doing: Doing,
): Promise<PostRow | null> {
  const { actor } = doing;
  switch (change.kind) {
    case 'unchanged':
    case 'leave':
      return null;
    case 'move':
      return move(tx, change, doing);
    case 'newText':
      return newText(tx, change.post, change.message, doing);
    case 'keepHandWritten':
    case 'offerEdit': {
      const { title, text } = change.proposed;
      await setOffer(tx, change.post.id, { title, text, why: [...change.why] }, actor);
      return null;
    }
    case 'withdrawOffer':
      if (change.post.offer) await setOffer(tx, change.post.id, null, actor);
      return null;
    case 'stop':
      return taken(tx, change.post, { type: 'cancelled' }, { actor });
    case 'wait':
      return holdPost(tx, change.post.id, actor);
    case 'add': {
      const [post] = await insertPosts(tx, after.id, [change.planned], stateOfNew(after.state, doing.mayApprove));
      return post ?? null;
    }
    case 'draftNews': {
      const [post] = await insertPosts(tx, after.id, [change.planned], { name: 'draft' });
      return post ?? null;
    }
  }
}

async function move(
  tx: Transaction,
  change: Change<PostRow> & { kind: 'move' },
  doing: Doing,
): Promise<PostRow | null> {
  const { post, to, worthUntil, message } = change;
  const fact: Fact = { type: 'moved', scheduledAt: to, worthUntil };
  const { actor } = doing;
  if (!message) return taken(tx, post, fact, { actor });
  // Its own move of generated words is no edit, so it neither voids an approval nor takes back a submission.
  if (doing.ownMove) return taken(tx, post, fact, { actor, changes: { message } });
  const edited = await newText(tx, post, message, doing);
  return (await taken(tx, post, fact, { actor })) ?? edited;
}

function newText(tx: Transaction, post: PostRow, message: PostRow['message'], doing: Doing): Promise<PostRow | null> {
  const { actor, ownMove, mayApprove } = doing;
  const context = { actor, changes: { message } };
  const { scheduledAt, worthUntil } = post;
  if (ownMove && post.state === 'awaitingApproval' && scheduledAt) {
    return taken(tx, post, { type: 'moved', scheduledAt, worthUntil }, context);
  }
  return taken(tx, post, { type: 'edited', mayApprove: ownMove || mayApprove }, context);
}

async function taken(
  tx: Transaction,
  post: PostRow,
  fact: Fact,
  context: Parameters<typeof recordFact>[3],
): Promise<PostRow | null> {
  const recorded = await recordFact(tx, post.id, fact, context);
  return recorded.kind === 'next' || recorded.kind === 'same' ? recorded.post : null;
}

/** A post that a change adds needs the approval that the others had. */
function stateOfNew(announcement: AnnouncementRow['state'], mayApprove: boolean) {
  if (announcement === 'draft') return { name: 'draft' } as const;
  return announcement === 'open' && mayApprove
    ? ({ name: 'scheduled' } as const)
    : ({ name: 'awaitingApproval' } as const);
}
