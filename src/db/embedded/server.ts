import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { postmasterOf } from './processes.ts';
import { type Account, spawnOptions } from './run.ts';

/** Recovery after a crash may take a while on a slow disk; only a server that hangs takes this long. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 30_000;
const LOG_LIMIT_BYTES = 1_000_000;

/**
 * For a small machine: everything idle stays small, while each commit is on the disk before it is answered. Someone who
 * needs more runs a PostgreSQL of their own and sets DATABASE_URL. Names: postgresql.org/docs/18/runtime-config.html
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '24MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  huge_pages: 'off',
  io_method: 'sync',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '1',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Failed statements are the business of Kaiku's own log, where their values are kept out.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
} as const;

export interface ServerOptions {
  readonly postgres: string;
  readonly account: Account | null;
  readonly cluster: string;
  readonly port: number;
  readonly connections: number;
  /** PostgreSQL's own log. A file, not a pipe: it outlives a Kaiku that is killed. */
  readonly logFile: string;
}

/** A server that ended before it was ready, in its own words. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';
}

/**
 * Starts a server and waits until it takes connections. It leads its own process group, so that Ctrl-C reaches Kaiku
 * alone, which stops the server after the work that still needs it.
 * @throws StartFailed
 */
export async function startServer(options: ServerOptions): Promise<ChildProcess> {
  await turnLogOver(options.logFile);
  const log = await open(options.logFile, 'a', 0o600);
  const from = (await log.stat()).size;
  try {
    const flags = ['-D', options.cluster, '-p', String(options.port), ...settings(options.connections)];
    const stdio = ['ignore', log.fd, log.fd] as const;
    const child = spawn(options.postgres, flags, {
      ...spawnOptions(options.account),
      detached: true,
      stdio: [...stdio],
    });
    let failure: string | null = null;
    child.once('error', (error) => {
      failure = error.message;
    });
    if (await becomesReady(child, options.cluster)) return child;
    throw new StartFailed(failure ?? (await textFrom(options.logFile, from)));
  } finally {
    await log.close();
  }
}

/**
 * Stops a server as PostgreSQL calls fast: connections are cut, everything is written. Should that hang, an immediate
 * stop follows, from which the next start recovers.
 */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  const harder = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(harder);
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function settings(connections: number): string[] {
  return Object.entries({ ...SETTINGS, max_connections: connections }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const until = performance.now() + START_LIMIT_MS;
  while (!hasEnded(child) && performance.now() < until) {
    const { pid, ready } = await postmasterOf(cluster);
    if (ready && pid === child.pid) return true;
    await pause(10);
  }
  if (!hasEnded(child)) await stopServer(child);
  return false;
}

async function turnLogOver(file: string): Promise<void> {
  const size = (await stat(file).catch(() => null))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.old`);
}

async function textFrom(file: string, from: number): Promise<string> {
  const text = (await readFile(file)).subarray(from).toString('utf8').trim();
  return text.slice(-2_000) || 'it ended without a word';
}
