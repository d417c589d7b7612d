import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageImage } from '#posts/compose/message';
import type { Outcome } from '#posts/outcome';
import type { Access, PublishTools } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, linkedInWords } from './classify.ts';
import type { Reply } from './client.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { Image, UploadStart } from './wire.ts';

export interface UploadedImage {
  readonly urn: string;
  readonly alt: string;
}

/** Uploads every image and waits until each can be shown. Nothing here can be seen on the page. */
export async function uploadImages(
  deps: LinkedInDeps,
  images: readonly MessageImage[],
  access: Access,
  tools: PublishTools,
): Promise<UploadedImage[] | Outcome> {
  const uploaded: UploadedImage[] = [];
  for (const image of images) {
    if (tools.signal?.aborted) return stopping();
    const urn = await upload(deps, await tools.readImage(image.mediaId), access);
    if (typeof urn !== 'string') return urn;
    uploaded.push({ urn, alt: image.alt });
  }
  const deadline = performance.now() + deps.imageWait.upToMs;
  for (const { urn } of uploaded) {
    const trouble = await untilReady(deps, urn, access, deadline, tools.signal);
    if (trouble) return trouble;
  }
  return uploaded;
}

async function upload(deps: LinkedInDeps, bytes: Uint8Array, access: Access): Promise<string | Outcome> {
  const started = await deps.client.act({
    path: '/images',
    action: 'initializeUpload',
    data: { initializeUploadRequest: { owner: organisationOf(access) } },
    token: access.accessToken,
  });
  if (started.kind !== 'ok') return refused(deps, started);
  const start = UploadStart.safeParse(started.body);
  if (!start.success) return linkedInWords.notSent('the upload of an image was not begun');
  const { uploadUrl, image } = start.data.value;
  const put = await deps.client.putBytes({ url: uploadUrl, bytes, token: access.accessToken });
  return put.kind === 'ok' ? image : refused(deps, put);
}

/** A post with an image that is not ready is accepted and stays invisible (platforms contract §2.4). */
async function untilReady(
  deps: LinkedInDeps,
  urn: string,
  access: Access,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Outcome | null> {
  for (;;) {
    if (signal?.aborted) return stopping();
    const reply = await deps.client.get({ path: '/images/{urn}', keys: { urn }, token: access.accessToken });
    if (reply.kind !== 'ok') return refused(deps, reply);
    const image = Image.safeParse(reply.body);
    if (image.success && image.data.status === 'AVAILABLE') return null;
    if (image.success && image.data.status === 'PROCESSING_FAILED') {
      return linkedInWords.rejected('linkedin-image', 'an image could not be read; use another JPEG or PNG file');
    }
    if (performance.now() >= deadline) return linkedInWords.notSent('LinkedIn has not finished reading an image');
    await sleep(deps.imageWait.everyMs, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

function refused(deps: LinkedInDeps, reply: Exclude<Reply, { kind: 'ok' }>): Outcome {
  return harmless(classify(reply, deps.now()), linkedInWords);
}

function stopping(): Outcome {
  return linkedInWords.notSent('this part of Kaiku is stopping');
}
