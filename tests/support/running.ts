import { type ChildProcess, execFile, fork } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { suiteLogFile } from './suite-log.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A Kaiku as `npm start` runs it, built, in a process of its own. */
export interface RunningKaiku {
  readonly address: string;
  readonly sandbox: string | null;
  readonly dataDir: string;
  readonly key: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds from the start of the process to the first answer. */
  readonly tookMs: number;
  stop(): Promise<void>;
}

/** Starts the built Kaiku on a free port with a data folder of its own, in trial mode unless `env` says otherwise. */
export async function startKaiku(more: NodeJS.ProcessEnv = {}): Promise<RunningKaiku> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-e2e-'));
  await chmod(folder, 0o755);
  const dataDir = more.KAIKU_DATA_DIR ?? join(folder, 'data');
  const port = String(await freePort());
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    PORT: port,
    PUBLIC_URL: `http://localhost:${port}`,
    KAIKU_DATA_DIR: dataDir,
    LOG_LEVEL: 'trace',
    // As somebody does who looks for a fault: libraries must not print then what Kaiku would not.
    DEBUG: '*',
    ...more,
  };
  const startedAt = performance.now();
  const child = fork(join(ROOT, 'dist/src/start.js'), [], {
    env,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  keepSaid(child);
  const ready = await readyOf(child);
  const key = more.KAIKU_BOOTSTRAP_API_KEY ?? (await readFile(join(dataDir, 'api-key'), 'utf8')).trim();
  return {
    ...ready,
    dataDir,
    key,
    env,
    tookMs: performance.now() - startedAt,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What it says goes into the run's log; what it complains of is shown too. */
export function keepSaid({ stdout, stderr }: ChildProcess): void {
  const file = suiteLogFile('kaiku');
  const keep = (chunk: Buffer) => void (file && appendFileSync(file, chunk));
  stdout?.on('data', keep);
  stderr?.on('data', (chunk: Buffer) => {
    keep(chunk);
    process.stderr.write(chunk);
  });
}

function readyOf(child: ChildProcess): Promise<{ address: string; sandbox: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string; sandbox: string | null }));
    child.once('exit', (code) => reject(new Error(`Kaiku ended with code ${code} before it was ready`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The shell examples of a Markdown file, in their order. */
export async function shellExamples(file: string): Promise<string[]> {
  const text = await readFile(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] as string);
}

/** Runs a script of the documentation as printed, except for the address of this Kaiku. */
export async function runExample(kaiku: RunningKaiku, script: string): Promise<string> {
  const here = script.replaceAll('http://localhost:4000', kaiku.address);
  const env = { ...kaiku.env, KAIKU: kaiku.address, KAIKU_KEY: kaiku.key };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], { cwd: ROOT, env });
  return stdout;
}
