import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { BadArchive } from '#src/backup/archive';
import { makeBackup } from '#src/backup/backup';
import { restoreBackup } from '#src/backup/restore';
import { verifyArchive } from '#src/backup/verify';
import { openDatabase } from '#src/db/client';
import { firstStart } from '#src/db/first-start';
import { checkInstance } from '#src/db/instance';
import { openMediaStore, sha256Of } from '#src/media/store';
import { PNG } from '../sandbox/world.ts';
import { emptyDatabase } from '../support/database.ts';
import { type Engine, startEngine } from '../support/engine.ts';

const SECRET = 'the-secret-of-the-installation-that-was-backed-up';
const PASSPHRASE = 'neljä kaunista sanaa';

let engine: Engine;
let folder: string;
let path: string;

beforeEach(async () => {
  engine = await startEngine();
  onTestFinished(() => engine.stop());
  folder = await mkdtemp(join(tmpdir(), 'kaiku-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  path = join(folder, 'copy.tar.gz');
  await firstStart(engine.deps.database, { bootstrapKey: 'k'.repeat(32), dataFolder: folder });
  await checkInstance(engine.deps.database, 'here');
});

const mediaOf = (name: string) => openMediaStore(join(folder, name));

async function backUp(secret: { value: string; passphrase: string } | null = null) {
  const now = new Date('2026-11-25T08:00:00Z');
  return makeBackup({ databaseUrl: engine.databaseUrl, media: mediaOf('media'), path, version: '1.2.3', now, secret });
}

async function restoreInto(databaseUrl: string, more: { replace?: boolean; passphrase?: string } = {}) {
  const { replace = false, passphrase = null } = more;
  return restoreBackup({ databaseUrl, media: mediaOf('restored'), path, replace, passphrase });
}

async function empty(): Promise<string> {
  const database = await emptyDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

/** Every row of every table, but what tells the installation's place. */
async function contentOf(url: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const content: Record<string, unknown> = {};
  for (const { name } of tables.rows) {
    const { rows } = await client.query(`select to_jsonb(t) - 'instance_id' as row from "${name}" t order by 1`);
    content[name] = rows.map(({ row }) => row);
  }
  await client.end();
  return content;
}

test('what was destroyed comes back whole, and publishes nothing until a person has looked', async () => {
  const past = await engine.post({ inMs: -60_000, job: false });
  const coming = await engine.post({ inMs: 3_600_000, job: false, text: 'Tab\tja \\N ja rivin\nvaihto – čđŋ 🏗' });
  await mediaOf('media').save(sha256Of(PNG), PNG);
  const made = await backUp({ value: SECRET, passphrase: PASSPHRASE });
  expect(made).toMatchObject({ media: 1, missing: [] });

  const url = await empty();
  const restored = await restoreInto(url, { passphrase: PASSPHRASE });
  expect(restored).toEqual({ madeAt: '2026-11-25T08:00:00.000Z', rows: made.rows, media: 1, secret: SECRET });
  expect(await contentOf(url)).toEqual(await contentOf(engine.databaseUrl));
  await expect(mediaOf('restored').read(sha256Of(PNG))).resolves.toEqual(PNG);

  const database = openDatabase(url, { onError: () => undefined });
  onTestFinished(() => database.close());
  // Even in the very place where it was before.
  expect(await checkInstance(database, 'here')).toEqual({ copied: true, uncertain: 1 });
  const { rows } = await database.pool.query('select id, state from posts order by scheduled_at');
  expect(rows).toEqual([
    { id: past.id, state: 'uncertain' },
    { id: coming.id, state: 'scheduled' },
  ]);
  const { rows: cluster } = await database.pool.query('select * from cluster');
  expect(JSON.stringify(cluster)).toContain('restored');
});

test('a backup is one moment, whatever is written meanwhile', async () => {
  await engine.post({ inMs: 3_600_000, job: false });
  const before = await contentOf(engine.databaseUrl);
  let writing = true;
  const writer = (async () => {
    for (let count = 0; writing || count < 3; count += 1) await engine.post({ inMs: 3_600_000, job: false });
  })();
  await backUp();
  writing = false;
  await writer;
  const url = await empty();
  await restoreInto(url);
  const after = (await contentOf(url)) as { posts: { announcement_id: string }[]; announcements: { id: string }[] };
  expect(after.posts.length).toBeGreaterThanOrEqual((before.posts as unknown[]).length);
  expect(after.posts.map((post) => post.announcement_id).toSorted()).toEqual(
    after.announcements.map(({ id }) => id).toSorted(),
  );
});

describe('refused, with nothing changed:', () => {
  const refused = (work: Promise<unknown>, words: RegExp) => expect(work).rejects.toThrow(words);

  test('a file that is there already', async () => {
    await writeFile(path, 'mine');
    await refused(backUp(), /is there already/);
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  test('a database that is not empty, unless it is to be replaced', async () => {
    await backUp();
    const url = await empty();
    await restoreInto(url);
    const before = await contentOf(url);
    await refused(restoreInto(url), /already/);
    expect(await contentOf(url)).toEqual(before);
    await expect(restoreInto(url, { replace: true })).resolves.toMatchObject({ secret: null });
    expect(await contentOf(url)).toEqual(before);
  });

  test('a database that Kaiku works in', async () => {
    await backUp();
    await refused(restoreInto(engine.databaseUrl, { replace: true }), /Stop every process/);
  });

  test('another passphrase', async () => {
    await backUp({ value: SECRET, passphrase: PASSPHRASE });
    const url = await empty();
    await refused(restoreInto(url, { passphrase: 'some other words' }), /does not fit/);
    expect(await contentOf(url)).toEqual({});
  });

  test('a file that was cut short, changed, or is none of ours', async () => {
    await engine.post({ job: false });
    await backUp();
    const whole = await readFile(path);
    const url = await empty();
    for (const damage of [whole.subarray(0, whole.length - 200), Buffer.from('hello'), Buffer.alloc(0)]) {
      await writeFile(path, damage);
      await expect(restoreInto(url)).rejects.toThrow(BadArchive);
    }
    const changed = Buffer.from(
      gunzipSync(whole).toString('latin1').replace('Europe/Helsinki', 'Europe/Helsinky'),
      'latin1',
    );
    await writeFile(path, gzipSync(changed));
    await refused(restoreInto(url), /changed or damaged/);
    await writeFile(path, whole);
    await truncate(path, Math.floor(whole.length / 2));
    await expect(verifyArchive(path)).rejects.toThrow(BadArchive);
    await rm(path);
    await refused(restoreInto(url), /There is no file/);
    expect(await contentOf(url)).toEqual({});
  });
});

test('the secret is nowhere in a backup without a passphrase, nor readable in one with it', async () => {
  await backUp({ value: SECRET, passphrase: PASSPHRASE });
  const parts: Buffer[] = [];
  const { readArchive } = await import('#src/backup/archive');
  for await (const part of readArchive(path)) parts.push(part.bytes);
  expect(Buffer.concat(parts).includes(SECRET)).toBe(false);
  await rm(path);
  await backUp();
  const { manifest } = await verifyArchive(path);
  expect(manifest.secret).toBeNull();
});
