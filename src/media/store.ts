import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the bytes of images lie. Named by their SHA-256, so the same image is kept once and never changes. */
export interface MediaStore {
  save(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Throws when the file is missing or is not what its name says. */
  read(sha256: string): Promise<Uint8Array>;
  /** The names of all that is kept. */
  list(): Promise<string[]>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps images as files below `folder`, which is made when needed. */
export function openMediaStore(folder: string): MediaStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async save(sha256, bytes) {
      const path = pathOf(sha256);
      if (await stat(path).catch(() => null)) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeWhole(path, bytes);
    },
    async read(sha256) {
      const bytes = await readFile(pathOf(sha256));
      if (sha256Of(bytes) !== sha256) throw new Error(`the stored image ${sha256} is damaged`);
      return bytes;
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifMissing);
      return entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)).map(({ name }) => name);
    },
  };
}

function ifMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** A crash leaves the whole file or none: what is in the table must be on the disk. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
