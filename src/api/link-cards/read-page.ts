import { loadBuffer } from 'cheerio';
import { cleanText, shorten } from '#posts/compose/index';

/** What a page says of itself, for a card that leads to it. */
export interface PageWords {
  readonly title: string | null;
  readonly description: string | null;
  /** A whole address. */
  readonly imageUrl: string | null;
}

const [LONGEST_TITLE, LONGEST_DESCRIPTION] = [300, 400];

/**
 * Reads Open Graph (https://ogp.me, 2026-11-25), else the page's own title and description. Pure.
 * @param address where the page was found; its image may be told relative to it
 * @param type the Content-Type that it came with; UTF-8 where neither it nor the page tells
 */
export function readPage(body: Buffer, address: string, type: string): PageWords {
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1];
  const encoding = { defaultEncoding: 'utf-8', ...(charset ? { transportLayerEncodingLabel: charset } : {}) };
  const $ = loadBuffer(body, { baseURI: address, encoding });
  const told = (...names: string[]) => {
    for (const name of names) {
      const words = $(`meta[property="${name}"], meta[name="${name}"]`).first().attr('content')?.trim();
      if (words) return words;
    }
    return null;
  };
  const image = told('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image');
  return {
    title: oneLine(told('og:title', 'twitter:title') ?? $('head > title').first().text(), LONGEST_TITLE),
    description: oneLine(told('og:description', 'twitter:description', 'description'), LONGEST_DESCRIPTION),
    imageUrl: image && URL.canParse(image, address) ? new URL(image, address).href : null,
  };
}

function oneLine(words: string | null, longest: number): string | null {
  return shorten(cleanText(words ?? '').replace(/\s+/g, ' '), longest) || null;
}
