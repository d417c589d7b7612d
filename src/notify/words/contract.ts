import type { NoticeKind } from '#posts/notices';

/** What happened, and what it means; then what to do, where something is. */
export interface Said {
  readonly title: string;
  readonly text: string;
  readonly todo: string | null;
}

/** Facts of a notice, already in the reader's words: names, times. One that is not known is an empty text. */
export type Fact = (name: string) => string;

export interface Words {
  readonly kinds: { readonly [Kind in NoticeKind]: (fact: Fact) => Said };
  /** A name for somebody who was erased, or for a program. */
  readonly somebody: string;
  /** Below a letter: why it came, and how to get none. */
  readonly footer: (cluster: string) => string;
  readonly open: string;
}
