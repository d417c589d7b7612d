import type { LinkCard, Page, PostedPicture } from '../world/model.ts';
import type { RestCall } from './context.ts';
import { badBody, organisationUrn } from './context.ts';
import { invalid, refuse } from './errors.ts';
import { pictureState } from './images.ts';

const ALT_LIMIT = 4086;
const TITLE_LIMIT = 400;

/** What stands beside the words of a post. */
export interface Content {
  readonly link: LinkCard | null;
  readonly pictures: readonly PostedPicture[];
  /** Some picture cannot be shown yet. */
  readonly unready: boolean;
  readonly kind: 'text' | 'article' | 'media' | 'multiImage';
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function textOf(value: unknown, name: string, limit: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalid('INVALID_VALUE_FOR_FIELD', `${name} must be a string`);
  if (value.length > limit) throw invalid('FIELD_LENGTH_TOO_LONG', `${name} exceeds ${limit} characters`, { name });
  return value;
}

interface Checked {
  readonly id: string;
  readonly ready: boolean;
}

function ownPicture(call: RestCall, page: Page, urn: unknown): Checked {
  if (typeof urn !== 'string' || !/^urn:li:image:[\w-]+$/.test(urn)) {
    throw invalid('INVALID_URN_TYPE', `${String(urn)} is not an image URN`);
  }
  const picture = call.world.pictures.get(urn);
  if (picture?.platform !== 'linkedin') throw invalid('INVALID_URN_ID', `${urn} does not exist`);
  if (picture.pageId !== page.id) {
    throw invalid('INVALID_VALUE_FOR_FIELD', `The owner of ${urn} is not the author ${organisationUrn(page.id)}`);
  }
  const state = pictureState(picture, call.now);
  if (state === 'PROCESSING_FAILED')
    throw refuse(400, 'MEDIA_ASSET_PROCESSING_FAILED', `Media asset ${urn} failed processing`);
  if (state !== 'AVAILABLE' && call.world.switches.unreadyImage === 'refuse') {
    throw refuse(400, 'MEDIA_ASSET_WAITING_UPLOAD', `Media asset ${urn} is waiting for its upload`);
  }
  return { id: urn, ready: state === 'AVAILABLE' };
}

function posted(call: RestCall, page: Page, item: unknown): PostedPicture & { readonly ready: boolean } {
  if (!isRecord(item)) throw badBody('A media element needs an id');
  const { id, ready } = ownPicture(call, page, item.id);
  return { pictureId: id, alt: textOf(item.altText, 'altText', ALT_LIMIT), ready };
}

function article(call: RestCall, page: Page, value: unknown): Content {
  if (!isRecord(value) || typeof value.source !== 'string' || !URL.canParse(value.source)) {
    throw badBody('article/source must be a URL');
  }
  const title = textOf(value.title, 'article/title', TITLE_LIMIT);
  if (title === null || title === '') throw badBody('article/title is required');
  const thumbnail = value.thumbnail === undefined ? null : ownPicture(call, page, value.thumbnail);
  const description = textOf(value.description, 'article/description', ALT_LIMIT);
  return {
    kind: 'article',
    link: { url: value.source, title, description, pictureId: thumbnail?.id ?? null },
    pictures: [],
    unready: thumbnail !== null && !thumbnail.ready,
  };
}

function withPictures(kind: 'media' | 'multiImage', items: ReturnType<typeof posted>[]): Content {
  const pictures = items.map(({ pictureId, alt }) => ({ pictureId, alt }));
  return { kind, link: null, pictures, unready: items.some(({ ready }) => !ready) };
}

/** Reads `content`: at most one of article, media and multiImage. LinkedIn scrapes nothing by itself. */
export function readContent(call: RestCall, page: Page): Content {
  const { content } = call.body;
  if (content === undefined || content === null) return { kind: 'text', link: null, pictures: [], unready: false };
  if (!isRecord(content)) throw badBody('content must be an object');
  const kinds = Object.keys(content);
  if (kinds.length !== 1) throw invalid('INVALID_VALUE_FOR_FIELD', 'content takes exactly one kind of media');
  if (content.article !== undefined) return article(call, page, content.article);
  if (content.media !== undefined) return withPictures('media', [posted(call, page, content.media)]);
  const { multiImage } = content;
  if (!isRecord(multiImage) || !Array.isArray(multiImage.images)) {
    throw invalid('INVALID_VALUE_FOR_FIELD', `content/${kinds[0] ?? ''} is not taken`);
  }
  if (multiImage.images.length < 2 || multiImage.images.length > 20) {
    throw invalid('INVALID_VALUE_FOR_FIELD', 'multiImage takes 2 to 20 images');
  }
  return withPictures(
    'multiImage',
    multiImage.images.map((item) => posted(call, page, item)),
  );
}
