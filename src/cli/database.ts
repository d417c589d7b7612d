import type { Settings } from '#src/config/settings';
import { embeddedAddress } from '#src/db/embedded/address';
import { DataFolderInUse } from '#src/db/embedded/lock';
import { startEmbeddedPostgres } from '#src/db/embedded/start';

/** Where a command finds the database, and what it must do with it at the end. */
export interface CommandDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The database of this installation for one command: DATABASE_URL, the embedded one that a running Kaiku keeps, or the
 * embedded one started for the command alone.
 * @param alone refuses with `DataFolderInUse` while a Kaiku runs on the data folder
 */
export async function commandDatabase(settings: Settings, { alone }: { alone: boolean }): Promise<CommandDatabase> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, close: async () => undefined };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: settings.dataDir, log: () => undefined });
    return { url: postgres.url, close: () => postgres.stop() };
  } catch (error) {
    if (alone || !(error instanceof DataFolderInUse)) throw error;
    const url = await embeddedAddress(settings.dataDir);
    if (url === null) throw error;
    return { url, close: async () => undefined };
  }
}
