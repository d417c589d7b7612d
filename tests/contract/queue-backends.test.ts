import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '#queue-config/backend';
import { publishJob } from '#queue-config/jobs';
import { createQueues } from '#queue-config/queues';
import { withJobs } from '#queue-config/with-jobs';
import { listAttempts } from '#src/db/attempts';
import { databaseNow, recordFact } from '#src/db/posts';
import { listSamples } from '#src/db/samples';
import { posts } from '#src/db/schema';
import { type BackendKind, type Engine, startEngine } from '../support/engine.ts';
import { redisUrl } from '../support/redis.ts';

/** What Kaiku asks of a queue, the same on both backends. */
function describeBackend(kind: BackendKind) {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(kind);
    engine.workers();
  });
  afterEach(() => {
    engine.platform.scripts.length = 0;
    engine.platform.sightings.length = 0;
  });
  afterAll(() => engine.stop());

  test('publishes a post at its time, once, never early', async () => {
    const post = await engine.post({ inMs: 700 });
    const published = await engine.until(post.id, 'published');
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
    expect(published.publishedAt?.getTime()).toBeGreaterThanOrEqual(post.scheduledAt?.getTime() as number);
    const [attempt] = await listAttempts(engine.deps.database.db, post.id);
    expect(attempt).toMatchObject({ kind: 'publish', no: 1, outcome: { kind: 'published' } });
    expect(attempt?.snapshot).toMatchObject({ text: post.message.text, postId: post.id });
    expect(attempt?.armedAt).not.toBeNull();
  });

  test('adding the same job twice makes one publish', async () => {
    const post = await engine.post({ inMs: 300 });
    const now = await databaseNow(engine.deps.database.db);
    await engine.deps.queues.add([publishJob(post, 'facebook'), publishJob(post, 'facebook', 'twice')], now);
    await engine.until(post.id, 'published');
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
  });

  test('a job that fires early delays itself until the database says that it is time', async () => {
    const post = await engine.post({ inMs: 900, job: false });
    await engine.deps.queues.add([{ ...publishJob(post, 'facebook'), dueAt: new Date(0) }], new Date());
    const published = await engine.until(post.id, 'published');
    expect(published.publishedAt?.getTime()).toBeGreaterThanOrEqual(post.scheduledAt?.getTime() as number);
  });

  test('the sweep publishes what has no job', async () => {
    const post = await engine.post({ job: false });
    await engine.until(post.id, 'published');
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
  });

  test('a rolled back announcement leaves no job behind that could publish', async () => {
    const before = engine.platform.calls;
    const { database, queues } = engine.deps;
    const post = await engine.post({ inMs: 3_600_000 });
    const failing = withJobs(database, queues, async (tx, jobs) => {
      await tx.db
        .update(posts)
        .set({ dueAt: new Date(0), scheduledAt: new Date(0) })
        .where(sql`${posts.id} = ${post.id}`);
      jobs.push(publishJob({ ...post, dueAt: new Date(0) }, 'facebook'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const marker = await engine.post();
    await engine.until(marker.id, 'published');
    expect((await engine.read(post.id)).state).toBe('scheduled');
    expect(engine.platform.calls).toBe(before + 1);
  });

  test('a moved post goes out at its new time only', async () => {
    const post = await engine.post({ inMs: 300 });
    const { database, queues } = engine.deps;
    await withJobs(database, queues, async (tx, jobs) => {
      const scheduledAt = new Date((post.scheduledAt as Date).getTime() + 900);
      const recorded = await recordFact(
        tx,
        post.id,
        { type: 'moved', scheduledAt, worthUntil: null },
        { actor: 'test' },
      );
      if (recorded.kind === 'next') jobs.push(publishJob(recorded.post, 'facebook'));
    });
    const published = await engine.until(post.id, 'published');
    expect(published.publishedAt?.getTime()).toBeGreaterThanOrEqual((post.scheduledAt as Date).getTime() + 900);
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
  });

  test('what was not sent is tried again', async () => {
    engine.platform.scripts.push(() => ({ kind: 'notSent', message: 'no connection' }));
    const post = await engine.post();
    await engine.until(post.id, 'retrying');
    await engine.deps.database.db.execute(sql`
      update posts set due_at = now(), state_data = jsonb_set(state_data, '{notBefore}', to_jsonb(now())) where id = ${post.id}`);
    await engine.until(post.id, 'published');
    expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
  });

  test('an unclear answer is resolved by looking, without a second call', async () => {
    const before = engine.platform.calls;
    engine.platform.scripts.push(() => 'accept-in-the-dark');
    const post = await engine.post({ firstComment: 'Lue lisää' });
    const published = await engine.until(post.id, 'published');
    expect(published.stateData).toMatchObject({ proof: 'look' });
    expect(engine.platform.calls).toBe(before + 1);
  });

  test('a first comment follows, and its numbers come back', async () => {
    const post = await engine.post({ firstComment: 'Ilmoittaudu tästä' });
    const published = await engine.until(post.id, 'published');
    await waitFor(async () => engine.platform.comments.some((comment) => comment.remoteId === published.remoteId));
    await engine.deps.database.db.execute(sql`update posts set sample_due_at = now() where id = ${post.id}`);
    await waitFor(async () => (await listSamples(engine.deps.database.db, post.id)).length > 0);
    const [sample] = await listSamples(engine.deps.database.db, post.id);
    expect(sample).toMatchObject({ views: 7, reach: 5, reactions: null, linkClicks: null });
  });

  test('a second process on the same queue publishes nothing twice', async () => {
    const backend = openBackend(engine.choice, () => undefined);
    const queues = createQueues(backend);
    const other = engine.workers({ worker: 'other', queues });
    const all = await Promise.all(Array.from({ length: 30 }, () => engine.post({ inMs: 400 })));
    for (const post of all) await engine.until(post.id, 'published');
    for (const post of all) expect(engine.platform.ledger.filter((entry) => entry.postId === post.id)).toHaveLength(1);
    await other.stop();
    await queues.close();
    await backend.close();
  });
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the queue on PostgreSQL', () => describeBackend('postgres'));
describe.skipIf(redisUrl() === null)('the queue on Redis', () => describeBackend('redis'));
