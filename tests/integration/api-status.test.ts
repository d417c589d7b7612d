import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { channels } from '#src/db/schema';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { startEngine } from '../support/engine.ts';
import { signedIn } from '../support/people.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const status = async () => (await api.call('GET', '/api/v1/status')).body;

test('a new Kaiku without workers says so, and that there is no backup yet', async () => {
  const told = await status();
  expect(told).toMatchObject({
    all: 'bad',
    worries: ['workers', 'backup'],
    stopped: null,
    lastPublishedAt: null,
    late: 0,
    waiting: { needsDecision: 0, missed: 0, rejected: 0 },
    reconnect: [],
    workersSeenAt: null,
    numbersAt: null,
    details: { backupAt: null, queue: { kind: 'postgres', jobs: 0 } },
  });
});

test('a backup is seen by administrators; everybody else is told of what concerns them, and of no page of others', async () => {
  const folder = api.deps.settings.backupFolder ?? '';
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'kaiku.tar.gz'), 'x');
  const page = { kind: 'website-feed', slug: 'amk-page', name: 'AMK', organisation: 'lapin-amk', remoteId: 'amk' };
  expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  await api.deps.database.db.update(channels).set({ holdReason: 'reconnect' }).where(eq(channels.slug, 'amk-page'));
  const own = await signedIn(api, 'own@example.org', { roles: { 'lapin-amk': 'viewer' } });
  const stranger = await signedIn(api, 'stranger@example.org', { roles: { digipolis: 'viewer' } });

  const told = await status();
  expect(told.worries).toEqual(['workers', 'reconnect']);
  expect(Date.now() - Date.parse(told.details.backupAt)).toBeLessThan(3_600_000);
  const theirs = (await own.call('GET', '/api/v1/status')).body;
  expect([theirs.reconnect, theirs.details]).toEqual([[{ slug: 'amk-page', name: 'AMK' }], null]);
  expect((await stranger.call('GET', '/api/v1/status')).body).toMatchObject({ reconnect: [], worries: ['workers'] });
});

test('stopped publishing is told with its time', async () => {
  await api.call('POST', '/api/v1/cluster/pause', {});
  expect(await status()).toMatchObject({ all: 'bad', stopped: { at: expect.any(String) } });
  await api.call('POST', '/api/v1/cluster/resume', {});
  expect((await status()).stopped).toBeNull();
});

test.each(['postgres', 'redis'] as const)('workers are seen by the round that they take up, on %s', async (kind) => {
  const engine = await startEngine(kind);
  onTestFinished(() => engine.stop());
  expect(await engine.deps.queues.lastRoundAt()).toBeNull();
  engine.workers();
  const seen = async () => (await engine.deps.queues.lastRoundAt())?.getTime() ?? 0;
  await expect.poll(seen, { timeout: 20_000 }).toBeGreaterThan(Date.now() - 60_000);
  expect(await seen()).toBeLessThanOrEqual(Date.now() + 1_000);
});
