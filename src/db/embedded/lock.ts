import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ensureDataFolder } from '#src/config/data-folder';
import { identityOf, systemIdentity } from './processes.ts';

/** How often a holder touches its lock, and how long a lock of another system must stay untouched to be dead. */
const BEAT_MS = 2_000;
const DEAD_AFTER_MS = 7_000;

const Holder = z.object({
  pid: z.number().int().positive(),
  started: z.string(),
  system: z.string(),
  address: z.string(),
  nonce: z.string(),
});
type Holder = z.infer<typeof Holder>;

export interface DataFolderLock {
  /** Gives the folder back. Repeating it is harmless. */
  release(): Promise<void>;
}

/** Another Kaiku uses the data folder. The message is for the person who starts the second one. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly pid: number;
  readonly address: string;
  readonly dataDir: string;

  constructor(holder: Pick<Holder, 'pid' | 'address'>, dataDir: string) {
    super(
      `Kaiku already runs here, pid ${holder.pid}, at ${holder.address}, data folder ${dataDir}. ` +
        'Use that one, stop it first, or give this one its own KAIKU_DATA_DIR and PORT.',
    );
    this.pid = holder.pid;
    this.address = holder.address;
    this.dataDir = dataDir;
  }
}

/**
 * Takes the data folder (made when missing) for this process, by the file `kaiku.lock` in it. A lock whose process has
 * ended is taken over at once. When the lock was written in another container or on another boot, its process cannot be
 * seen from here, so its beat is watched for some seconds. A process that holds the folder already gets a second,
 * empty hold on it.
 * @param options.address where this Kaiku answers, for the message that a second one gets
 * @throws DataFolderInUse
 */
export async function acquireDataFolder(options: { dataDir: string; address?: string }): Promise<DataFolderLock> {
  const dataDir = resolve(options.dataDir);
  await ensureDataFolder(dataDir);
  const file = join(dataDir, 'kaiku.lock');
  const ours: Holder = {
    pid: process.pid,
    started: (await identityOf(process.pid)) ?? '',
    system: await systemIdentity(),
    address: options.address ?? 'an unknown address',
    nonce: randomUUID(),
  };
  for (;;) {
    if (await writeFirst(file, ours)) return hold(file, ours);
    const found = await read(file);
    if (found === null) continue;
    if (found.holder !== null) {
      if (isSameProcess(found.holder, ours)) return { release: async () => undefined };
      if (await isAlive(found.holder, ours, file)) throw new DataFolderInUse(found.holder, dataDir);
    }
    await takeOver(file, found.text, ours);
  }
}

/** A file that appears under its name is whole, because it is linked there after it was written. */
async function writeFirst(file: string, ours: Holder): Promise<boolean> {
  const draft = `${file}.${ours.nonce}`;
  await writeFile(draft, JSON.stringify(ours), { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Puts our lock where a dead one is. Two processes may find the same dead lock: one alone makes the claim on it, and it
 * looks once more that the dead lock is still there. The other goes round again and meets a living lock.
 */
async function takeOver(file: string, dead: string, ours: Holder): Promise<void> {
  const claim = `${file}.claim`;
  if (!(await writeFirst(claim, ours))) {
    const claimed = await read(claim);
    const left = claimed?.holder == null || !(await isAlive(claimed.holder, ours, claim));
    if (claimed !== null && left) await rm(claim, { force: true });
    await pause(20);
    return;
  }
  try {
    if ((await read(file))?.text === dead) await rm(file);
  } finally {
    await rm(claim, { force: true });
  }
}

async function hold(file: string, ours: Holder): Promise<DataFolderLock> {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await read(file))?.holder?.nonce === ours.nonce) await rm(file, { force: true });
    },
  };
}

/** Null when there is no such file; a holder of null is a file that a crash of the machine left unreadable. */
async function read(file: string): Promise<{ readonly text: string; readonly holder: Holder | null } | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return { text, holder: Holder.parse(JSON.parse(text)) };
  } catch {
    return { text, holder: null };
  }
}

function isSameProcess(holder: Holder, ours: Holder): boolean {
  return holder.system === ours.system && holder.pid === ours.pid && holder.started === ours.started;
}

async function isAlive(holder: Holder, ours: Holder, file: string): Promise<boolean> {
  if (holder.system === ours.system) return (await identityOf(holder.pid)) === holder.started;
  const before = await lastBeat(file);
  const until = performance.now() + DEAD_AFTER_MS;
  while (performance.now() < until) {
    await pause(250);
    if ((await lastBeat(file)) !== before) return true;
  }
  return false;
}

async function lastBeat(file: string): Promise<number> {
  return (await stat(file).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
}
