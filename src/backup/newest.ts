import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When the newest file in the folder of backups was written; null: there is none. */
export async function newestBackup(folder: string): Promise<Date | null> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}
