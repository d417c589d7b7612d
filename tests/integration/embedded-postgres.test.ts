import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { postmasterOf, processesIn } from '#src/db/embedded/processes';
import { migrateAll } from '#src/db/migrate';
import { ask, ownFolder, startKaiku } from '../support/embedded.ts';

const portOf = (url: string): number => Number(new URL(url).port);
const serverOf = async (cluster: string): Promise<number> => (await postmasterOf(cluster)).pid as number;

describe('the embedded PostgreSQL', () => {
  test('is made at the first start, takes our migrations, and keeps its data and address', async () => {
    const dataDir = join(await ownFolder(), 'not', 'there', 'yet');
    const first = await startKaiku({ dataDir });
    expect(first.adopted).toBe(false);
    await migrateAll(first.url);
    await ask(first.url, "create table kept as select 'kaiku' as word");
    const sorted = await ask(first.url, "select w from unnest(array['öljy','zebra','Ääni','åland']) w order by w");
    expect(sorted.map((row) => row.w)).toEqual(['zebra', 'åland', 'Ääni', 'öljy']);
    await first.stop();
    expect(await processesIn(first.cluster)).toEqual([]);

    const second = await startKaiku({ dataDir });
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    await second.stop();
  });

  test('is durable, closed to other machines, and does not let Kaiku act as its administrator', async () => {
    const kaiku = await startKaiku({ dataDir: join(await ownFolder(), 'data') });
    const [settings] = await ask(
      kaiku.url,
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit, current_setting('data_checksums') sums,
        current_setting('listen_addresses') listen, current_setting('TimeZone') zone`,
    );
    expect(settings).toEqual({ fsync: 'on', commit: 'on', sums: 'on', listen: '127.0.0.1', zone: 'UTC' });
    await expect(ask(kaiku.url, "copy (select 1) to program 'cat'")).rejects.toThrow('permission denied');
    const guessed = new URL(kaiku.url);
    guessed.password = 'guessed';
    await expect(ask(guessed.href, 'select 1')).rejects.toThrow('password authentication failed');
    await kaiku.stop();
  });

  test('leaves its password in one file only, which others cannot read, and in no log', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const kaiku = await startKaiku({ dataDir });
    const { password } = new URL(kaiku.url);
    expect(JSON.stringify(kaiku.events)).not.toContain(password);
    const holding: string[] = [];
    for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && (await readFile(file)).includes(password)) holding.push(file);
    }
    expect(holding).toEqual([join(dataDir, 'postgres', 'password')]);
    expect((await stat(holding[0] as string)).mode & 0o777).toBe(0o600);
    await kaiku.stop();
  });

  test('is taken over when a Kaiku that was killed had left it running', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const killed = await startKaiku({ dataDir });
    await ask(killed.url, "create table kept as select 'kaiku' as word");
    const orphan = await serverOf(killed.cluster);
    await killed.kill();
    expect(await processesIn(killed.cluster)).toContain(orphan);

    const next = await startKaiku({ dataDir });
    expect(next.adopted).toBe(true);
    expect(next.url).toBe(killed.url);
    expect(await processesIn(next.cluster)).not.toContain(orphan);
    expect(await ask(next.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    await next.stop();
  });

  test('comes back by itself at the same address when it is killed', async () => {
    const kaiku = await startKaiku({ dataDir: join(await ownFolder(), 'data') });
    await ask(kaiku.url, "create table kept as select 'kaiku' as word");
    process.kill(await serverOf(kaiku.cluster), 'SIGKILL');
    await kaiku.heard('embedded-postgres.revived');
    expect(await ask(kaiku.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    await kaiku.stop();
    expect(await processesIn(kaiku.cluster)).toEqual([]);
  });

  test('starts after both were killed at the same moment, with a client in the middle of its work', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const killed = await startKaiku({ dataDir });
    await ask(killed.url, "create table kept as select 'kaiku' as word");
    const client = new pg.Client({ connectionString: killed.url });
    client.on('error', () => undefined);
    await client.connect();
    const sleeping = client.query('select pg_sleep(3600)').catch(() => undefined);
    const server = await serverOf(killed.cluster);
    const ended = killed.kill();
    process.kill(server, 'SIGKILL');
    await ended;

    const next = await startKaiku({ dataDir });
    expect(await ask(next.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    await sleeping;
    await client.end();
    await next.stop();
  });

  test('starts when the number in a stale pid file belongs to another program today', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const first = await startKaiku({ dataDir });
    await first.stop();
    await writeFile(join(first.cluster, 'postmaster.pid'), `${process.pid}\n${first.cluster}\n`);
    const next = await startKaiku({ dataDir });
    expect(next.adopted).toBe(false);
    await next.stop();
  });

  test('starts when making it was cut off half-way', async () => {
    const dataDir = join(await ownFolder(), 'data');
    await mkdir(join(dataDir, 'postgres', '.data.making', 'data', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', '.data.making', 'data', 'PG_VERSION'), '18\n');
    const kaiku = await startKaiku({ dataDir });
    expect(await ask(kaiku.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await kaiku.stop();
  });

  test('moves to another port when its own is taken, says so, and stays there', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const first = await startKaiku({ dataDir });
    await first.stop();
    const other = createServer().listen(portOf(first.url), '127.0.0.1');
    await once(other, 'listening');
    const moved = await startKaiku({ dataDir });
    expect(portOf(moved.url)).not.toBe(portOf(first.url));
    expect(await moved.heard('embedded-postgres.moved')).toMatchObject({ from: portOf(first.url) });
    await expect(startKaiku({ dataDir: join(await ownFolder(), 'data'), port: portOf(first.url) })).rejects.toThrow(
      `Port ${portOf(first.url)} on 127.0.0.1 is taken`,
    );
    await moved.stop();
    other.close();
    const again = await startKaiku({ dataDir });
    expect(again.url).toBe(moved.url);
    await again.stop();
  });

  test('refuses a cluster of another version and one whose password is lost, and says what to do', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const first = await startKaiku({ dataDir });
    await first.stop();
    const version = join(first.cluster, 'PG_VERSION');
    await writeFile(version, '17\n');
    await expect(startKaiku({ dataDir })).rejects.toThrow(
      /made by PostgreSQL 17; this Kaiku brings 18.*Restore a backup/,
    );
    await writeFile(version, '18\n');
    await rm(join(dataDir, 'postgres', 'password'));
    await expect(startKaiku({ dataDir })).rejects.toThrow(/password is gone/);
  });
});
