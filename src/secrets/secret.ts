import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDataFolder } from '#src/config/data-folder';

/**
 * The installation's secret outside production, where none is given: made once and kept in the data folder, readable by
 * its owner only. Several callers at once get the same one.
 * @throws when the kept one cannot be read or is not whole: a new one would make every sealed token worthless.
 */
export async function loadOrCreateSecret(dataDir: string): Promise<string> {
  await ensureDataFolder(dataDir);
  const file = join(dataDir, 'secret');
  const draft = `${file}.${randomUUID()}`;
  const kept = await read(file);
  if (kept !== null) return kept;
  try {
    await writeFile(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true });
    await link(draft, file).catch(ignoreExisting);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (made === null) throw new Error(`${file} vanished while it was made`);
  return made;
}

async function read(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  if (text.trim().length >= 32) return text.trim();
  throw new Error(`${file} does not hold a whole secret. Restore it from a backup, or set KAIKU_SECRET.`);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
