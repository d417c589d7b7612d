import { createInterface } from 'node:readline';
import { acquireDataFolder } from '#src/db/embedded/lock';
import { startEmbeddedPostgres } from '#src/db/embedded/start';

/**
 * A process of its own that does what Kaiku's start does with its data folder. Its argument is a JSON object of options;
 * it tells what happens as JSON lines, and stops in order when its input ends.
 */
const { address, lockOnly, ...options } = JSON.parse(process.argv[2] ?? '{}') as {
  dataDir: string;
  address: string;
  lockOnly?: boolean;
  port?: number;
  binariesFrom?: string;
  elsewhere?: string;
};

const say = (event: object): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

try {
  const lock = await acquireDataFolder({ dataDir: options.dataDir, address });
  const log = (event: object): void => say({ told: event });
  const postgres = lockOnly === true ? null : await startEmbeddedPostgres({ ...options, log });
  say({ ready: { url: postgres?.url, dataDir: postgres?.dataDir, adopted: postgres?.adopted } });
  for await (const _ of createInterface({ input: process.stdin })) {
    // Nothing is said to it; it waits for the end.
  }
  await postgres?.stop();
  await lock.release();
} catch (error) {
  say({ failed: { name: (error as Error).name, message: (error as Error).message } });
  process.exitCode = 1;
}
