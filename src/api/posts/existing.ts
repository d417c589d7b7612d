import type { Act } from '#posts/transition';
import { possibleActs } from '#posts/transition';
import type { Database } from '#src/db/client';
import { isId } from '#src/db/ids';
import { getPost, lifeOf, type PostRow, type Recorded } from '#src/db/posts';
import { changedMeanwhile, conflict, notFound, postRefused, type Refusal } from '../problem.ts';
import { stateMessage } from './state-message.ts';

export async function existingPost(db: Database, id: string): Promise<PostRow> {
  const post = isId(id) ? await getPost(db, id) : null;
  if (!post) throw notFound('post', id);
  return post;
}

/** The post after a fact; throws what the caller is told when it was not taken. */
export function taken(recorded: Recorded, id: string): PostRow {
  switch (recorded.kind) {
    case 'next':
    case 'same':
      return recorded.post;
    case 'refused':
      throw postRefused(recorded.post, recorded.why, recorded.possible);
    case 'conflict':
      throw changedMeanwhile(recorded.post.revision);
    case 'not-found':
      throw notFound('post', id);
  }
}

/** Throws unless a person may do this with the post now. */
export function mustAllow(post: PostRow, act: Act): void {
  if (!possibleActs(post.state).includes(act)) throw notPossible(post);
}

export function notPossible(post: PostRow): Refusal {
  return conflict(
    `The post is ${post.state}. ${stateMessage(lifeOf(post).state, post.scheduledAt)}`,
    possibleActs(post.state),
  );
}
