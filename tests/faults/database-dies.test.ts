import { execFile } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '#src/db/embedded/start';
import { migrateAll } from '#src/db/migrate';
import { isRoot, ownFolder } from '../support/embedded.ts';
import { type Engine, startEngine } from '../support/engine.ts';

const execute = promisify(execFile);

interface Own {
  readonly engine: Engine;
  /** kill -9 of the server; its supervisor starts it again. */
  kill(): Promise<void>;
}

async function ownDatabase(dataDir: string): Promise<Own> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  onTestFinished(() => postgres.stop());
  await migrateAll(postgres.url);
  const engine = await startEngine('postgres', { databaseUrl: postgres.url });
  onTestFinished(() => engine.stop());
  return {
    engine,
    async kill() {
      const pid = Number((await readFile(join(postgres.dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
    },
  };
}

/** A person tries again while the database is down. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('a database that is killed between claim and answer loses nothing and repeats nothing', async () => {
  const { engine, kill } = await ownDatabase(join(await ownFolder(), 'data'));
  engine.workers();
  const posts = [];
  for (let nr = 0; nr < 12; nr += 1) posts.push(await engine.post({ inMs: 500 + nr * 100 }));
  let killed = false;
  engine.platform.beforeCall = async () => {
    if (killed) return;
    killed = true;
    await kill();
  };
  for (const post of posts) await insist(() => engine.until(post.id, 'published'));
  expect(killed).toBe(true);
  for (const post of posts) {
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
  }
}, 90_000);

test('a connection that breaks while it is lent out ends the work, not the process', async () => {
  const { engine, kill } = await ownDatabase(join(await ownFolder(), 'data'));
  const work = engine.deps.database.transaction(async (tx) => {
    const gone = new Promise((resolve) => tx.client.once('end', resolve));
    await kill();
    await gone;
    return 'done';
  });
  await expect(work).rejects.toThrow();
  expect(await insist(async () => (await engine.deps.database.pool.query('select 1 as one')).rows[0].one)).toBe(1);
}, 60_000);

if (!isRoot) {
  process.stderr.write(
    '\n!!! NOT RUN: the full disk of the database (tests/faults); only root can make a small disk.\n\n',
  );
}

test.skipIf(!isRoot)(
  'a full disk refuses new announcements clearly and loses none that it took',
  async () => {
    const folder = await ownFolder();
    const disk = join(folder, 'disk');
    await execute('mkdir', ['-m', '755', disk]);
    await execute('mount', ['-t', 'tmpfs', '-o', 'size=192m,mode=755', 'kaiku-small-disk', disk]);
    onTestFinished(async () => {
      await execute('umount', ['--lazy', disk]);
    });
    const { engine } = await ownDatabase(join(disk, 'data'));
    const channelId = await engine.channel();
    const taken = [await engine.post({ channelId, inMs: 3_600_000 })];
    await fill(join(disk, 'filler'));
    const long = 'Pitkä teksti. '.repeat(20_000);
    const refusal = await (async () => {
      for (;;) {
        try {
          taken.push(await engine.post({ channelId, inMs: 3_600_000, text: `${long}${taken.length}`, job: false }));
        } catch (error) {
          return error as Error & { cause?: { code?: string } };
        }
      }
    })();
    // 53100 is disk_full; where the log of changes has no room the server itself goes down and comes back.
    const said = `${refusal.message} ${refusal.cause?.code} ${(refusal.cause as Error | undefined)?.message}`;
    expect(said).toMatch(/53100|No space left|terminat|ECONN|closed|recovery|shutting down/i);
    await rm(join(disk, 'filler'));
    const after = await insist(() => engine.post({ channelId, inMs: 3_600_000 }));
    for (const post of [...taken, after]) expect((await insist(() => engine.read(post.id))).state).toBe('scheduled');
  },
  120_000,
);

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(1 << 20);
  try {
    for (;;) await file.write(block);
  } catch {
    // The disk is full, which was the aim.
  } finally {
    await file.close();
  }
}
