import type { Message } from '#posts/compose/message';
import type { LinkCard } from '../../api/link-cards.ts';

/** What every preview draws. */
export interface LookProps {
  readonly page: string;
  readonly message: Message;
  readonly images: readonly { thumb: string; alt: string }[];
  /** What the link's page says of itself; null while it is not known. */
  readonly card: LinkCard | null;
  /** The funding statement, to be marked where it stands. */
  readonly statement: string | null;
  readonly language: string;
}

/** "esimerkki.fi", for a card; the address itself while it is not whole yet. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
}
