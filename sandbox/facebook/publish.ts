import type { Draw } from '../world/faults.ts';
import type { LinkCard, Page, Picture, Post, PostedPicture } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { type GraphCall, incapable } from './context.ts';
import { missingObject, refuse } from './errors.ts';
import { fieldsFor } from './fields.ts';
import { postFields } from './post-fields.ts';

const MESSAGE_LIMIT = 63_206;
const PHOTO_BYTES = 10 * 1024 * 1024;
const CONSECUTIVE_MS = 86_400_000;
const PHOTO_LIMIT = 30;

/** `attached_media` in its three forms: a JSON list, one JSON object per index, or a real array. */
export function attachedMedia(params: ReadonlyMap<string, string>): string[] {
  const texts = [...params].filter(([name]) => /^attached_media(?:\[\d*\])?$/.test(name)).map(([, value]) => value);
  return texts.flatMap((text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw refuse(100, '(#100) param attached_media must be an array.');
    }
    return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
      const id = typeof item === 'object' && item !== null && 'media_fbid' in item ? item.media_fbid : null;
      if (typeof id !== 'string' && typeof id !== 'number') throw refuse(100, '(#100) attached_media needs media_fbid');
      return String(id);
    });
  });
}

function message(call: GraphCall, name: string): string {
  const text = call.param(name) ?? '';
  if (text.length > MESSAGE_LIMIT) throw refuse(100, '(#100) The message is too long.');
  return call.world.switches.trimMessages ? text.trim() : text;
}

function linkCard(call: GraphCall): LinkCard | null {
  const url = call.param('link');
  if (url === null || url === '') return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw refuse(1609005, '(#1609005) Error Posting Link. The link could not be scraped.');
  }
  return { url, title: null, description: null, pictureId: null };
}

function refuseDuplicate(
  world: World,
  page: Page,
  post: { text: string; link: LinkCard | null },
  pictures: number,
): void {
  if (!world.switches.refuseConsecutiveDuplicates || pictures > 0) return;
  const alive = world.pagePosts('facebook', page.id).filter((made) => made.deletedAt === null);
  const newest = alive.reduce<Post | null>(
    (last, made) => (last === null || made.createdAt >= last.createdAt ? made : last),
    null,
  );
  if (newest === null) return;
  if (newest.text !== post.text || newest.link?.url !== post.link?.url || newest.pictures.length > 0) return;
  if (world.clock.now() - newest.createdAt > CONSECUTIVE_MS) return;
  throw refuse(506, '(#506) Duplicate status message', { title: 'Duplicate Status Update' });
}

interface NewPost {
  readonly text: string;
  readonly link: LinkCard | null;
  readonly pictures: readonly PostedPicture[];
}

function addPost(call: GraphCall, page: Page, draw: Draw, made: NewPost): Post {
  const { world, now } = call;
  refuseDuplicate(world, page, made, made.pictures.length);
  for (const { pictureId } of made.pictures) {
    const picture = world.pictures.get(pictureId);
    if (picture !== undefined) picture.used = true;
  }
  const lag = draw.bend('finder-lag');
  return world.addPost({
    ...made,
    platform: 'facebook',
    pageId: page.id,
    remoteId: `${page.id}_${world.ids.facebook()}`,
    markup: made.text,
    comments: [],
    createdAt: now,
    editedAt: null,
    deletedAt: null,
    via: 'api',
    listedFrom: now + (lag === null ? 0 : (lag.delayMs ?? 120_000)),
    published: true,
    fixed: {},
  });
}

function ownPicture(call: GraphCall, page: Page, id: string): PostedPicture {
  const picture = call.world.pictures.get(id);
  if (picture?.platform !== 'facebook' || picture.pageId !== page.id) throw missingObject(id, 'post');
  if (picture.used) throw refuse(100, '(#100) Photos were already posted.', { subcode: 1366051 });
  return { pictureId: id, alt: picture.alt };
}

/** POST /{page}/feed */
export function publishFeed(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'publish',
    bends: ['finder-lag'],
    commit: (draw) => {
      const page = call.page();
      call.pageToken(page, 'pages_manage_posts');
      const text = message(call, 'message');
      const link = linkCard(call);
      const ids = attachedMedia(call.params);
      if (ids.length > PHOTO_LIMIT) throw refuse(100, '(#100) Too many photos.');
      if (text === '' && link === null && ids.length === 0) {
        throw refuse(100, '(#100) Missing message or attachment');
      }
      if (call.param('scheduled_publish_time') !== null) throw incapable();
      const pictures = ids.map((id) => ownPicture(call, page, id));
      const post = addPost(call, page, draw, { text, link, pictures });
      const wanted = call.param('fields');
      return wanted === null
        ? { id: post.remoteId }
        : { id: post.remoteId, ...fieldsFor(call, wanted, post, postFields) };
    },
  });
}

const SIGNATURES: readonly (readonly [mime: string, head: string])[] = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
  ['image/bmp', '424d'],
];

function addPicture(call: GraphCall, page: Page): Picture {
  const file = call.files.find(({ field }) => field === 'source');
  const url = call.param('url');
  if (file === undefined && url === null) throw refuse(324, '(#324) Requires upload file');
  const head = file?.bytes.subarray(0, 8).toString('hex') ?? '';
  const mime = file === undefined ? 'image/jpeg' : SIGNATURES.find(([, start]) => head.startsWith(start))?.[0];
  if (mime === undefined || (file !== undefined && file.bytes.length > PHOTO_BYTES)) {
    throw refuse(324, '(#324) Missing or invalid image file', { subcode: 1366046 });
  }
  const picture: Picture = {
    id: call.world.ids.facebook(),
    platform: 'facebook',
    pageId: page.id,
    bytes: file?.bytes ?? null,
    mime,
    alt: call.param('alt_text_custom'),
    readyAt: call.now,
    failed: false,
    used: false,
    expiresAt: null,
  };
  call.world.pictures.set(picture.id, picture);
  return picture;
}

/** POST /{page}/photos: an upload when `published` is false, a post of its own otherwise. */
export function publishPhoto(call: GraphCall): Promise<void> {
  const isUpload = /^(?:false|0)$/.test(call.param('published') ?? 'true');
  return call.act({
    operation: isUpload ? 'upload' : 'publish',
    bends: isUpload ? ['image-failed'] : ['image-failed', 'finder-lag'],
    commit: (draw) => {
      if (draw.bend('image-failed') !== null)
        throw refuse(324, '(#324) Missing or invalid image file', { subcode: 1366046 });
      const page = call.page();
      call.pageToken(page, 'pages_manage_posts');
      const text = message(call, call.param('caption') === null ? 'message' : 'caption');
      const picture = addPicture(call, page);
      if (isUpload) return { id: picture.id };
      const pictures = [{ pictureId: picture.id, alt: picture.alt }];
      return { id: picture.id, post_id: addPost(call, page, draw, { text, link: null, pictures }).remoteId };
    },
  });
}
