import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { type Account, type Ran, run } from './run.ts';

/** The server's administrator, used only to make the next two. */
export const SUPERUSER = 'postgres';
/** The role that Kaiku works as, and the database that holds its tables. */
export const ROLE = 'kaiku';
export const DATABASE = 'kaiku';

/** The major version of the programs; a cluster of another one cannot be opened by them. */
const MAJOR = '18';

export interface NewCluster {
  readonly binaries: Binaries;
  readonly account: Account | null;
  /** Where it will lie. Its parent must exist, and `account` must be able to enter it. */
  readonly folder: string;
  readonly password: string;
  /** False for throw-away clusters of tests: nothing is flushed to the disk. */
  readonly durable?: boolean;
}

/** Whether a whole cluster is there. @throws when it belongs to another major version. */
export async function clusterExists(folder: string): Promise<boolean> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (version === null) return false;
  if (version.trim() === MAJOR) return true;
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${version.trim()}; this Kaiku brings ${MAJOR}. ` +
      'Restore a backup into an empty data folder, or keep the Kaiku that made it.',
  );
}

/**
 * Makes a cluster that sorts as Finnish does (Å, Ä and Ö at the end) and lets its administrator in with a password,
 * over TCP only. It is made beside its place and renamed into it: one that is there is a whole one.
 * @throws with initdb's own words.
 */
export async function makeCluster(wanted: NewCluster): Promise<void> {
  const making = join(dirname(wanted.folder), `.${basename(wanted.folder)}.making`);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o711 });
  try {
    await chmod(making, 0o711);
    const cluster = join(making, 'data');
    const passwordFile = join(making, randomUUID());
    await ownedFolder(cluster, wanted.account);
    await secretFile(passwordFile, wanted.password, wanted.account);
    await initialise(wanted, cluster, passwordFile);
    await rm(passwordFile);
    await rename(cluster, wanted.folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function initialise(wanted: NewCluster, cluster: string, passwordFile: string): Promise<void> {
  const flags = (locale: string): string[] => [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth-local=reject',
    '--auth-host=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=icu',
    '--icu-locale=fi-FI',
    `--locale=${locale}`,
    ...(wanted.durable === false ? ['--no-sync'] : []),
  ];
  const initdb = (locale: string): Promise<Ran> => initdbAs(wanted, flags(locale));
  let made = await initdb('C.UTF-8');
  // Old systems lack this locale; ICU sorts either way.
  if (made.code !== 0 && made.output.includes('invalid locale')) made = await initdb('C');
  if (made.code !== 0) throw new Error(`The embedded database could not be made: ${made.output}`);
}

/**
 * initdb asks the system for its user's name. A container may run us under a number that no user has; inside a user
 * namespace that same number goes by the name `nobody`, and the files still belong to the number.
 */
async function initdbAs(wanted: NewCluster, flags: readonly string[]): Promise<Ran> {
  const { initdb } = wanted.binaries;
  const made = await run(initdb, flags, wanted.account);
  if (made.code === 0 || !made.output.includes('could not look up effective user ID')) return made;
  const renamed = await run(
    'unshare',
    ['--user', '--map-user=65534', '--map-group=65534', initdb, ...flags],
    wanted.account,
  );
  if (renamed.code === 0) return renamed;
  const uid = wanted.account?.uid ?? process.getuid?.();
  const output = `user ${uid} has no name on this system (${made.output}). Add a line for it to /etc/passwd, run as another user, or set DATABASE_URL.`;
  return { code: 1, output };
}

async function ownedFolder(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (account !== null) await chown(folder, account.uid, account.gid);
}

async function secretFile(file: string, text: string, account: Account | null): Promise<void> {
  await writeFile(file, '', { mode: 0o600, flag: 'wx' });
  if (account !== null) await chown(file, account.uid, account.gid);
  await writeFile(file, text);
}
