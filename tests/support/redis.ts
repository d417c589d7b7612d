import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { freePort } from '#src/db/embedded/ports';

const execute = promisify(execFile);
const DATABASES = 512;

/** What to print and skip with when there is no Redis. */
export const redisUrl = (): string | null => inject('redisUrl');

/**
 * A database of the shared server that no other test file of this run uses (up to 511 of them), empty.
 * @throws when there is no Redis: guard the suite with `describe.skipIf(redisUrl() === null)`.
 */
export async function freshRedis(): Promise<{ readonly url: string; flush(): Promise<void> }> {
  const shared = redisUrl();
  if (shared === null) throw new Error('There is no Redis in this run; see the first lines of the output');
  const counter = await withRedis(`${shared}/0`, (redis) => redis.incr('test-databases'));
  const url = `${shared}/${1 + (counter % (DATABASES - 1))}`;
  const flush = (): Promise<void> => withRedis(url, async (redis) => void (await redis.flushdb()));
  await flush();
  return { url, flush };
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

export interface OwnRedis {
  readonly url: string;
  readonly pid: number;
  /** Ends the process and waits for its end; SIGKILL by default. Its data folder stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again at the same address with what its data folder holds. */
  restart(): Promise<void>;
  /** Ends it and removes its data folder. */
  stop(): Promise<void>;
}

/** A redis-server of the caller's own, for tests that kill it. `durable` appends each write to the disk at once. */
export async function startRedis(options: { durable?: boolean } = {}): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-redis-'));
  const port = await freePort([0]);
  const log = options.durable === true ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  let child = await launchRedis(folder, port, log);
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid as number;
    },
    kill,
    restart: async () => {
      await kill('SIGTERM');
      child = await launchRedis(folder, port, log);
    },
    stop: async () => {
      await kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Never 6379: a server of the machine's own may be there, and a test must not touch it. */
export async function launchRedis(
  folder: string,
  port: number,
  more: readonly string[],
  detached = false,
): Promise<ChildProcess> {
  const program = await redisProgram();
  if (program === null) throw new Error('redis-server is not installed');
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--databases',
    String(DATABASES),
  ];
  const child = spawn(program, [...flags, '--maxmemory-policy', 'noeviction', ...more], { stdio: 'ignore', detached });
  while (child.exitCode === null && child.pid !== undefined) {
    const redis = new Redis(port, '127.0.0.1', {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    redis.on('error', () => undefined);
    const ready = await redis
      .connect()
      .then(() => redis.ping())
      .catch(() => null);
    redis.disconnect();
    if (ready === 'PONG') return child;
    await pause(20);
  }
  throw new Error(`redis-server ended while it started on port ${port}`);
}

/** Where redis-server is; null when it is not installed. */
export async function redisProgram(): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/bin', '/usr/local/bin');
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null;
}

/**
 * Installs redis-server on Debian and its kin when we are root, and stops the service that the package may start.
 * Answers why it could not, or null when it is there now.
 */
export async function installRedis(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'redis-server is not installed, and only root can install it';
  if (!existsSync('/usr/bin/apt-get')) return 'redis-server is not installed, and there is no apt-get';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await execute('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env });
  } catch {
    try {
      await execute('apt-get', ['update'], { env });
      await execute('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env });
    } catch (error) {
      return `apt-get install redis-server failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    }
  }
  await execute('service', ['redis-server', 'stop']).catch(() => undefined);
  return null;
}
