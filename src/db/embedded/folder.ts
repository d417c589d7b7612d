import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, run } from './run.ts';

/** Where root keeps clusters whose data folder the cluster's account cannot enter. */
export const ELSEWHERE = '/var/lib/kaiku/clusters';

/** Says in the data folder where its cluster lies, when that is elsewhere. */
const POINTER = 'cluster-location';

/** What Kaiku itself puts into a data folder. Anything else in it means that the folder is not ours alone. */
const OWN_NAMES = /^(kaiku\.lock.*|secret(\..*)?|postgres|media|backups|clusters|cluster-location)$/;

/** The folder that holds, or held, the cluster of this data folder. Reads only. */
export async function knownHome(dataDir: string): Promise<string> {
  const pointed = await readFile(join(dataDir, POINTER), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return pointed?.trim() ?? join(dataDir, 'postgres');
}

/**
 * A folder for the cluster that `account` can enter: inside the data folder, or elsewhere when the way there is closed
 * to the account. Once a cluster is made, its place stays.
 * @throws when the way to an existing cluster has been closed since.
 */
export async function clusterHome(options: {
  dataDir: string;
  account: Account | null;
  hasCluster: boolean;
  elsewhere: string;
  log(event: object): void;
}): Promise<string> {
  const { dataDir, account } = options;
  const known = await knownHome(dataDir);
  if (account === null) {
    await mkdir(known, { recursive: true, mode: 0o700 });
    return known;
  }
  if (await makeEnterable(dirname(known), account)) return homeFor(account, known);
  if (options.hasCluster) {
    throw new Error(
      `The database in ${known} cannot be reached by the user it runs as (uid ${account.uid}): a folder above it is closed. ` +
        'Open that folder for passing through (chmod o+x), or move the data folder.',
    );
  }
  const home = join(options.elsewhere, randomUUID());
  await mkdir(options.elsewhere, { recursive: true, mode: 0o755 });
  if (!(await makeEnterable(options.elsewhere, account))) {
    throw new Error(
      `Neither ${dataDir} nor ${options.elsewhere} can be entered by uid ${account.uid}; set KAIKU_DATA_DIR.`,
    );
  }
  await writeFile(join(dataDir, POINTER), home, { mode: 0o600 });
  options.log({
    event: 'embedded-postgres.elsewhere',
    dataDir,
    databaseFolder: home,
    why: `${dataDir} is closed to it`,
  });
  return homeFor(account, home);
}

async function homeFor(account: Account, home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chown(home, process.getuid?.() ?? 0, account.gid);
  await chmod(home, 0o710);
  return home;
}

/** Opens the folder for the account when only its own mode is in the way and the folder is ours alone. */
async function makeEnterable(folder: string, account: Account): Promise<boolean> {
  if (await canEnter(folder, account)) return true;
  if (!(await canEnter(dirname(folder), account)) || !(await isOursAlone(folder))) return false;
  const { mode, uid } = await stat(folder);
  // Passing through is all that is given, and to the account's group alone where no other group has a right here.
  if ((mode & 0o070) === 0) {
    await chown(folder, uid, account.gid);
    await chmod(folder, (mode & 0o7777) | 0o010);
  } else {
    await chmod(folder, (mode & 0o7777) | 0o001);
  }
  return canEnter(folder, account);
}

async function isOursAlone(folder: string): Promise<boolean> {
  const { uid } = await stat(folder);
  return uid === process.getuid?.() && (await readdir(folder)).every((name) => OWN_NAMES.test(name));
}

/** Tried, not computed: modes, access lists and security modules all have a say. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd -- "$0"', folder], account)).code === 0;
}
