import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import {
  armChange,
  type ChangeKind,
  claimChange,
  finishChange,
  getAttempt,
  insertChange,
  postponeChange,
} from '#src/db/attempts';
import { holdChannel, resumePublishing, stopPublishing } from '#src/db/holds';
import type { PostRow } from '#src/db/posts';
import { attempts, channels } from '#src/db/schema';
import { runChange } from '#src/publishing/change';
import { type Engine, startEngine } from '../support/engine.ts';

const DARK = { kind: 'uncertain', message: 'the connection broke' } as const;
const ABSENT = { kind: 'absent', proof: false } as const;

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stop());

async function publishedPost(): Promise<PostRow> {
  const workers = engine.workers();
  const post = await engine.until((await engine.post()).id, 'published');
  await workers.stop();
  engine.platform.standing.set(post.remoteId as string, post.message.text);
  return post;
}

/** Written down like the API does; its job only where workers shall do it. */
async function change(post: PostRow, kind: ChangeKind, text: string, withJob = true): Promise<string> {
  return withJobs(engine.deps.database, engine.deps.queues, async (tx, jobs) => {
    const snapshot = { ...post.message, remoteId: post.remoteId, text };
    const attempt = await insertChange(tx, { postId: post.id, kind, snapshot });
    if (withJob) jobs.push(changeJob(attempt.id, 'facebook'));
    return attempt.id;
  });
}

const finished = (id: string) =>
  expect
    .poll(async () => (await getAttempt(engine.deps.database.db, id))?.finishedAt ?? null, { timeout: 25_000 })
    .not.toBeNull();

/** As if so much time had gone by: the attempt is due now, and was armed five minutes ago. */
const later = (id: string) =>
  engine.deps.database.db.execute(sql`update attempts set due_at = now(), lease_until = null,
    armed_at = armed_at - interval '5 minutes' where id = ${id}`);

test('an edit lost in the dark is read back, not repeated', async () => {
  const post = await publishedPost();
  engine.platform.changeAnswers.push(DARK);
  engine.workers();
  const id = await change(post, 'edit', 'Uudet sanat');
  await finished(id);
  expect((await getAttempt(engine.deps.database.db, id))?.outcome).toMatchObject({ kind: 'published' });
  expect(engine.platform.changes).toHaveLength(1);
  expect((await engine.read(post.id)).edited).toBe(true);
});

test('an edit that did not arrive is made again', async () => {
  const post = await publishedPost();
  engine.platform.changeAnswers.push(DARK);
  const id = await change(post, 'edit', 'Uudet sanat', false);
  await runChange(engine.deps, id);
  engine.platform.standing.set(post.remoteId as string, post.message.text);
  await later(id);
  await runChange(engine.deps, id);
  expect((await getAttempt(engine.deps.database.db, id))?.outcome).toMatchObject({ kind: 'published' });
  expect(engine.platform.changes).toHaveLength(2);
});

test('a retraction lost in the dark is found done', async () => {
  const post = await publishedPost();
  engine.platform.changeAnswers.push(DARK);
  const id = await change(post, 'retract', '', false);
  await runChange(engine.deps, id);
  await later(id);
  await runChange(engine.deps, id);
  expect((await engine.read(post.id)).state).toBe('retracted');
  expect(engine.platform.changes).toHaveLength(1);
});

test('a comment lost in the dark is never repeated, seen or not', async () => {
  const post = await publishedPost();
  engine.platform.changeAnswers.push(DARK);
  const id = await change(post, 'comment', 'Tervetuloa', false);
  await runChange(engine.deps, id);
  engine.platform.sightings.push(ABSENT, ABSENT, ABSENT);
  for (let look = 0; look < 3; look += 1) {
    await later(id);
    await runChange(engine.deps, id);
  }
  const ended = await getAttempt(engine.deps.database.db, id);
  expect(ended).toMatchObject({ looks: 2, outcome: { kind: 'uncertain' }, finishedAt: expect.any(Date) });
  expect(engine.platform.comments).toHaveLength(1);
});

test('a page that is held while a comment is unclear does not make it forget', async () => {
  const post = await publishedPost();
  engine.platform.changeAnswers.push(DARK);
  const id = await change(post, 'comment', 'Tervetuloa', false);
  await runChange(engine.deps, id);
  const hold = { reason: 'throttled', until: new Date('2126-01-01T00:00:00Z'), message: 'a pause' } as const;
  await engine.deps.database.transaction((tx) => holdChannel(tx, post.channelId, hold, 'test'));
  await later(id);
  await runChange(engine.deps, id);
  expect((await getAttempt(engine.deps.database.db, id))?.armedAt).not.toBeNull();
  await engine.deps.database.db
    .update(channels)
    .set({ holdReason: null, holdUntil: null })
    .where(eq(channels.id, post.channelId));
  await later(id);
  await runChange(engine.deps, id);
  expect((await getAttempt(engine.deps.database.db, id))?.outcome).toMatchObject({ kind: 'published' });
  expect(engine.platform.comments).toHaveLength(1);
});

test('a worker that lost a change to another does not disturb it', async () => {
  const post = await publishedPost();
  const { db } = engine.deps.database;
  const id = await change(post, 'comment', 'Tervetuloa', false);
  const first = await claimChange(db, id, 'first');
  await db
    .update(attempts)
    .set({ leaseUntil: new Date(0), dueAt: new Date(0) })
    .where(eq(attempts.id, id));
  const second = await claimChange(db, id, 'second');
  const tokens = [first, second].map((claim) => ({ id, leaseToken: claim?.leaseToken as string }));
  const [lost, mine] = tokens as [{ id: string; leaseToken: string }, { id: string; leaseToken: string }];
  expect(await armChange(db, id, mine.leaseToken)).toBe(true);
  expect(await armChange(db, id, lost.leaseToken)).toBe(false);
  const notSent = { kind: 'notSent', message: 'too late' } as const;
  const postponed = { dueAt: new Date(0), outcome: notSent, looked: false, keepArmed: false };
  expect(await postponeChange(db, lost, postponed)).toBe(false);
  expect(await finishChange(db, lost, notSent)).toBe(false);
  expect(await getAttempt(db, id)).toMatchObject({ leaseToken: mine.leaseToken, armedAt: expect.any(Date) });
});

test('nothing is commented while publishing is stopped', async () => {
  const post = await publishedPost();
  const { database } = engine.deps;
  await database.transaction((tx) => stopPublishing(tx, { reason: 'person', message: 'stop', by: 'test' }));
  const id = await change(post, 'comment', 'Tervetuloa', false);
  await runChange(engine.deps, id);
  expect(engine.platform.comments).toHaveLength(0);
  await database.transaction((tx) => resumePublishing(tx, 'test'));
  await later(id);
  await runChange(engine.deps, id);
  expect(engine.platform.comments).toHaveLength(1);
});
