import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PostState } from '#posts/state';
import { listAttempts } from '#src/db/attempts';
import type { PostRow } from '#src/db/posts';
import { recordFact } from '#src/db/posts';
import { lookForPost } from '#src/publishing/look';
import { type Engine, startEngine } from '../support/engine.ts';

const ABSENT = { kind: 'absent', proof: false } as const;

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stop());

/** A post whose call was made, whose outcome nobody told, and that was looked for in vain for long enough. */
async function undecided(): Promise<PostRow> {
  engine.platform.scripts.push(() => 'accept-in-the-dark');
  engine.platform.sightings.push(ABSENT, ABSENT, ABSENT);
  const workers = engine.workers();
  const post = await engine.until((await engine.post()).id, 'uncertain');
  await workers.stop();
  const back = (column: string) =>
    sql.raw(`to_jsonb(to_char((now() - interval '${column}') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`);
  engine.platform.sightings.splice(0, engine.platform.sightings.length, ABSENT);
  await engine.deps.database.db.execute(sql`
    update posts set state_data = jsonb_set(jsonb_set(jsonb_set(state_data, '{armedAt}', ${back('6 minutes')}),
      '{looks,firstAbsentAt}', ${back('3 minutes')}), '{looks,absent}', '2') where id = ${post.id}`);
  await lookForPost(engine.deps, post.id);
  return engine.read(post.id);
}

test('a person is asked with the evidence: when it was called, what was answered, how often it was looked for', async () => {
  const post = await undecided();
  const state = PostState.parse(post.stateData);
  expect(state).toMatchObject({ name: 'needsDecision', message: expect.stringContaining('3 looks'), candidates: [] });
  const [attempt] = await listAttempts(engine.deps.database.db, post.id);
  expect(attempt).toMatchObject({ armedAt: expect.any(Date), outcome: { kind: 'uncertain' } });
});

test('the look before "publish again" finds what came to light meanwhile', async () => {
  const post = await undecided();
  const looked = await lookForPost(engine.deps, post.id);
  expect(looked?.sighting.kind).toBe('found');
  expect((await engine.read(post.id)).state).toBe('published');
  expect(engine.platform.calls).toBe(1);
});

test('"publish again" after a look in vain publishes once more, by a new attempt', async () => {
  const post = await undecided();
  engine.platform.ledger.length = 0;
  await lookForPost(engine.deps, post.id);
  expect((await engine.read(post.id)).state).toBe('needsDecision');
  await engine.deps.database.transaction((tx) =>
    recordFact(tx, post.id, { type: 'publishAgain', worthUntil: null }, { actor: 'a person' }),
  );
  engine.workers();
  await engine.until(post.id, 'published');
  expect(engine.platform.ledger).toHaveLength(1);
  const tries = await listAttempts(engine.deps.database.db, post.id);
  expect(tries.map((attempt) => attempt.no)).toEqual([1, 2]);
});
