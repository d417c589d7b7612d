import type { FeedItem, FeedStore } from '#src/channels/website-feed/store';
import type { Database } from '#src/db/client';
import { getItem, type NewFeedItem, putItem, removeItem, replaceItem } from '#src/db/feed-items';
import { findMedia } from '#src/db/media';

/** The website channel's items in the database, one a post; the public site reads them from there. */
export function feedStore(db: Database, publicUrl: string): FeedStore {
  return {
    async put(item) {
      return (await putItem(db, await rowOf(db, item))) ? 'stored' : 'already there';
    },
    async get(postId) {
      const found = await getItem(db, postId);
      if (!found) return null;
      return {
        text: found.item.body,
        permalink: permalinkOf(publicUrl, found.slug, postId),
        at: found.item.publishedAt,
      };
    },
    async replace(item) {
      return (await replaceItem(db, await rowOf(db, item))) ? 'replaced' : 'not there';
    },
    remove: (postId) => removeItem(db, postId),
  };
}

/** Where one post stands on the announcement's page. */
export function permalinkOf(publicUrl: string, slug: string, postId: string): string {
  return `${publicUrl}/a/${slug}#${postId}`;
}

async function rowOf(db: Database, item: FeedItem): Promise<NewFeedItem> {
  const stored = await findMedia(
    db,
    item.images.map(({ mediaId }) => mediaId),
  );
  const images = item.images.flatMap(({ mediaId, alt }) => {
    const file = stored.find(({ id }) => id === mediaId);
    return file ? [{ mediaId, alt, width: file.width, height: file.height, mime: file.mime }] : [];
  });
  return {
    postId: item.postId,
    language: item.language,
    title: item.title,
    body: item.text,
    link: item.link?.url ?? null,
    images,
  };
}
