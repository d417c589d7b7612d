import { spawn } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '#src/db/embedded/ports';
import { startTestPostgres } from './postgres.ts';
import { installRedis, launchRedis, redisProgram } from './redis.ts';
import { SUITE_LOG, searchSuiteLog, type Told } from './suite-log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's address of the run's PostgreSQL; use `freshDatabase()` rather than this. */
    readonly databaseUrl: string;
    /** The run's Redis without a database number; null when there is none. */
    readonly redisUrl: string | null;
  }
}

/**
 * One PostgreSQL and one Redis for a whole run of the tests, in a temporary folder on ports of their own.
 * A keeper process ends them and removes the folder when this one ends in any way, a kill -9 included.
 */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-tests-'));
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    stops.push(keep(folder, null));
    const said = join(folder, 'said');
    await mkdir(said);
    process.env[SUITE_LOG] = said;
    const postgres = await startTestPostgres(folder);
    stops.push(keep(null, postgres.pid));
    project.provide('databaseUrl', postgres.url);
    const redis = await startSharedRedis(folder);
    if (redis !== null) stops.push(keep(null, redis.pid));
    project.provide('redisUrl', redis?.url ?? null);
    stops.push(async () => judge(searchSuiteLog(said)));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

/** Whatever the tests did, nothing that opens something may stand in a log. */
function judge({ bytes, files, secrets }: Told): void {
  process.stderr.write(
    `The log of this run: ${bytes} bytes of ${files} processes and servers, searched for secrets.\n`,
  );
  if (secrets.length === 0) return;
  process.exitCode = 1;
  process.stderr.write(`\n!!! FAILED: secrets in the log\n${secrets.join('\n')}\n\n`);
}

async function startSharedRedis(folder: string): Promise<{ url: string; pid: number } | null> {
  const missing = (await redisProgram()) === null ? await installRedis() : null;
  if (missing !== null) {
    process.stderr.write(
      `\n!!! NOT RUN: every suite that needs Redis (the queue on Redis, in tests/contract and tests/faults).\n!!! Why: ${missing}.\n` +
        '!!! Install redis-server and run the tests again.\n\n',
    );
    return null;
  }
  const port = await freePort([0]);
  const child = await launchRedis(folder, port, ['--appendonly', 'no'], true);
  child.unref();
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid as number };
}

/**
 * Starts a shell that waits for the end of its input, which is the end of this process or the call of the function that
 * is answered. Then it stops `pid` and removes `folder`.
 */
function keep(folder: string | null, pid: number | null): () => Promise<void> {
  const end = 'kill -INT "$1"; n=0; while kill -0 "$1" && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done';
  const remove = 'sleep 0.1; rm -rf -- "$2"';
  const script = `exec 2>/dev/null; cat >/dev/null; ${pid === null ? '' : end}\n${folder === null ? '' : remove}`;
  const keeper = spawn('/bin/sh', ['-c', script, 'keeper', String(pid ?? ''), folder ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  keeper.unref();
  return async () => {
    keeper.stdin.end();
    await ended;
  };
}
