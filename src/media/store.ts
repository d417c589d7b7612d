import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** Where the bytes of images lie. Named by their SHA-256, so the same image is kept once and never changes. */
export interface MediaStore {
  save(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Throws when the file is missing or is not what its name says. */
  read(sha256: string): Promise<Uint8Array>;
  /** The names of all that is kept. */
  list(): Promise<string[]>;
  /** A small JPEG of it, for lists; made when it is asked for first. */
  small(sha256: string): Promise<Uint8Array>;
}

/** Pixels; sharp enough for a list on a fine screen. */
const SMALL = 480;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps images as files below `folder`, which is made when needed. */
export function openMediaStore(folder: string): MediaStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  const read = async (sha256: string) => {
    const bytes = await readFile(pathOf(sha256));
    if (sha256Of(bytes) !== sha256) throw new Error(`the stored image ${sha256} is damaged`);
    return bytes;
  };
  return {
    read,
    async small(sha256) {
      const path = `${pathOf(sha256)}.small`;
      const made = await readFile(path).catch(() => null);
      if (made) return made;
      const bytes = await smallOf(await read(sha256));
      await writeWhole(path, bytes);
      return bytes;
    },
    async save(sha256, bytes) {
      const path = pathOf(sha256);
      if (await stat(path).catch(() => null)) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeWhole(path, bytes);
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

function smallOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes)
    .resize(SMALL, SMALL, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 75, mozjpeg: true })
    .toBuffer();
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
