import { spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { clusterAccount } from '#src/db/embedded/account';
import { installedBinaries, usableBinaries } from '#src/db/embedded/binaries';
import { makeCluster } from '#src/db/embedded/cluster';
import { freePort } from '#src/db/embedded/ports';
import { adminAddress, prepareRole } from '#src/db/embedded/roles';
import { spawnOptions } from '#src/db/embedded/run';

export interface TestServer {
  /** The administrator's address, of the database `postgres`. */
  readonly url: string;
  readonly pid: number;
}

export const PASSWORD = 'test';

/** Nothing here survives a crash of the machine, and nothing needs to: speed is what tests want of this server. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'shared_buffers=64MB',
  'max_wal_senders=0',
  'io_method=sync',
  'jit=off',
  'autovacuum_naptime=10min',
  'timezone=UTC',
  'log_min_messages=fatal',
];

/** A new PostgreSQL server in `folder`, which the caller makes and removes. The caller also ends the process. */
export async function startTestPostgres(folder: string): Promise<TestServer> {
  await chmod(folder, 0o711);
  const account = await clusterAccount(null);
  const binaries = await usableBinaries(installedBinaries(), account, folder);
  const cluster = join(folder, 'postgres');
  await makeCluster({ binaries, account, folder: cluster, password: PASSWORD, durable: false });
  const port = await freePort([0]);
  const flags = ['-D', cluster, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])];
  // Its own process group: Ctrl-C belongs to the tests, which then stop it in order.
  const child = spawn(binaries.postgres, flags, { ...spawnOptions(account), detached: true, stdio: 'ignore' });
  const url = adminAddress(PASSWORD, port);
  await answers(url, () => child.exitCode === null && child.pid !== undefined);
  await prepareRole(url, PASSWORD);
  child.unref();
  return { url, pid: child.pid as number };
}

async function answers(url: string, alive: () => boolean): Promise<void> {
  while (alive()) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch {
      await pause(20);
    }
  }
  throw new Error('PostgreSQL for the tests ended while it started');
}
