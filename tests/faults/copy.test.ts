import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { listAttempts } from '#src/db/attempts';
import { resumePublishing } from '#src/db/holds';
import { checkInstance } from '#src/db/instance';
import type { PostRow } from '#src/db/posts';
import { type Engine, startEngine } from '../support/engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stop());

/** As the copy's past went on without it: the post is out, under its comment. */
function wentOut(post: PostRow, comment?: string): void {
  engine.platform.ledger.push({ postId: post.id, remoteId: `r-${post.id}`, text: post.message.text, at: new Date() });
  if (comment)
    (engine.platform.comments as { remoteId: string; text: string }[]).push({
      remoteId: `r-${post.id}`,
      text: comment,
    });
}

test('a copied database publishes nothing until a person resumes, and repeats nothing afterwards', async () => {
  const { database, queues } = engine.deps;
  expect(await checkInstance(database, 'here')).toEqual({ copied: false, uncertain: 0 });
  expect(await checkInstance(database, 'here')).toEqual({ copied: false, uncertain: 0 });
  const out = await engine.post({ inMs: -60_000, firstComment: 'Tervetuloa', job: false });
  const notOut = await engine.post({ inMs: -60_000, job: false });
  const future = await engine.post({ inMs: 1_500, job: false });
  wentOut(out, 'Tervetuloa');

  expect(await checkInstance(database, 'elsewhere')).toEqual({ copied: true, uncertain: 2 });
  engine.workers();
  await engine.until(out.id, 'published');
  await engine.until(future.id, 'parked');
  expect((await engine.read(notOut.id)).state).toBe('uncertain');
  expect(engine.platform.calls).toBe(0);

  await withJobs(database, queues, async (tx, jobs) => {
    for (const post of await resumePublishing(tx, 'a person')) jobs.push(publishJob(post, 'facebook'));
  });
  await engine.until(future.id, 'published');
  expect(engine.platform.calls).toBe(1);
  // Its comment is looked for, and found, before anything is written.
  await database.db.execute(sql`update attempts set due_at = now() where kind = 'comment' and finished_at is null`);
  const comment = async () => (await listAttempts(database.db, out.id)).find((attempt) => attempt.kind === 'comment');
  await expect.poll(async () => (await comment())?.outcome?.kind, { timeout: 20_000 }).toBe('published');
  expect(engine.platform.comments).toHaveLength(1);
  expect((await engine.read(notOut.id)).state).toBe('uncertain');
});

test('a worker that comes by another way knows the installation, and knows a copy', async () => {
  const { database } = engine.deps;
  await checkInstance(database, '/var/lib/kaiku');
  expect(await checkInstance(database, '', ['/var/lib/kaiku'])).toMatchObject({ copied: false });
  expect(await checkInstance(database, '/var/lib/kaiku')).toMatchObject({ copied: false });
  expect(await checkInstance(database, '', ['/srv/kaiku'])).toMatchObject({ copied: true });
});

test('a comment that waited when the copy was made is only looked for', async () => {
  const { database } = engine.deps;
  await checkInstance(database, 'here');
  const workers = engine.workers();
  const post = await engine.until((await engine.post()).id, 'published');
  await workers.stop();
  await database.pool.query(
    `insert into attempts (id, post_id, kind, no, snapshot, due_at) values (gen_random_uuid(), $1, 'comment', 1, $2, now())`,
    [post.id, { remoteId: post.remoteId, text: 'Tervetuloa' }],
  );
  await checkInstance(database, 'elsewhere');
  const [comment] = (await listAttempts(database.db, post.id)).filter((attempt) => attempt.kind === 'comment');
  expect(comment?.armedAt).not.toBeNull();
});
