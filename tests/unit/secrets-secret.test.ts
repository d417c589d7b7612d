import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadOrCreateSecret } from '#src/secrets/secret';

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-secret-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a secret is made once, the same for all who ask at the same time, and readable by its owner only', async () => {
  const dataDir = join(await ownFolder(), 'data');
  const secrets = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateSecret(dataDir)));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]?.length).toBeGreaterThanOrEqual(64);
  expect(await loadOrCreateSecret(dataDir)).toBe(secrets[0]);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  expect(await readdir(dataDir)).toEqual(['secret']);
});

test('a secret that was cut off is not replaced by a new one', async () => {
  const dataDir = await ownFolder();
  await writeFile(join(dataDir, 'secret'), 'half');
  await expect(loadOrCreateSecret(dataDir)).rejects.toThrow('Restore it from a backup');
});
