import type { OpenDatabase } from '#src/db/client';
import type { MediaStore } from '#src/media/store';

/** What the public site uses. `publicUrl` is without a slash at its end. */
export interface FeedDeps {
  readonly database: Pick<OpenDatabase, 'db' | 'pool'>;
  readonly settings: {
    readonly publicUrl: string;
    /** The script that shows the list in other sites' pages; missing: it was not built. */
    readonly embedFile?: string;
  };
  readonly media: MediaStore;
}
