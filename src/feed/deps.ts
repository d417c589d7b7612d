import type { OpenDatabase } from '#src/db/client';
import type { MediaStore } from '#src/media/store';

/** What the public site uses. `publicUrl` is without a slash at its end. */
export interface FeedDeps {
  readonly database: Pick<OpenDatabase, 'db'>;
  readonly settings: { readonly publicUrl: string };
  readonly media: MediaStore;
}
