import { fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end } from './support/installation.ts';
import { memoryOfTree } from './support/system.ts';

const SETTLE_MS = 30_000;

/** What everything holds when nothing is to be done: `npm start` without the sandbox, database included. */
export async function memory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-bench-'));
  await chmod(folder, 0o755);
  const main = fileURLToPath(import.meta.resolve('#src/start'));
  const env = {
    ...process.env,
    KAIKU_DATA_DIR: join(folder, 'data'),
    KAIKU_SANDBOX: 'off',
    PORT: '0',
    LOG_LEVEL: 'fatal',
  };
  const child = fork(main, [], {
    env,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`Kaiku ended with code ${code}`)));
    });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const parts = memoryOfTree(child.pid as number);
    const sum = (wanted: (name: string) => boolean) =>
      Math.round(parts.filter(({ name }) => wanted(name)).reduce((total, { mib }) => total + mib, 0));
    const database = sum((name) => name === 'postgres');
    const rest = sum((name) => name !== 'postgres');
    return `| ${rest} | ${database} | ${rest + database} |`;
  } finally {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  }
}

export const MEMORY_HEAD = '| Kaiku MiB | PostgreSQL MiB | together MiB |\n|---|---|---|';
