import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase } from '../support/database.ts';
import { freshRedis, redisUrl, startRedis } from '../support/redis.ts';

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = "select count(*)::int as tables from pg_tables where schemaname in ('public', 'bullmq')";

describe('the databases of the tests', () => {
  test('a fresh one has the tables, is apart from the next, and can be dropped while somebody is connected', async () => {
    const [first, second] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect((await query(first.url, TABLES))[0]?.tables).toBeGreaterThan(10);
    await query(first.url, 'create table only_here (id int)');
    await expect(query(second.url, 'select * from only_here')).rejects.toThrow('does not exist');
    const staying = new pg.Client({ connectionString: first.url });
    await staying.connect();
    const cutOff = new Promise((resolve) => staying.on('error', resolve));
    await Promise.all([first.drop(), second.drop()]);
    await cutOff;
    await expect(query(first.url, 'select 1')).rejects.toThrow('does not exist');
  });

  test('an empty one has no tables and sorts as Finnish does', async () => {
    const database = await emptyDatabase();
    expect(await query(database.url, TABLES)).toEqual([{ tables: 0 }]);
    const words = await query(
      database.url,
      "select w from unnest(array['öljy','zebra','Ääni','åland','aamu']) w order by w",
    );
    expect(words.map((row) => row.w)).toEqual(['aamu', 'zebra', 'åland', 'Ääni', 'öljy']);
    await database.drop();
  });
});

describe.skipIf(redisUrl() === null)('the Redis of the tests', () => {
  test('two fresh databases do not see each other', async () => {
    const [one, other] = await Promise.all([freshRedis(), freshRedis()]);
    const [first, second] = [new Redis(one.url), new Redis(other.url)];
    await first.set('word', 'kaiku');
    expect(await second.get('word')).toBeNull();
    await one.flush();
    expect(await first.get('word')).toBeNull();
    first.disconnect();
    second.disconnect();
  });

  test('a server of its own can be killed and started again with its data', async () => {
    const own = await startRedis({ durable: true });
    const before = new Redis(own.url);
    before.on('error', () => undefined);
    await before.set('word', 'kaiku');
    await own.kill();
    before.disconnect();
    await own.restart();
    const after = new Redis(own.url);
    expect(await after.get('word')).toBe('kaiku');
    after.disconnect();
    await own.stop();
  });
});
