import type { Access } from '../contract.ts';
import type { LinkedInClient } from './client.ts';

/** What the parts of this folder share. */
export interface LinkedInDeps {
  readonly client: LinkedInClient;
  readonly now: () => Date;
  readonly permalinkOf: (urn: string) => string;
  /** The picture of a link's card, by the hash of its bytes; null: cards go out without one. */
  readonly readCardImage: ((sha256: string) => Promise<Uint8Array>) | null;
  /** How often and how long to ask whether an uploaded image is ready. */
  readonly imageWait: { readonly everyMs: number; readonly upToMs: number };
}

/** The page's URN; its bare number is taken too. */
export function organisationOf(access: Access): string {
  return access.remoteId.startsWith('urn:') ? access.remoteId : `urn:li:organization:${access.remoteId}`;
}
