import { type ChildProcess, fork, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end } from './support/installation.ts';
import { memoryOfTree } from './support/system.ts';

const SETTLE_MS = 20_000;

export interface MemoryFigures {
  /** Proportional sets (PSS) of everything, the database included. */
  readonly idlePssMb: number;
  readonly databasePssMb: number;
  /** Node with an Express that has one empty route. */
  readonly expressAlonePssMb: number;
  /** From the start of the program until it serves: the first time, with a database to make, and again. */
  readonly firstStartMs: number;
  readonly startMs: number;
}

/** What everything holds when nothing is to be done, and how soon it serves: `npm start` without the sandbox. */
export async function memory(): Promise<MemoryFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-bench-'));
  await chmod(folder, 0o755);
  const dataFolder = join(folder, 'data');
  try {
    const first = await startKaiku(dataFolder);
    await end(first.child);
    const again = await startKaiku(dataFolder);
    const parts = await idle(again.child);
    await end(again.child);
    const all = total(parts);
    const database = total(parts.filter(({ name }) => name === 'postgres'));
    return {
      idlePssMb: all,
      databasePssMb: database,
      expressAlonePssMb: await expressAlone(),
      firstStartMs: first.tookMs,
      startMs: again.tookMs,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startKaiku(dataFolder: string): Promise<{ child: ChildProcess; tookMs: number }> {
  const env = { ...process.env, KAIKU_DATA_DIR: dataFolder, KAIKU_SANDBOX: 'off', PORT: '0', LOG_LEVEL: 'fatal' };
  const startedAt = performance.now();
  const child = fork(fileURLToPath(import.meta.resolve('#src/start')), [], {
    env,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`Kaiku ended with code ${code}`)));
  });
  return { child, tookMs: Math.round(performance.now() - startedAt) };
}

const EXPRESS = `import express from 'express';
express().get('/', (_request, response) => void response.end()).listen(0, '127.0.0.1', () => console.log('ready'));`;

async function expressAlone(): Promise<number> {
  // Where this file is, so that it finds the same Express.
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const child = spawn(process.execPath, ['--input-type=module', '-e', EXPRESS], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const parts = await idle(child);
  await end(child);
  return total(parts);
}

async function idle({ pid }: ChildProcess) {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return memoryOfTree(pid as number);
}

function total(parts: readonly { mib: number }[]): number {
  return Math.round(parts.reduce((sum, { mib }) => sum + mib, 0));
}

export const MEMORY_HEAD =
  '| together MiB | of it PostgreSQL | Node and Express alone | first start ms | start ms |\n|---|---|---|---|---|';

export function memoryLine(figures: MemoryFigures): string {
  const { idlePssMb, databasePssMb, expressAlonePssMb, firstStartMs, startMs } = figures;
  return `| ${[idlePssMb, databasePssMb, expressAlonePssMb, firstStartMs, startMs].join(' | ')} |`;
}
