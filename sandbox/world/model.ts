export type Platform = 'facebook' | 'linkedin';

/** One page that a visitor could follow. `id` is bare: digits, without any URN. */
export interface Page {
  readonly platform: Platform;
  readonly id: string;
  readonly name: string;
  readonly vanity: string;
  readonly followers: number;
}

/** An uploaded picture. Instants are milliseconds of the sandbox clock. */
export interface Picture {
  readonly id: string;
  readonly platform: Platform;
  readonly pageId: string;
  bytes: Buffer | null;
  mime: string;
  alt: string | null;
  /** From when it may be used; null while the bytes are awaited. */
  readyAt: number | null;
  failed: boolean;
  /** A post shows it already. */
  used: boolean;
  readonly expiresAt: number | null;
}

export interface Comment {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly createdAt: number;
  deletedAt: number | null;
  readonly via: 'api' | 'hand';
}

export interface LinkCard {
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly pictureId: string | null;
}

export interface PostedPicture {
  readonly pictureId: string;
  readonly alt: string | null;
}

/** The numbers of a post at one moment. */
export interface Numbers {
  readonly views: number;
  readonly reach: number;
  readonly reactions: number;
  readonly reactionKinds: Readonly<Record<ReactionKind, number>>;
  readonly comments: number;
  readonly shares: number;
  readonly clicks: number;
}

export type ReactionKind = 'like' | 'love' | 'haha' | 'wow' | 'sorry' | 'anger';

/** Figures that somebody fixed by hand; they replace the grown ones. */
export type FixedNumbers = Partial<Record<'views' | 'reach' | 'reactions' | 'comments' | 'shares' | 'clicks', number>>;

/** One post, alive or deleted. Posts are never forgotten: the list of them is the judge of "exactly once". */
export interface Post {
  readonly platform: Platform;
  readonly pageId: string;
  /** `page_post` on Facebook, a share or ugcPost URN on LinkedIn. */
  readonly remoteId: string;
  /** The words as a reader sees them. */
  text: string;
  /** LinkedIn: the little text that a GET answers. Facebook: the same as `text`. */
  markup: string;
  readonly link: LinkCard | null;
  readonly pictures: readonly PostedPicture[];
  readonly comments: Comment[];
  readonly createdAt: number;
  editedAt: number | null;
  deletedAt: number | null;
  readonly via: 'api' | 'hand';
  /** From when lists of posts show it. */
  readonly listedFrom: number;
  /** False for a LinkedIn post that failed after it was accepted. */
  readonly published: boolean;
  fixed: FixedNumbers;
}
