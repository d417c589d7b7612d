import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';

/** What stands first in every archive. */
export const Manifest = z.object({
  kaiku: z.string(),
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Migrations that had been applied. */
  migrations: z.number().int().nonnegative(),
  tables: z.array(z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) })),
  /** Whether the secret is in it, wrapped by a passphrase; with the salt of its key. */
  secret: z.object({ salt: z.string() }).nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

/** What stands last: an archive without it was cut short. */
export const Seal = z.object({
  rows: z.record(z.string(), z.number().int()),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  media: z.number().int(),
  /** SHA-256 over the names and bytes of all parts before this one. */
  sha256: z.string(),
});
export type Seal = z.infer<typeof Seal>;

export interface Part {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The archive is damaged, cut short, or none of ours. The message is for the person who restores. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
}

/** Writes parts into a new file; it appears under its name when all is in it and on the disk. */
export async function writeArchive(path: string, parts: AsyncIterable<Part>): Promise<void> {
  const draft = `${path}.part`;
  const tar = pack();
  const writing = pipeline(tar, createGzip({ level: 6 }), createWriteStream(draft, { mode: 0o600 }));
  try {
    for await (const { name, bytes } of parts) {
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
      });
    }
    tar.finalize();
    await writing;
    const file = await open(draft, 'r');
    await file.sync().finally(() => file.close());
    await rename(draft, path);
  } catch (error) {
    tar.destroy();
    await writing.catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** The parts of an archive in their order. @throws BadArchive when it cannot be read */
export async function* readArchive(path: string): AsyncGenerator<Part> {
  const untar = extract();
  const reading = pipeline(createReadStream(path), createGunzip(), untar);
  reading.catch(() => undefined);
  try {
    for await (const entry of untar) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      yield { name: entry.header.name, bytes: Buffer.concat(chunks) };
    }
    await reading;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new BadArchive(`There is no file ${path}.`);
    throw new BadArchive(`${path} cannot be read as a backup of Kaiku: ${(cause as Error).message}.`, { cause });
  } finally {
    untar.destroy();
  }
}

/** Takes parts one by one; `digest` tells what was taken. */
export function checksum() {
  const hash = createHash('sha256');
  return {
    add: ({ name, bytes }: Part) => void hash.update(`${name}\n${bytes.length}\n`).update(bytes),
    digest: () => hash.digest('hex'),
  };
}
