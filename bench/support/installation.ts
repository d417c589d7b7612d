import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { createLogger } from '#src/config/logger';
import { readSettings, type Settings } from '#src/config/settings';
import { startEmbeddedPostgres } from '#src/db/embedded/start';
import { firstStart } from '#src/db/first-start';
import { migrateAll } from '#src/db/migrate';
import { type SandboxProcess, startSandboxProcess } from '#src/start/sandbox-process';
import { type Kaiku, wire } from '#src/start/wire';

export type BackendKind = 'postgres' | 'redis';

/** A whole Kaiku of its own for measuring and for breaking: its database, queue, sandbox and producers. */
export interface Installation {
  readonly backend: BackendKind;
  readonly databaseUrl: string;
  /** Where PostgreSQL's own files lie, its `postmaster.pid` among them. */
  readonly cluster: string;
  readonly redis: OwnRedis | null;
  readonly sandbox: SandboxProcess;
  readonly settings: Settings;
  readonly kaiku: Kaiku;
  /** A key of the whole cluster for the interface. */
  readonly apiKey: string;
  /** Starts one process of the API on a free port; resolves once it answers. */
  api(): Promise<{ child: ChildProcess; address: string }>;
  /** Starts one worker process; resolves once it works. */
  worker(env?: NodeJS.ProcessEnv): Promise<ChildProcess>;
  close(): Promise<void>;
}

export interface OwnRedis {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): Promise<void>;
}

/** For two APIs and four workers on their own, and each once more while it is replaced. */
const CONNECTIONS = 250;
const SECRET = 'bench-secret-of-more-than-thirty-two-characters';

/** Null for Redis where there is no redis-server: the caller says loudly that it was not measured. */
export async function openInstallation(backend: BackendKind): Promise<Installation | null> {
  const program = backend === 'redis' ? redisProgram() : null;
  if (backend === 'redis' && !program) return null;
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-bench-'));
  await chmod(folder, 0o755);
  const logger = createLogger({ level: 'warn' }, silentUnless('BENCH_LOG'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    connections: CONNECTIONS,
    log: (event) => logger.debug(event),
  });
  await migrateAll(postgres.url);
  const redis = program ? await startRedis(program, folder) : null;
  const sandbox = await startSandboxProcess(0, join(folder, 'sandbox.json'));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'development',
    DATABASE_URL: postgres.url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    FACEBOOK_API_ORIGIN: sandbox.origin,
    LINKEDIN_API_ORIGIN: sandbox.origin,
    KAIKU_DATA_DIR: join(folder, 'data'),
    KAIKU_SECRET: SECRET,
    LOG_LEVEL: process.env.BENCH_LOG ? 'info' : 'fatal',
  };
  const read = readSettings(env, { isRoot: false });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const origins = { facebook: sandbox.origin, linkedin: sandbox.origin };
  const kaiku = wire(read.settings, { databaseUrl: postgres.url, secret: SECRET, origins, logger });
  const apiKey = randomBytes(24).toString('hex');
  await firstStart(kaiku.publishing.database, { bootstrapKey: apiKey, dataFolder: join(folder, 'data') });
  const children: ChildProcess[] = [];
  return {
    apiKey,
    async api() {
      const started = await startProcess('#src/start-api', { ...env, PORT: '0', KAIKU_BOOTSTRAP_API_KEY: apiKey });
      children.push(started.child);
      return started;
    },
    backend,
    databaseUrl: postgres.url,
    cluster: postgres.dataDir,
    redis,
    sandbox,
    settings: read.settings,
    kaiku,
    async worker(more = {}) {
      const { child } = await startProcess('#workers/main', { ...env, ...more });
      children.push(child);
      return child;
    },
    async close() {
      await Promise.all(children.map((child) => end(child)));
      await kaiku.close();
      await sandbox.stop();
      await redis?.kill();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startProcess(program: string, env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; address: string }> {
  const child = fork(fileURLToPath(import.meta.resolve(program)), [], {
    env,
    stdio: ['ignore', process.env.BENCH_LOG ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ child, address: (message as { address?: string }).address ?? '' }));
    child.once('exit', (code) => reject(new Error(`${program} ended with code ${code}`)));
  });
}

/** Ends a process and waits for its end; a stopped one is woken for it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}

async function startRedis(program: string, folder: string): Promise<OwnRedis> {
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    child = spawn(program, [...flags, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
    await withRedis(port, (redis) => redis.ping());
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: () => end(child, 'SIGKILL'),
    flush: () => withRedis(port, (redis) => redis.flushall()),
  };
}

async function withRedis(port: number, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  redis.on('error', () => undefined);
  await work(redis);
  redis.disconnect();
}

function redisProgram(): string | null {
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/bin', '/usr/local/bin');
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function silentUnless(name: string) {
  return { write: (line: string) => void (process.env[name] ? process.stderr.write(line) : undefined) };
}
