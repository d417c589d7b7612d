import type { MessageImage } from '#posts/compose/message';
import type { Outcome } from '#posts/outcome';
import type { Access, PublishTools, Snapshot } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords, isGone } from './classify.ts';
import type { FacebookCall, Reply } from './client.ts';
import type { FacebookDeps } from './deps.ts';
import { Created, Photo } from './wire.ts';

/** Uploads every image unpublished, asks for leave, and creates the post with one call to the page's feed. */
export async function publish(
  deps: FacebookDeps,
  snapshot: Snapshot,
  access: Access,
  tools: PublishTools,
): Promise<Outcome> {
  const photoIds: string[] = [];
  for (const [index, image] of snapshot.images.entries()) {
    if (tools.signal?.aborted) return facebookWords.notSent('this part of Kaiku is stopping');
    const photo = await upload(deps, image, index, await tools.readImage(image.mediaId), access);
    if (typeof photo !== 'string') return photo;
    photoIds.push(photo);
  }
  if (tools.signal?.aborted) return facebookWords.notSent('this part of Kaiku is stopping');
  if (!(await tools.arm())) return facebookWords.notSent('another part of Kaiku took it over');
  return created(deps, await deps.client.call(feedCall(snapshot, photoIds, access)), access);
}

/** The id of the unpublished photo, or why there is none. Nothing here can be seen on the page. */
async function upload(
  deps: FacebookDeps,
  image: MessageImage,
  index: number,
  bytes: Uint8Array,
  access: Access,
): Promise<string | Outcome> {
  const reply = await deps.client.call({
    method: 'post',
    path: `${access.remoteId}/photos`,
    params: { published: 'false', ...(image.alt === '' ? {} : { alt_text_custom: image.alt }) },
    token: access.accessToken,
    file: { bytes, filename: `image-${index + 1}.${image.mime.split('/')[1] ?? 'jpg'}`, mime: image.mime },
  });
  if (reply.kind !== 'ok') return harmless(refused(deps, reply, access), facebookWords);
  const photo = Photo.safeParse(reply.body);
  return photo.success ? photo.data.id : facebookWords.notSent('the upload of an image was not confirmed');
}

function feedCall(snapshot: Snapshot, photoIds: readonly string[], access: Access): FacebookCall {
  const params: Record<string, string> = {};
  if (snapshot.text !== '') params.message = snapshot.text;
  // The platform takes either images or a link's card; with images the link stands in the text.
  if (photoIds.length > 0) params.attached_media = JSON.stringify(photoIds.map((id) => ({ media_fbid: id })));
  else if (snapshot.link) params.link = snapshot.link.url;
  return {
    method: 'post',
    path: `${access.remoteId}/feed?fields=id,permalink_url`,
    params,
    token: access.accessToken,
  };
}

function created(deps: FacebookDeps, reply: Reply, access: Access): Outcome {
  if (reply.kind !== 'ok') return refused(deps, reply, access);
  const post = Created.safeParse(reply.body);
  if (!post.success) return facebookWords.uncertain('a yes without the number of the post');
  const { id, permalink_url: permalink } = post.data;
  return { kind: 'published', remoteId: id, permalink: permalink ?? deps.permalinkOf(id) };
}

function refused(deps: FacebookDeps, reply: Exclude<Reply, { kind: 'ok' }>, access: Access): Outcome {
  if (isGone(reply)) {
    // What is not there is the page itself, or a photo that was uploaded a moment ago; the message names which.
    const isPage = reply.kind === 'refused' && reply.error.message.includes(access.remoteId);
    return isPage
      ? facebookWords.permission('the page cannot be seen with the key that Kaiku has')
      : facebookWords.notSent('an uploaded image was not found again');
  }
  return classify(reply, deps.now());
}
