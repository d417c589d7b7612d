import { fromLittleText, toLittleText } from '#posts/compose/little-text';
import type { Outcome } from '#posts/outcome';
import type { Access, PublishTools, Snapshot } from '../contract.ts';
import { classify, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { type UploadedImage, uploadImages } from './images.ts';
import { Post } from './wire.ts';

/** A title of an article longer than this is refused (platforms contract §2.4). */
const MAX_TITLE = 400;

/** Uploads every image, asks for leave, creates the post with one call, then reads back whether its words are whole. */
export async function publish(
  deps: LinkedInDeps,
  snapshot: Snapshot,
  access: Access,
  tools: PublishTools,
): Promise<Outcome> {
  const images = await uploadImages(deps, snapshot.images, access, tools);
  if (!Array.isArray(images)) return images;
  const thumbnail = await cardImage(deps, snapshot, access, tools);
  if (thumbnail !== null && typeof thumbnail !== 'string') return thumbnail;
  if (tools.signal?.aborted) return linkedInWords.notSent('this part of Kaiku is stopping');
  const entity = postOf(snapshot, images, thumbnail, access);
  if (!(await tools.arm())) return linkedInWords.notSent('another part of Kaiku took it over');
  const reply = await deps.client.create({ path: '/posts', entity, token: access.accessToken });
  if (reply.kind !== 'ok') return classify(reply, deps.now());
  if (reply.createdId === null) return linkedInWords.uncertain('a yes without the number of the post');
  const note = await noteOn(deps, reply.createdId, snapshot.text, access);
  const permalink = deps.permalinkOf(reply.createdId);
  return { kind: 'published', remoteId: reply.createdId, permalink, ...(note === null ? {} : { note }) };
}

/** Fields and order after learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api. */
function postOf(
  snapshot: Snapshot,
  images: readonly UploadedImage[],
  thumbnail: string | null,
  access: Access,
): object {
  const content = contentOf(snapshot, images, thumbnail);
  return {
    author: organisationOf(access),
    commentary: toLittleText(snapshot.text),
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    ...(content === null ? {} : { content }),
  };
}

/** At most one kind of content: images go before the link's card, and one image is no multi-image post. */
function contentOf(snapshot: Snapshot, images: readonly UploadedImage[], thumbnail: string | null): object | null {
  const [first, ...more] = images.map(({ urn, alt }) => ({ id: urn, ...(alt === '' ? {} : { altText: alt }) }));
  if (first) return more.length > 0 ? { multiImage: { images: [first, ...more] } } : { media: first };
  if (!snapshot.link) return null;
  const { url, title, description } = snapshot.link;
  return {
    article: {
      source: url,
      title: shortened(title || new URL(url).hostname),
      ...(description ? { description } : {}),
      ...(thumbnail ? { thumbnail } : {}),
    },
  };
}

/** Uploads the picture of the link's card, where the card is what goes out. A post without one is still whole. */
async function cardImage(
  deps: LinkedInDeps,
  { images, link }: Snapshot,
  access: Access,
  tools: PublishTools,
): Promise<string | null | Outcome> {
  const { readCardImage } = deps;
  if (images.length > 0 || !link?.image || readCardImage === null) return null;
  const { sha256 } = link.image;
  const bytes = await readCardImage(sha256).catch(() => null);
  if (bytes === null) return null;
  const picture = { ...link.image, mediaId: sha256, alt: '' };
  const uploaded = await uploadImages(deps, [picture], access, { ...tools, readImage: async () => bytes });
  return Array.isArray(uploaded) ? (uploaded[0]?.urn ?? null) : uploaded;
}

function shortened(title: string): string {
  const points = [...title];
  return points.length <= MAX_TITLE ? title : `${points.slice(0, MAX_TITLE - 1).join('')}…`;
}

/** LinkedIn accepts a text and may show only its beginning. Null when it is whole, or could not be read. */
async function noteOn(deps: LinkedInDeps, urn: string, meant: string, access: Access): Promise<string | null> {
  const reply = await deps.client.get({
    path: '/posts/{urn}',
    keys: { urn },
    // Shows a post that could not be published, too.
    query: { viewContext: 'AUTHOR' },
    token: access.accessToken,
  });
  const post = reply.kind === 'ok' ? Post.safeParse(reply.body) : null;
  if (!post?.success) return null;
  if (post.data.lifecycleState === 'PUBLISH_FAILED') {
    return 'LinkedIn accepted the post but says that it could not show it. Look at the page, and publish it again if it is not there.';
  }
  const { commentary } = post.data;
  return commentary === undefined ? null : cutNote(meant, fromLittleText(commentary));
}

/** What is missing at the end of the text that stands there; null when nothing is. */
export function cutNote(meant: string, stands: string): string | null {
  const whole = plain(meant);
  const seen = plain(stands);
  if (seen.length >= whole.length || !whole.startsWith(seen)) return null;
  const missing = whole.slice(seen.length).trim();
  const start = [...missing].slice(0, 80).join('');
  return `LinkedIn cut the text. Missing from: “${start}${start === missing ? '' : '…'}”. Edit the post to put it right.`;
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
