import { eq, sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { channels } from '#src/db/schema';
import { type Engine, startEngine } from '../support/engine.ts';
import { redisUrl, startRedis } from '../support/redis.ts';

const copiesOf = (engine: Engine, postId: string) =>
  engine.platform.ledger.filter((entry) => entry.postId === postId).length;

describe('BullMQ’s schema is dropped', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine('postgres');
    engine.workers();
  });
  afterAll(() => engine.stop());

  test('what was in the queue goes out all the same, once', async () => {
    const post = await engine.post({ inMs: 2_500 });
    await dropSchema(engine);
    await engine.until(post.id, 'published');
    expect(copiesOf(engine, post.id)).toBe(1);
  });

  test('an announcement that comes meanwhile is saved, and goes out', async () => {
    await dropSchema(engine);
    const post = await engine.post();
    await engine.until(post.id, 'published');
    expect(copiesOf(engine, post.id)).toBe(1);
  });

  test('workers that run all the while take new jobs afterwards without the sweep', async () => {
    await dropSchema(engine);
    await engine.deps.queues.repair();
    const { rows } = await engine.deps.database.db.execute(sql`select to_regclass('bullmq.job') as there`);
    expect(rows[0]?.there).not.toBeNull();
    const post = await engine.post({ inMs: 200 });
    await engine.until(post.id, 'published');
  });
});

test.each(['postgres', 'redis'] as const)(
  'a daily round on %s comes again after the queue was lost',
  async (kind) => {
    if (kind === 'redis' && redisUrl() === null) return;
    const own = kind === 'redis' ? await startRedis() : null;
    onTestFinished(async () => own?.stop());
    const engine = await startEngine(kind, own ? { redisUrl: own.url } : {});
    onTestFinished(() => engine.stop());
    engine.workers({ roundsEveryMs: 1_000 });
    const channelId = await engine.channel();
    const { db } = engine.deps.database;
    const isChecked = async () => {
      const [channel] = await db.select().from(channels).where(eq(channels.id, channelId));
      return channel?.health?.ok === true;
    };
    while (!(await isChecked())) await new Promise((resolve) => setTimeout(resolve, 100));
    if (own) {
      const redis = new Redis(own.url);
      await redis.flushall();
      redis.disconnect();
    } else await db.execute(sql`drop schema bullmq cascade`);
    await db.update(channels).set({ health: null, checkDueAt: new Date(0) });
    while (!(await isChecked())) await new Promise((resolve) => setTimeout(resolve, 100));
  },
  120_000,
);

describe.skipIf(redisUrl() === null)('Redis', () => {
  test('FLUSHALL loses nothing', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const engine = await startEngine('redis', { redisUrl: own.url });
    onTestFinished(() => engine.stop());
    engine.workers();
    const posts = await Promise.all(Array.from({ length: 10 }, () => engine.post({ inMs: 2_000 })));
    const redis = new Redis(own.url);
    await redis.flushall();
    redis.disconnect();
    for (const post of posts) await engine.until(post.id, 'published');
    expect(engine.platform.ledger).toHaveLength(10);
  });

  test('while it is down announcements are taken at once, and go out when it is back', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const engine = await startEngine('redis', { redisUrl: own.url });
    onTestFinished(() => engine.stop());
    engine.workers();
    await engine.until((await engine.post()).id, 'published');
    await own.kill();
    // Each of these commits its rows; none waits for a queue that is not there.
    const posts = [await engine.post(), await engine.post({ inMs: 1_000 })];
    expect(posts.map((post) => post.state)).toEqual(['scheduled', 'scheduled']);
    await own.restart();
    for (const post of posts) await engine.until(post.id, 'published');
    for (const post of posts) expect(copiesOf(engine, post.id)).toBe(1);
  });

  test('while it is down the rows are looked after: what is too late is missed, a dead worker’s lease ends', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const engine = await startEngine('redis', { redisUrl: own.url });
    onTestFinished(() => engine.stop());
    const workers = engine.workers();
    await own.kill();
    const late = await engine.post({ inMs: -60_000, worthMs: 1_000 });
    await workers.sweepNow().catch(() => undefined);
    await engine.until(late.id, 'missed');
    await own.restart();
  });
});

test.each(['postgres', 'redis'] as const)(
  'workers on %s that are stopped while they start let go of everything',
  async (kind) => {
    if (kind === 'redis' && redisUrl() === null) return;
    for (let round = 0; round < 3; round += 1) {
      const engine = await startEngine(kind);
      const workers = engine.workers();
      await new Promise((resolve) => setTimeout(resolve, round * 15));
      await workers.stop();
      await engine.stop();
    }
  },
);

/** Workers that hold what it locks may be in its way for a moment: then PostgreSQL ends one of the two. */
async function dropSchema({ deps }: Engine): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return void (await deps.database.db.execute(sql`drop schema if exists bullmq cascade`));
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}
