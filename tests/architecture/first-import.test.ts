import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROGRAMS = ['src/start.ts', 'src/start-api.ts', 'workers/main.ts', 'src/cli/kaiku.ts'];

test.each(PROGRAMS)('%s drops DEBUG before it loads any library', async (program) => {
  const [first] = (await readFile(program, 'utf8')).split('\n').filter((line) => line.startsWith('import'));
  expect(first).toMatch(/^import '.*config\/no-debug(\.ts)?';$/);
});

test('a library loaded after it prints nothing', async () => {
  const program = `
    import '#src/config/no-debug';
    import { createRequire } from 'node:module';
    const require = createRequire(createRequire(import.meta.url).resolve('ioredis'));
    console.log(require('debug').enabled('agent-base'));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--conditions=kaiku-source', '--input-type=module', '-e', program],
    { env: { ...process.env, DEBUG: 'agent-base*' } },
  );
  expect(stdout.trim()).toBe('false');
});
