import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startKaiku } from '../support/running.ts';

const ROOT = join(import.meta.dirname, '../..');
const KEY = 'an-api-key-of-the-keeping-tests-with-32-characters';

/** `npm run kaiku -- …` on a data folder, as an operator types it. */
function kaiku(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'dist/src/cli/kaiku.js'), ...args], { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

test('an installation that was destroyed is restored from its backup, and the doctor says what is left to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-keep-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const passphrase = join(folder, 'passphrase');
  await writeFile(passphrase, 'neljä kaunista suomalaista sanaa\n');
  const file = join(folder, 'copy.tar.gz');

  const first = await startKaiku({ KAIKU_BOOTSTRAP_API_KEY: KEY });
  const seen = await announcementsOf(first.address);
  expect(seen.length).toBeGreaterThan(3);
  const made = await kaiku(first.env, 'backup', file, '--passphrase-file', passphrase);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/\d+ rows and \d+ images/) });
  const examined = await kaiku(first.env, 'doctor');
  expect(examined).toMatchObject({ code: 0, out: expect.stringContaining('Publishing is on') });
  const refused = await kaiku(first.env, 'restore', file, '--replace');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Kaiku already runs here') });
  await first.stop();

  const dataDir = join(folder, 'data');
  const env = { ...first.env, KAIKU_DATA_DIR: dataDir };
  const restored = await kaiku(env, 'restore', file, '--passphrase-file', passphrase);
  expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('publishes nothing until') });

  const second = await startKaiku({ KAIKU_DATA_DIR: dataDir, KAIKU_BOOTSTRAP_API_KEY: KEY });
  onTestFinished(() => second.stop());
  expect(await announcementsOf(second.address)).toEqual(seen);
  const cluster = (await get(second.address, '/cluster')) as { stopped: { reason: string } | null };
  expect(cluster.stopped).toMatchObject({ reason: 'restored' });
  const after = await kaiku(second.env, 'doctor');
  expect(after.out).toMatch(/All publishing is stopped/);
  // The pages' keys open with the secret that came out of the backup.
  expect(after.out).not.toMatch(/sealed with a secret that is not known/);
}, 120_000);

async function announcementsOf(address: string): Promise<string[]> {
  const { items } = (await get(address, '/announcements?limit=200')) as { items: { slug: string }[] };
  return items.map(({ slug }) => slug);
}

async function get(address: string, path: string): Promise<unknown> {
  const answer = await fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${KEY}` } });
  expect(answer.status).toBe(200);
  return answer.json();
}
