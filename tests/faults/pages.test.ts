import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '#posts/outcome';
import { publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { holdChannel, releaseChannel } from '#src/db/holds';
import { databaseNow } from '#src/db/posts';
import { channels } from '#src/db/schema';
import { claimPost } from '#src/publishing/claim';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stop());

const orderOnPage = (ids: readonly string[]) =>
  engine.platform.ledger.map((entry) => entry.postId).filter((id) => ids.includes(id));

async function release(channelId: string): Promise<void> {
  await withJobs(engine.deps.database, engine.deps.queues, async (tx, jobs) => {
    const waiting = await releaseChannel(tx, channelId, 'a person');
    jobs.push(...waiting.map((post) => publishJob(post, 'facebook')));
  });
}

async function holdOf(channelId: string) {
  const [row] = await engine.deps.database.db.select().from(channels).where(eq(channels.id, channelId));
  return row;
}

test('a throttled page rests and drains in order; another page is on time meanwhile', async () => {
  const throttled = await engine.channel();
  const other = await engine.channel();
  const until = new Date((await databaseNow(engine.deps.database.db)).getTime() + 3_600_000);
  engine.platform.scripts.push(() => ({ kind: 'throttled', until, message: 'a pause' }));
  engine.workers();
  const first = await engine.post({ channelId: throttled });
  await engine.until(first.id, 'parked');
  const waiting = [first];
  const free = [];
  for (let nr = 0; nr < 30; nr += 1) {
    waiting.push(await engine.post({ channelId: throttled, inMs: 300 + nr * 40 }));
    free.push(await engine.post({ channelId: other, inMs: 300 + nr * 40 }));
  }
  for (const post of free) await engine.until(post.id, 'published');
  for (const post of waiting) await engine.until(post.id, 'parked');
  expect(orderOnPage(free.map((post) => post.id))).toEqual(free.map((post) => post.id));
  // One refused call, and one for each post of the other page: none during the pause.
  expect(engine.platform.calls).toBe(1 + 30);
  await engine.deps.database.db
    .update(channels)
    .set({ holdUntil: new Date(0) })
    .where(eq(channels.id, throttled));
  for (const post of waiting) await engine.until(post.id, 'published');
  expect(orderOnPage(waiting.map((post) => post.id))).toEqual(waiting.map((post) => post.id));
  expect(engine.platform.calls).toBe(1 + 30 + 31);
});

test('an expired token parks the page’s posts, and they go out once the page is connected again', async () => {
  const channelId = await engine.channel();
  engine.platform.scripts.push(() => ({ kind: 'authExpired', message: 'connect it again' }));
  engine.workers();
  const first = await engine.post({ channelId });
  const second = await engine.post({ channelId, inMs: 400 });
  await engine.until(first.id, 'parked');
  await engine.until(second.id, 'parked');
  expect(await holdOf(channelId)).toMatchObject({ holdReason: 'reconnect', holdUntil: null });
  expect(engine.platform.calls).toBe(1);
  await release(channelId);
  await engine.until(first.id, 'published');
  await engine.until(second.id, 'published');
  expect(orderOnPage([first.id, second.id])).toEqual([first.id, second.id]);
});

test('a key that was refused holds no page that was connected anew meanwhile', async () => {
  const channelId = await engine.channel({ accessToken: 'old' });
  engine.platform.scripts.push(async () => {
    await engine.deps.database.db.update(channels).set({ accessToken: 'new' }).where(eq(channels.id, channelId));
    return { kind: 'authExpired', message: 'connect it again' } satisfies Outcome;
  });
  engine.workers();
  const post = await engine.post({ channelId });
  await engine.until(post.id, 'published');
  expect((await holdOf(channelId))?.holdReason).toBeNull();
});

test('a version that the platform has retired pauses every page of the kind, and no other', async () => {
  const linkedin = engine.deps.channels.linkedin as typeof engine.platform;
  linkedin.scripts.push(() => ({ kind: 'misconfigured', message: 'the version is retired' }));
  const [one, two] = [await engine.channel({ kind: 'linkedin' }), await engine.channel({ kind: 'linkedin' })];
  engine.workers();
  const first = await engine.post({ channelId: one, kind: 'linkedin' });
  await engine.until(first.id, 'parked');
  const second = await engine.post({ channelId: two, kind: 'linkedin' });
  await engine.until(second.id, 'parked');
  const elsewhere = await engine.post();
  await engine.until(elsewhere.id, 'published');
  expect(linkedin.calls).toBe(1);
});

test('a hold is never shortened by another, and a person’s pause never lifted by one', async () => {
  const channelId = await engine.channel();
  const { database } = engine.deps;
  const hold = (reason: 'throttled' | 'reconnect' | 'paused', until: Date | null) =>
    database.transaction((tx) => holdChannel(tx, channelId, { reason, until, message: reason }, 'test'));
  const [soon, later] = [new Date('2126-01-01T00:00:00Z'), new Date('2126-01-02T00:00:00Z')];
  await hold('throttled', later);
  await hold('throttled', soon);
  expect(await holdOf(channelId)).toMatchObject({ holdReason: 'throttled', holdUntil: later });
  await hold('reconnect', null);
  await hold('throttled', later);
  expect(await holdOf(channelId)).toMatchObject({ holdReason: 'reconnect', holdUntil: null });
  await hold('paused', null);
  await hold('reconnect', null);
  expect(await holdOf(channelId)).toMatchObject({ holdReason: 'paused' });
});

test('a hold that has run out is lifted by the sweep; one that a person set meanwhile is not', async () => {
  const channelId = await engine.channel({ holdReason: 'throttled', holdUntil: new Date(0), holdMessage: 'a pause' });
  const workers = engine.workers();
  await workers.sweepNow();
  await expect.poll(async () => (await holdOf(channelId))?.holdReason).toBeNull();
  await engine.deps.database.db.update(channels).set({ holdReason: 'paused' }).where(eq(channels.id, channelId));
  await workers.sweepNow();
  expect((await holdOf(channelId))?.holdReason).toBe('paused');
});

test('a post that was parked just after its page was released does not wait for ever', async () => {
  const post = await engine.post({ job: false });
  const parked = { name: 'parked', reason: 'reconnect', until: null, message: 'stranded' };
  await engine.deps.database.db.execute(sql`
    update posts set state = 'parked', state_data = ${JSON.stringify(parked)}::jsonb, due_at = worth_until where id = ${post.id}`);
  engine.workers();
  await engine.until(post.id, 'published');
});

test('after three hours away what is worth saying goes out in order, and the rest is missed', async () => {
  const channelId = await engine.channel();
  const hour = 3_600_000;
  const posts = [];
  for (let nr = 0; nr < 20; nr += 1) {
    const worthMs = nr % 4 === 0 ? hour / 2 : 24 * hour;
    posts.push(await engine.post({ channelId, inMs: -3 * hour + nr * 60_000, worthMs, job: false }));
  }
  engine.workers();
  const states = await Promise.all(posts.map(async ({ id }) => (await engine.until(id, 'published', 'missed')).state));
  expect(states).toEqual(posts.map((_, nr) => (nr % 4 === 0 ? 'missed' : 'published')));
  const out = posts.filter((_, nr) => nr % 4 !== 0).map((post) => post.id);
  expect(orderOnPage(out)).toEqual(out);
});

test('a definite no that is written down after the lease has ended still counts', async () => {
  const post = await engine.post();
  engine.platform.scripts.push(async () => {
    await engine.deps.database.db.execute(sql`
      update posts set due_at = to_timestamp(0), state_data = jsonb_set(state_data, '{leaseUntil}', '"1970-01-01T00:00:00.000Z"')
      where id = ${post.id}`);
    engine.platform.sightings.push({ kind: 'cannotTell', message: 'not now' });
    await engine.until(post.id, 'uncertain');
    return { kind: 'rejected', code: 'no', message: 'never' } satisfies Outcome;
  });
  engine.workers();
  await engine.until(post.id, 'rejected');
});

test('a page waits for a post that is going out, but not for a worker that gives no sign', async () => {
  const channelId = await engine.channel();
  const stuck = await engine.post({ channelId, inMs: -60_000, job: false });
  const attemptId = stuck.id;
  const hold = (leftMs: number) => {
    const publishing = { name: 'publishing', attemptId, armedAt: null };
    return engine.deps.database.db.execute(sql`
      with lease as (select (clock_timestamp() + ${leftMs} * interval '1 millisecond')::timestamptz(3) as until)
      update posts set state = 'publishing', due_at = lease.until,
        state_data = ${JSON.stringify(publishing)}::jsonb || jsonb_build_object('leaseUntil', to_jsonb(
          to_char(lease.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      from lease where id = ${stuck.id}`);
  };
  await hold(14_000);
  const next = await engine.post({ channelId });
  await expect(claimPost(engine.deps, next.id, next.revision)).resolves.toMatchObject({ kind: 'behind', ahead: 1 });
  await hold(8_000);
  engine.workers();
  await engine.until(next.id, 'published');
  expect((await engine.read(stuck.id)).state).toBe('publishing');
});

test('what falls due just as a pause ends does not overtake what has waited through it', async () => {
  const channelId = await engine.channel({ holdReason: 'throttled', holdUntil: new Date('2126-01-01T00:00:00Z') });
  const waiting = await engine.post({ channelId, inMs: -1_000, job: false });
  await claimPost(engine.deps, waiting.id, waiting.revision);
  expect((await engine.read(waiting.id)).state).toBe('parked');
  await engine.deps.database.db
    .update(channels)
    .set({ holdUntil: new Date(0) })
    .where(eq(channels.id, channelId));
  const next = await engine.post({ channelId, job: false });
  await expect(claimPost(engine.deps, next.id, next.revision)).resolves.toMatchObject({ kind: 'behind', ahead: 1 });
});
