import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clusterAccount } from './account.ts';
import { type Binaries, installedBinaries, removeOldCopies, usableBinaries } from './binaries.ts';
import { clusterExists, DATABASE, makeCluster, ROLE } from './cluster.ts';
import { clusterHome, ELSEWHERE, knownHome } from './folder.ts';
import { endLeftover } from './leftover.ts';
import { acquireDataFolder } from './lock.ts';
import { freePort, tryPort } from './ports.ts';
import { addressOf, adminAddress, prepareRole } from './roles.ts';
import type { Account } from './run.ts';
import { type ServerOptions, StartFailed, startServer } from './server.ts';
import { supervise } from './supervise.ts';

export interface EmbeddedPostgresOptions {
  /** Kaiku's data folder; made when missing. */
  readonly dataDir: string;
  /** Hears what happens, as objects with an `event`; never a password. */
  log(event: object): void;
  /** A fixed port. Without one, a free port is chosen at the first start, kept, and moved only when it is taken. */
  readonly port?: number;
  /** How many connections it takes; few, for one process that does everything, unless told. */
  readonly connections?: number;
  /** The `native` folder of the PostgreSQL package, when it is not the installed one. */
  readonly binariesFrom?: string;
  /** Where root keeps the cluster of a data folder that an unprivileged user cannot enter. */
  readonly elsewhere?: string;
}

export interface EmbeddedPostgres {
  /** The address of Kaiku's database, password included: not for logs. It stays the same until `stop`. */
  readonly url: string;
  /** Where the cluster lies. */
  readonly dataDir: string;
  /** Whether a server was found running that a killed Kaiku had left; it was stopped and started again. */
  readonly adopted: boolean;
  /** Stops the server after writing everything out. Repeating it is harmless. */
  stop(): Promise<void>;
}

/**
 * Starts Kaiku's own PostgreSQL on 127.0.0.1 and keeps it up: a server that dies is started again at the same address.
 * Takes the data folder for this process unless it holds it already. Nothing of what it needs is asked of the user:
 * it drops root's rights, copies the programs to where they can run, and cleans up after a kill -9 of either process.
 * @throws DataFolderInUse, and errors that say what to do in words for an operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const lock = await acquireDataFolder({ dataDir: options.dataDir });
  try {
    const place = await prepare(options);
    const adopted = await endLeftover(place.cluster);
    if (adopted) options.log({ event: 'embedded-postgres.taken-over', cluster: place.cluster });
    const { child, server } = await startOn(place, options);
    const supervised = supervise(child, server, options.log);
    const { port } = server;
    await prepareRole(adminAddress(place.password, port), place.password).catch(async (error) => {
      await supervised.stop();
      throw error;
    });
    await removeOldCopies(place.home, place.binaries);
    options.log({ event: 'embedded-postgres.started', port, pid: child.pid, cluster: place.cluster });
    return {
      url: addressOf(ROLE, place.password, port, DATABASE),
      dataDir: place.cluster,
      adopted,
      stop: async () => {
        await supervised.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Where everything of one cluster is. */
interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly account: Account | null;
  readonly binaries: Binaries;
  readonly password: string;
}

async function prepare(options: EmbeddedPostgresOptions): Promise<Place> {
  const dataDir = resolve(options.dataDir);
  const known = join(await knownHome(dataDir), 'data');
  const hasCluster = await clusterExists(known);
  if (hasCluster) await refuseForeignCluster(known);
  const account = await clusterAccount(hasCluster ? known : null);
  const elsewhere = options.elsewhere ?? ELSEWHERE;
  const home = await clusterHome({ dataDir, account, hasCluster, elsewhere, log: options.log });
  const binaries = await usableBinaries(options.binariesFrom ?? installedBinaries(), account, home);
  const cluster = join(home, 'data');
  const password = await keptPassword(home, hasCluster);
  if (!hasCluster) {
    await makeCluster({ binaries, account, folder: cluster, password });
    options.log({ event: 'embedded-postgres.made', cluster, uid: account?.uid ?? process.getuid?.() });
  }
  return { home, cluster, account, binaries, password };
}

async function refuseForeignCluster(cluster: string): Promise<void> {
  const self = process.getuid?.();
  const { uid } = await stat(cluster);
  if (self === undefined || self === 0 || self === uid) return;
  throw new Error(
    `The database in ${cluster} belongs to user ${uid}, and this is user ${self}. Run as that user or as root.`,
  );
}

async function keptPassword(home: string, hasCluster: boolean): Promise<string> {
  const file = join(home, 'password');
  const kept = (await readFile(file, 'utf8').catch(ifMissing(null)))?.trim();
  if (kept !== undefined && kept !== '') return kept;
  if (hasCluster)
    throw new Error(`${file} is gone; without it the database beside it cannot be opened. Restore it from a backup.`);
  const password = randomBytes(24).toString('hex');
  await replaceFile(file, password);
  return password;
}

/** The whole new text or the whole old one, whatever happens in between. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}

/** Two processes of Kaiku, the queue's connections among them, and some to spare. */
const CONNECTIONS = 60;

/** What a start meets right after a kill -9, or when another program took the port meanwhile; it passes. */
const PASSING = /lock file|shared memory|could not bind|could not create any TCP\/IP sockets/;
const ATTEMPTS = 20;

async function startOn(
  place: Place,
  options: EmbeddedPostgresOptions,
): Promise<{ child: ChildProcess; server: ServerOptions }> {
  const portFile = join(place.home, 'port');
  const kept = Number(await readFile(portFile, 'utf8').catch(ifMissing('0')));
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(options.port, kept);
    const { account, cluster } = place;
    const server = {
      postgres: place.binaries.postgres,
      account,
      cluster,
      port,
      connections: options.connections ?? CONNECTIONS,
      logFile: join(place.home, 'postgresql.log'),
    };
    try {
      const child = await startServer(server);
      if (kept !== 0 && kept !== port) options.log({ event: 'embedded-postgres.moved', from: kept, to: port });
      if (kept !== port) await replaceFile(portFile, String(port));
      return { child, server };
    } catch (error) {
      const passes = error instanceof StartFailed && PASSING.test(error.message) && attempt < ATTEMPTS;
      if (!passes)
        throw new Error(`The embedded PostgreSQL does not start: ${(error as Error).message}`, { cause: error });
      options.log({ event: 'embedded-postgres.start-refused', attempt, why: error.message });
      await pause(250);
      await endLeftover(place.cluster);
    }
  }
}

async function choosePort(fixed: number | undefined, kept: number): Promise<number> {
  if (fixed === undefined) return freePort(kept > 0 ? [kept] : []);
  if ((await tryPort(fixed)) !== null) return fixed;
  throw new Error(`Port ${fixed} on 127.0.0.1 is taken by another program; the embedded PostgreSQL was told to use it`);
}
