import { Feed } from 'feed';
import type { ClusterRow } from '#src/db/cluster';
import type { ShownItem } from '#src/db/feed-items';
import { paragraphs } from './html.ts';
import { permalinkOf } from './store.ts';

export interface Site {
  readonly cluster: ClusterRow;
  readonly publicUrl: string;
}

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). @param nextUrl the following page; null on the last one */
export function jsonFeed(site: Site, shown: readonly ShownItem[], nextUrl: string | null) {
  const { cluster, publicUrl } = site;
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: cluster.name,
    home_page_url: `${publicUrl}/`,
    feed_url: `${publicUrl}/feed.json`,
    ...(cluster.languages[0] ? { language: cluster.languages[0] } : {}),
    ...(nextUrl ? { next_url: nextUrl } : {}),
    items: shown.map((one) => jsonItem(site, one)),
  };
}

function jsonItem({ publicUrl }: Site, { item, announcement }: ShownItem) {
  const url = permalinkOf(publicUrl, announcement.slug, item.postId);
  const [image] = item.images;
  return {
    id: url,
    url,
    ...(item.link ? { external_url: item.link } : {}),
    title: item.title,
    content_html: paragraphs(item.body),
    content_text: item.body,
    ...(image ? { image: mediaUrl(publicUrl, image.mediaId) } : {}),
    date_published: item.publishedAt.toISOString(),
    date_modified: item.updatedAt.toISOString(),
    language: item.language,
    ...(announcement.themes.length > 0 ? { tags: announcement.themes } : {}),
    ...(item.images.length > 0
      ? {
          attachments: item.images.map(({ mediaId, mime, alt }) => ({
            url: mediaUrl(publicUrl, mediaId),
            mime_type: mime,
            title: alt,
          })),
        }
      : {}),
    _kaiku: { announcement: announcement.slug, kind: announcement.kind, event: announcement.event },
  };
}

/** The same items for RSS 2.0 and Atom 1.0. */
export function xmlFeed({ cluster, publicUrl }: Site, shown: readonly ShownItem[]): Feed {
  const feed = new Feed({
    id: `${publicUrl}/`,
    link: `${publicUrl}/`,
    title: cluster.name,
    description: cluster.name,
    copyright: cluster.name,
    language: cluster.languages[0] ?? 'fi',
    generator: 'Kaiku',
    // The newest change, so that the same items always make the same bytes and a reader's ETag holds.
    updated: newest(shown),
    feedLinks: { rss: `${publicUrl}/feed.rss`, atom: `${publicUrl}/feed.atom`, json: `${publicUrl}/feed.json` },
  });
  for (const { item, announcement } of shown) {
    const url = permalinkOf(publicUrl, announcement.slug, item.postId);
    const [image] = item.images;
    feed.addItem({
      id: url,
      link: url,
      title: item.title,
      description: item.body,
      content: paragraphs(item.body),
      date: item.updatedAt,
      published: item.publishedAt,
      category: announcement.themes.map((name) => ({ name, term: name })),
      ...(image ? { enclosure: { url: mediaUrl(publicUrl, image.mediaId), type: image.mime, length: 0 } } : {}),
    });
  }
  return feed;
}

export function mediaUrl(publicUrl: string, mediaId: string): string {
  return `${publicUrl}/media/${mediaId}`;
}

function newest(shown: readonly ShownItem[]): Date {
  return new Date(Math.max(0, ...shown.map(({ item }) => item.updatedAt.getTime())));
}
