import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadArchive } from '#src/backup/archive';
import { makeBackup } from '#src/backup/backup';
import { restoreBackup } from '#src/backup/restore';
import { verifyArchive } from '#src/backup/verify';
import type { Settings } from '#src/config/settings';
import { DataFolderInUse } from '#src/db/embedded/lock';
import { openMediaStore } from '#src/media/store';
import { loadOrCreateSecret } from '#src/secrets/secret';
import { commandDatabase } from './database.ts';
import type { Told } from './reset-password.ts';
import { version } from './version.ts';

export interface BackupOptions {
  /** Null: a new file in the data folder's `backups`. */
  readonly path: string | null;
  /** A file that holds the passphrase which wraps the secret. Null: the secret is not in the backup. */
  readonly passphraseFile: string | null;
}

/** Copies database, images and (wrapped) the secret into one file, while Kaiku runs or not. */
export async function backup(settings: Settings, options: BackupOptions): Promise<Told> {
  const now = new Date();
  const path = options.path ? resolve(options.path) : await ownPath(settings.dataDir, now);
  const passphrase = await passphraseIn(options.passphraseFile);
  const database = await commandDatabase(settings, { alone: false });
  try {
    const value = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
    const made = await makeBackup({
      databaseUrl: database.url,
      media: openMediaStore(join(settings.dataDir, 'media')),
      path,
      version: version(),
      now,
      secret: passphrase === null ? null : { value, passphrase },
    });
    const lost = made.missing.map((sha256) => `The image ${sha256} is missing in the data folder.`);
    const kept = passphrase
      ? 'The secret is in it, wrapped by your passphrase.'
      : 'The secret is NOT in it: keep KAIKU_SECRET (or the file `secret`) elsewhere, or pages must be connected again.';
    const text = [`${path}: ${made.rows} rows and ${made.media} images.`, kept, ...lost].join('\n');
    return { ok: lost.length === 0, text };
  } finally {
    await database.close();
  }
}

export interface RestoreOptions {
  readonly path: string;
  readonly passphraseFile: string | null;
  readonly replace: boolean;
}

/** Fills this installation from a backup. Kaiku must not run; it publishes nothing until a person resumes it. */
export async function restore(settings: Settings, options: RestoreOptions): Promise<Told> {
  try {
    await verifyArchive(resolve(options.path));
    const database = await commandDatabase(settings, { alone: true });
    try {
      const restored = await restoreBackup({
        databaseUrl: database.url,
        media: openMediaStore(join(settings.dataDir, 'media')),
        path: resolve(options.path),
        replace: options.replace,
        passphrase: await passphraseIn(options.passphraseFile),
      });
      const lines = [
        `Restored ${restored.rows} rows and ${restored.media} images as they stood at ${restored.madeAt}.`,
        await placeSecret(settings, restored.secret),
        'Start Kaiku. It publishes nothing until an administrator has looked and resumes publishing.',
      ];
      return { ok: true, text: lines.join('\n') };
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof BadArchive) return { ok: false, text: error.message };
    if (error instanceof DataFolderInUse)
      return { ok: false, text: `${error.message}\nStop it first; nothing was changed.` };
    if (error instanceof Error && /nothing was changed/.test(error.message)) return { ok: false, text: error.message };
    throw error;
  }
}

/** Reads a backup through and tells what is in it. */
export async function verifyBackup(path: string): Promise<Told> {
  try {
    const { manifest, seal } = await verifyArchive(resolve(path));
    const rows = Object.values(seal.rows).reduce((sum, n) => sum + n, 0);
    const text = `Whole: ${rows} rows and ${seal.media} images of ${manifest.madeAt}, by Kaiku ${manifest.kaiku}.`;
    return { ok: true, text };
  } catch (error) {
    if (error instanceof BadArchive) return { ok: false, text: error.message };
    throw error;
  }
}

/** A secret that is here already is never written over. */
async function placeSecret(settings: Settings, secret: string | null): Promise<string> {
  if (secret === null)
    return 'No secret came with it: start with the KAIKU_SECRET that was in use, or connect the pages again.';
  if (settings.secret === secret) return 'The secret in KAIKU_SECRET is the one that was in use.';
  const file = join(settings.dataDir, 'secret');
  const here = settings.secret ?? (await readFile(file, 'utf8').catch(() => null))?.trim() ?? null;
  if (here === secret) return 'The secret is the one that was in use.';
  if (here !== null) {
    const earlier = join(settings.dataDir, 'secret.restored');
    await writeFile(earlier, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return `Another secret is in use here. The earlier one is in ${earlier}: put it into KAIKU_PREVIOUS_SECRETS.`;
  }
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return `The secret is in ${file} again.`;
}

async function ownPath(dataDir: string, now: Date): Promise<string> {
  const folder = join(dataDir, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, `kaiku-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`);
}

async function passphraseIn(file: string | null): Promise<string | null> {
  if (file === null) return null;
  const passphrase = (await readFile(resolve(file), 'utf8')).trim();
  if (passphrase.length < 12) throw new Error(`The passphrase in ${file} needs at least 12 characters.`);
  return passphrase;
}
