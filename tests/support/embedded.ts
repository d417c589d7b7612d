import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { installedBinaries } from '#src/db/embedded/binaries';
import { processesIn } from '#src/db/embedded/processes';

const CHILD = fileURLToPath(new URL('./embedded-child.ts', import.meta.url));

export const isRoot = process.getuid?.() === 0;

export interface StartOptions {
  readonly dataDir: string;
  readonly lockOnly?: boolean;
  readonly port?: number;
  readonly binariesFrom?: string;
  readonly elsewhere?: string;
  /** The user to run as; root only. */
  readonly uid?: number;
}

export interface Kaiku {
  readonly process: ChildProcess;
  /** What it told so far. */
  readonly events: readonly Record<string, unknown>[];
  readonly url: string;
  readonly cluster: string;
  readonly adopted: boolean;
  /** Resolves with the first event of that name, past or to come. */
  heard(event: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
  /** kill -9, and waits for its end. */
  kill(): Promise<void>;
}

/** A folder of the test's own that every user can pass through. Servers that still work below it are stopped at the end. */
export async function ownFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kaiku-embedded-')));
  await chmod(folder, 0o755);
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts a Kaiku on the data folder in a process of its own. @throws what it failed with, as its message. */
export async function startKaiku(options: StartOptions): Promise<Kaiku> {
  const { uid, ...rest } = options;
  const open = uid === undefined ? null : await openCopy();
  const argument = JSON.stringify({ address: 'http://localhost:4000', ...(open?.options ?? {}), ...rest });
  const run = open ? [open.script] : ['--import', 'tsx', '--conditions=kaiku-source', CHILD];
  const child = spawn(process.execPath, [...run, argument], {
    ...(open ? { cwd: tmpdir() } : {}),
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const events: Record<string, unknown>[] = [];
  const waiting = new Map<string, (event: Record<string, unknown>) => void>();
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const ready = await new Promise<{ url: string; dataDir: string; adopted: boolean }>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.ready !== undefined) resolve(said.ready);
      if (said.failed !== undefined) reject(new Error(`${said.failed.name}: ${said.failed.message}`));
      if (said.told === undefined) return;
      events.push(said.told);
      waiting.get(said.told.event)?.(said.told);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    child.once('error', reject);
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await kill();
    if (ready.dataDir !== undefined) await endServers(ready.dataDir);
  });
  return {
    process: child,
    events,
    url: ready.url,
    cluster: ready.dataDir,
    adopted: ready.adopted,
    heard: (event) =>
      new Promise((resolve) => {
        const past = events.find((one) => one.event === event);
        if (past === undefined) waiting.set(event, resolve);
        else resolve(past);
      }),
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
    kill,
  };
}

interface OpenCopy {
  readonly script: string;
  readonly options: { readonly binariesFrom: string };
}

let copy: Promise<OpenCopy> | null = null;

/** Another user may not be able to enter the checkout: that one runs from a copy in a folder that all can pass through. */
function openCopy(): Promise<OpenCopy> {
  copy ??= makeOpenCopy();
  return copy;
}

async function makeOpenCopy(): Promise<OpenCopy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kaiku-open-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const script = join(folder, 'child.mjs');
  await build({
    entryPoints: [CHILD],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['kaiku-source'],
    external: ['pg-native'],
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  await cp(dirname(installedBinaries()), join(folder, 'package'), { recursive: true, verbatimSymlinks: true });
  await promisify(execFile)('chmod', ['-R', 'a+rX', folder]);
  return { script, options: { binariesFrom: join(folder, 'package', 'native') } };
}

async function endServers(cluster: string): Promise<void> {
  for (const pid of await processesIn(cluster).catch(() => [])) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Asks one question over a connection of its own. */
export async function ask(url: string, question: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}
