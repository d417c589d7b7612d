import { describe, expect, test } from 'vitest';
import { redisUrl } from '../support/redis.ts';
import { openStage } from './stage.ts';

const TEN_MINUTES = 600_000;

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  const here = kind === 'redis' && redisUrl() === null ? test.skip : test;

  for (const shift of [TEN_MINUTES, -TEN_MINUTES]) {
    here(
      `a worker whose clock is ${shift / 60_000} minutes off publishes once and never early`,
      async () => {
        const stage = await openStage(kind);
        const channelId = await stage.page();
        await stage.worker({ SHIFT_CLOCK_MS: String(shift) });
        const posts = [];
        for (let nr = 0; nr < 5; nr += 1) posts.push(await stage.engine.post({ channelId, inMs: 1_500 + nr * 300 }));
        for (const post of posts) {
          await stage.engine.until(post.id, 'published');
          const copies = stage.copies(post);
          expect(copies).toHaveLength(1);
          const at = Date.parse(copies[0]?.createdAt as string);
          expect(at).toBeGreaterThanOrEqual((post.scheduledAt as Date).getTime());
        }
      },
      90_000,
    );
  }

  here(
    'two workers whose clocks are twenty minutes apart publish once',
    async () => {
      const stage = await openStage(kind);
      const channelId = await stage.page('linkedin');
      await stage.worker({ SHIFT_CLOCK_MS: String(TEN_MINUTES) });
      await stage.worker({ SHIFT_CLOCK_MS: String(-TEN_MINUTES) });
      const posts = [];
      for (let nr = 0; nr < 10; nr += 1) {
        posts.push(await stage.engine.post({ channelId, kind: 'linkedin', inMs: 1_000 + nr * 100 }));
      }
      for (const post of posts) await stage.engine.until(post.id, 'published');
      for (const post of posts) expect(stage.copies(post)).toHaveLength(1);
    },
    90_000,
  );
});
