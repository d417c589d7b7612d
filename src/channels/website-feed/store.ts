/** What the website shows of one post. */
export interface FeedItem {
  readonly postId: string;
  readonly channelId: string;
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly link: { readonly url: string; readonly target: string } | null;
  readonly images: readonly { readonly mediaId: string; readonly alt: string }[];
}

/** A shown item as it stands; `at` is when it was first shown (UTC). */
export interface StoredFeedItem {
  readonly text: string;
  readonly permalink: string | null;
  readonly at: Date;
}

/**
 * Where the website's items lie, keyed by `postId`, so that repeating is harmless. Failures of the store throw; the
 * channel turns them into values.
 */
export interface FeedStore {
  /** Shows the item. One that is shown already stays as it is. */
  put(item: FeedItem): Promise<'stored' | 'already there'>;
  /** Null is proof that it is not shown. */
  get(postId: string): Promise<StoredFeedItem | null>;
  /** Replaces words, link and images of a shown item. */
  replace(item: FeedItem): Promise<'replaced' | 'not there'>;
  /** Takes the item away; taking away twice is no error. */
  remove(postId: string): Promise<void>;
}
