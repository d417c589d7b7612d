import type { Outcome } from '#posts/outcome';
import type { Access, ChangeOutcome, Snapshot } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords, isGone } from './classify.ts';
import type { FacebookDeps } from './deps.ts';
import { Created, Post } from './wire.ts';

/** Writes a comment as the page. One call, never repeated. */
export async function comment(
  deps: FacebookDeps,
  remoteId: string,
  text: string,
  access: Access,
): Promise<ChangeOutcome> {
  const reply = await deps.client.call({
    method: 'post',
    path: `${remoteId}/comments?fields=id,permalink_url`,
    params: { message: text },
    token: access.accessToken,
  });
  if (isGone(reply)) return gone();
  if (reply.kind !== 'ok') return classify(reply, deps.now());
  const made = Created.safeParse(reply.body);
  if (!made.success) return facebookWords.uncertain('a yes without the number of the comment');
  return { kind: 'published', remoteId: made.data.id, permalink: made.data.permalink_url ?? null };
}

/** Replaces the words; images and link stay as they are. */
export async function edit(
  deps: FacebookDeps,
  remoteId: string,
  snapshot: Snapshot,
  access: Access,
): Promise<ChangeOutcome> {
  const reply = await deps.client.call({
    method: 'post',
    path: remoteId,
    params: { message: snapshot.text },
    token: access.accessToken,
  });
  if (isGone(reply)) return gone();
  if (reply.kind !== 'ok') return classify(reply, deps.now());
  return { kind: 'published', remoteId, permalink: deps.permalinkOf(remoteId) };
}

/** Deletes; a post that is not there any more is deleted already. */
export async function retract(deps: FacebookDeps, remoteId: string, access: Access): Promise<ChangeOutcome> {
  const reply = await deps.client.call({ method: 'delete', path: remoteId, token: access.accessToken });
  if (reply.kind === 'ok' || isGone(reply)) return { kind: 'published', remoteId, permalink: null };
  return classify(reply, deps.now());
}

export async function read(
  deps: FacebookDeps,
  remoteId: string,
  access: Access,
): Promise<{ text: string; permalink: string | null } | null | Outcome> {
  const reply = await deps.client.call({
    method: 'get',
    path: remoteId,
    params: { fields: 'id,message,permalink_url' },
    token: access.accessToken,
  });
  if (isGone(reply)) return null;
  if (reply.kind !== 'ok') return harmless(classify(reply, deps.now()), facebookWords);
  const post = Post.safeParse(reply.body);
  if (!post.success) return facebookWords.notSent('the answer cannot be read');
  return { text: post.data.message ?? '', permalink: post.data.permalink_url ?? deps.permalinkOf(remoteId) };
}

function gone(): Outcome {
  return facebookWords.rejected('gone', 'the post is not on the page any more');
}
