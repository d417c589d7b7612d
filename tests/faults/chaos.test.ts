import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { redisUrl } from '../support/redis.ts';

const RUN = fileURLToPath(new URL('../../dist/bench/chaos/run.js', import.meta.url));

/** `npm run chaos` in short, on what `npm run build` made: whole worker processes, killed and frozen. */
describe.each(['postgres', 'redis'] as const)('a short run of chaos on %s', (backend) => {
  test.skipIf(backend === 'redis' && redisUrl() === null)(
    'loses nothing and repeats nothing',
    async () => {
      expect(existsSync(RUN), 'run `npm run build` first').toBe(true);
      const flags = [RUN, '--brief', '--posts', '80', '--workers', '2', '--seed', '11', '--backend', backend];
      const { stdout } = await promisify(execFile)(process.execPath, flags);
      expect(JSON.parse(stdout)).toMatchObject({ posts: 80, lost: 0, duplicated: 0, early: 0, missedByLooking: 0 });
    },
    480_000,
  );
});
