import type { Platform, Post } from './model.ts';

/** One post as the ledger tells it. Instants are ISO 8601 in UTC, by the sandbox clock. */
export interface LedgerEntry {
  readonly platform: Platform;
  /** The bare id of the page. */
  readonly page: string;
  readonly remoteId: string;
  /** As a reader sees it. */
  readonly text: string;
  readonly link: string | null;
  readonly linkTitle: string | null;
  readonly images: readonly { readonly id: string; readonly alt: string | null; readonly bytes: number }[];
  readonly comments: readonly { readonly id: string; readonly text: string; readonly deleted: boolean }[];
  readonly createdAt: string;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
  readonly via: 'api' | 'hand';
  /** Whether a visitor of the page sees it now. */
  readonly visible: boolean;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function ledgerEntry(
  post: Post,
  stores: { readonly pictures: ReadonlyMap<string, { readonly bytes: Buffer | null }> },
): LedgerEntry {
  return {
    platform: post.platform,
    page: post.pageId,
    remoteId: post.remoteId,
    text: post.text,
    link: post.link?.url ?? null,
    linkTitle: post.link?.title ?? null,
    images: post.pictures.map(({ pictureId, alt }) => ({
      id: pictureId,
      alt,
      bytes: stores.pictures.get(pictureId)?.bytes?.length ?? 0,
    })),
    comments: post.comments.map(({ id, text, deletedAt }) => ({ id, text, deleted: deletedAt !== null })),
    createdAt: new Date(post.createdAt).toISOString(),
    editedAt: iso(post.editedAt),
    deletedAt: iso(post.deletedAt),
    via: post.via,
    visible: post.published && post.deletedAt === null,
  };
}
