import { fromLittleText, toLittleText } from '#posts/compose/little-text';
import type { Outcome } from '#posts/outcome';
import type { Access, ChangeOutcome, Snapshot } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, isGone, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { Comment, Post } from './wire.ts';

const POST = '/posts/{urn}';

/** Writes a comment as the page, in plain text: little text would show its backslashes here. One call, never repeated. */
export async function comment(
  deps: LinkedInDeps,
  remoteId: string,
  text: string,
  access: Access,
): Promise<ChangeOutcome> {
  const reply = await deps.client.create({
    path: '/socialActions/{urn}/comments',
    keys: { urn: remoteId },
    entity: { actor: organisationOf(access), object: remoteId, message: { text } },
    token: access.accessToken,
  });
  if (isGone(reply)) return gone();
  if (reply.kind !== 'ok') return classify(reply, deps.now());
  const made = Comment.safeParse(reply.body);
  const id = (made.success ? made.data.commentUrn : undefined) ?? reply.createdId;
  if (id === null) return linkedInWords.uncertain('a yes without the number of the comment');
  return { kind: 'published', remoteId: id, permalink: null };
}

/** Replaces the words; images and link stay as they are. */
export async function edit(
  deps: LinkedInDeps,
  remoteId: string,
  snapshot: Snapshot,
  access: Access,
): Promise<ChangeOutcome> {
  const reply = await deps.client.patch({
    path: POST,
    keys: { urn: remoteId },
    set: { commentary: toLittleText(snapshot.text) },
    token: access.accessToken,
  });
  if (isGone(reply)) return gone();
  if (reply.kind !== 'ok') return classify(reply, deps.now());
  return { kind: 'published', remoteId, permalink: deps.permalinkOf(remoteId) };
}

/** Deletes; a post that is not there any more is deleted already. */
export async function retract(deps: LinkedInDeps, remoteId: string, access: Access): Promise<ChangeOutcome> {
  const reply = await deps.client.remove({ path: POST, keys: { urn: remoteId }, token: access.accessToken });
  if (reply.kind === 'ok' || isGone(reply)) return { kind: 'published', remoteId, permalink: null };
  return classify(reply, deps.now());
}

export async function read(
  deps: LinkedInDeps,
  remoteId: string,
  access: Access,
): Promise<{ text: string; permalink: string | null } | null | Outcome> {
  const reply = await deps.client.get({ path: POST, keys: { urn: remoteId }, token: access.accessToken });
  if (isGone(reply)) return null;
  if (reply.kind !== 'ok') return harmless(classify(reply, deps.now()), linkedInWords);
  const post = Post.safeParse(reply.body);
  if (!post.success) return linkedInWords.notSent('the answer cannot be read');
  return { text: fromLittleText(post.data.commentary ?? ''), permalink: deps.permalinkOf(remoteId) };
}

function gone(): Outcome {
  return linkedInWords.rejected('gone', 'the post is not on the page any more');
}
