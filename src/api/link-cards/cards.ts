import sharp from 'sharp';
import type { CardImage } from '#posts/compose/message';
import { type MediaStore, sha256Of } from '#src/media/store';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import { readPage } from './read-page.ts';

/** What a page says of itself, or why it says nothing. */
export type LinkCard =
  | {
      readonly ok: true;
      /** Null: the page has no title. */
      readonly title: string | null;
      readonly description: string | null;
      /** As `linkCard.image` of an announcement takes it. */
      readonly image: CardImage | null;
      /** The same picture as a data: address. */
      readonly shown: string | null;
    }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** Reads cards, each address once in a while. */
export type LinkCards = (url: string) => Promise<LinkCard>;

const KEPT_MS = 5 * 60_000;
const KEPT_AT_MOST = 200;
const PAGE = { maxBytes: 3_000_000, timeoutMs: 8_000, accept: 'text/html,application/xhtml+xml,*/*;q=0.1' } as const;
const PICTURE = { maxBytes: 8_000_000, timeoutMs: 8_000, accept: 'image/*' } as const;
/** The shape in which both platforms draw a card. */
const [WIDTH, HEIGHT] = [1200, 628];
/** Smaller pictures are logos and counters. */
const SMALLEST_SIDE = 64;

interface CardDeps {
  readonly fetch: GuardedFetch;
  readonly media: Pick<MediaStore, 'save'>;
}

export function createLinkCards(deps: CardDeps): LinkCards {
  const kept = new Map<string, { readonly card: Promise<LinkCard>; readonly until: number }>();
  return (url) => {
    const now = performance.now();
    const known = kept.get(url);
    if (known && known.until > now) return known.card;
    kept.delete(url);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= KEPT_AT_MOST) kept.delete(oldest);
    const card = readCard(deps, url);
    kept.set(url, { card, until: now + KEPT_MS });
    // A page that does not answer may do so the next time.
    const forget = () => kept.delete(url);
    card.then((read) => read.ok || forget(), forget);
    return card;
  };
}

async function readCard({ fetch, media }: CardDeps, url: string): Promise<LinkCard> {
  const page = await fetch(url, PAGE);
  if (!page.ok) return { ok: false, reason: page.reason, detail: page.detail };
  const type = page.headers['content-type'] ?? 'text/html';
  if (!/html/i.test(type)) {
    return { ok: false, reason: 'noPage', detail: 'The address leads to a file, not to a page; it has no card.' };
  }
  const { title, description, imageUrl } = readPage(page.body, page.finalUrl, type);
  const picture = imageUrl ? await pictureOf(fetch, imageUrl) : null;
  if (picture) await media.save(picture.image.sha256, picture.bytes);
  const shown = picture && `data:image/jpeg;base64,${picture.bytes.toString('base64')}`;
  return { ok: true, title, description, image: picture?.image ?? null, shown };
}

/** Null where there is none that can be shown; a card is whole without it. */
async function pictureOf(fetch: GuardedFetch, url: string): Promise<{ image: CardImage; bytes: Buffer } | null> {
  const answer = await fetch(url, PICTURE);
  if (!answer.ok) return null;
  try {
    const source = sharp(answer.body, { limitInputPixels: 50_000_000, failOn: 'error' });
    const { width = 0, height = 0, format } = await source.metadata();
    if (format === 'svg' || Math.min(width, height) < SMALLEST_SIDE) return null;
    const { data, info } = await source
      .rotate()
      .resize(WIDTH, HEIGHT, { fit: 'cover', position: 'attention', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    const image = {
      sha256: sha256Of(data),
      mime: 'image/jpeg',
      bytes: data.length,
      width: info.width,
      height: info.height,
    } as const;
    return { image, bytes: data };
  } catch {
    return null;
  }
}
