import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes Kaiku's data folder when it is missing, private to its owner. Folders above it that had to be made as well can
 * be passed through by all, whatever the umask is: the database's user must get to its own folder.
 */
export async function ensureDataFolder(dataDir: string): Promise<void> {
  const first = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  await chmod(dataDir, 0o700);
  for (let folder = dataDir; folder !== first; ) {
    folder = dirname(folder);
    await chmod(folder, 0o755);
  }
}
