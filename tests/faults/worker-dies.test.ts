import { describe, expect, test } from 'vitest';
import { listAttempts } from '#src/db/attempts';
import { redisUrl } from '../support/redis.ts';
import { kill, openStage, until } from './stage.ts';

const BACKENDS = ['postgres', 'redis'] as const;

describe.each(BACKENDS)('on %s', (kind) => {
  const here = kind === 'redis' && redisUrl() === null ? test.skip : test;

  here(
    'a worker killed right after the platform accepted: published by a look, with its real id, once',
    async () => {
      const stage = await openStage(kind);
      const channelId = await stage.page();
      stage.sandbox.world.addFault({ platform: 'facebook', operation: 'publish', mode: 'hang-after' });
      const first = await stage.worker();
      const post = await stage.engine.post({ channelId });
      await until(() => stage.copies(post).length === 1);
      const second = await stage.worker();
      await kill(first);
      const published = await stage.engine.until(post.id, 'published');
      await kill(second);
      expect(stage.copies(post)).toHaveLength(1);
      expect(published.remoteId).toBe(stage.copies(post)[0]?.remoteId);
      expect(published.stateData).toMatchObject({ proof: 'look' });
    },
    90_000,
  );

  here(
    'a worker killed before it called: another publishes at once when the lease ends',
    async () => {
      const stage = await openStage(kind);
      const channelId = await stage.page();
      stage.sandbox.world.addFault({ platform: 'facebook', operation: 'upload', mode: 'hang-before', times: 1 });
      const post = await stage.engine.post({ channelId, inMs: 8_000 });
      await stage.addImage(post);
      const first = await stage.worker();
      await until(() => stage.sandbox.world.requests().some((request) => request.operation === 'upload'));
      const second = await stage.worker();
      await kill(first);
      await stage.engine.until(post.id, 'published');
      await kill(second);
      expect(stage.copies(post)).toHaveLength(1);
      const attempts = await listAttempts(stage.engine.deps.database.db, post.id);
      expect(attempts.map((attempt) => attempt.outcome?.kind)).toEqual(['notSent', 'published']);
      expect(attempts[0]?.armedAt).toBeNull();
    },
    90_000,
  );
});

test('a worker that stood still past its lease wakes and does not call', async () => {
  const stage = await openStage();
  const channelId = await stage.page();
  stage.sandbox.world.addFault({
    platform: 'facebook',
    operation: 'upload',
    mode: 'slow',
    delayMs: 1_500,
    times: 1,
  });
  const post = await stage.engine.post({ channelId, inMs: 8_000 });
  await stage.addImage(post);
  const sleeper = await stage.worker();
  await until(() => stage.sandbox.world.requests().some((request) => request.operation === 'upload'));
  sleeper.kill('SIGSTOP');
  await stage.worker();
  await stage.engine.until(post.id, 'published');
  sleeper.kill('SIGCONT');
  // It finds the answer to its upload, asks for leave, is refused and goes on to its next post.
  await stage.engine.until((await stage.engine.post({ channelId })).id, 'published');
  const marker = await stage.engine.post({ channelId });
  await stage.engine.until(marker.id, 'published');
  expect(stage.copies(post)).toHaveLength(1);
  const calls = stage.sandbox.world.requests().filter((request) => request.operation === 'publish');
  expect(calls).toHaveLength(3);
}, 90_000);
