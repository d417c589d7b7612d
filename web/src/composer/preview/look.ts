import type { Message } from '#posts/compose/message';

/** What every preview draws. */
export interface LookProps {
  readonly page: string;
  readonly message: Message;
  readonly images: readonly { thumb: string; alt: string }[];
  /** The funding statement, to be marked where it stands. */
  readonly statement: string | null;
  readonly language: string;
}

/** "esimerkki.fi", for a card; the address itself while it is not whole yet. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
}
