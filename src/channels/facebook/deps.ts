import type { FacebookClient } from './client.ts';

/** What the parts of this folder share. */
export interface FacebookDeps {
  readonly client: FacebookClient;
  readonly now: () => Date;
  /** The address of a post whose own was not told. */
  readonly permalinkOf: (remoteId: string) => string;
}
