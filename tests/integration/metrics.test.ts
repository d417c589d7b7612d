import { expect, onTestFinished, test } from 'vitest';
import { createMeters } from '#src/metrics/meters';
import { serveMeters } from '#src/metrics/server';
import { KEY, startApi } from '../support/api-server.ts';
import { startEngine } from '../support/engine.ts';

/** `name{label="…"} 1` as the value of that line. */
function reading(text: string, line: string): number | null {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

test('a process of workers tells what it published, what waits, and how its pages are', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.stop());
  const meters = createMeters(engine.deps.database, engine.deps.queues);
  const held = await engine.channel({ holdReason: 'reconnect', health: { ok: false, message: 'no', checkedAt: '' } });
  const ending = await engine.channel({ slug: 'ending', tokenExpiresAt: new Date(Date.now() + 3 * 86_400_000) });
  engine.platform.scripts.push(() => ({ kind: 'rejected', code: 'no', message: 'never' }));
  engine.workers({ seen: (attempt) => meters.attempt(attempt) });
  await engine.until((await engine.post()).id, 'rejected');
  await engine.until((await engine.post()).id, 'published');
  await engine.until((await engine.post({ channelId: held })).id, 'parked');
  await engine.post({ channelId: ending, inMs: 3_600_000 });

  const { text } = await meters.read();
  expect(reading(text, 'kaiku_attempts_total{channel="facebook",outcome="published"}')).toBe(1);
  expect(reading(text, 'kaiku_attempts_total{channel="facebook",outcome="rejected"}')).toBe(1);
  expect(reading(text, 'kaiku_publish_lateness_seconds_count{channel="facebook"}')).toBe(1);
  expect(reading(text, 'kaiku_posts_open{state="parked"}')).toBe(1);
  expect(reading(text, 'kaiku_posts_open{state="scheduled"}')).toBe(1);
  expect(reading(text, 'kaiku_posts_overdue')).toBe(0);
  expect(reading(text, 'kaiku_publishing_stopped')).toBe(0);
  expect(text).toMatch(/kaiku_channel_held\{channel="[^"]+",reason="reconnect"\} 1/);
  expect(reading(text, 'kaiku_channel_days_left{channel="ending"}')).toBeCloseTo(3, 1);
  expect(reading(text, 'kaiku_queue_jobs{queue="publish-facebook",state="delayed"}')).not.toBeNull();
  expect(reading(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('what waits for nobody is overdue', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.stop());
  const meters = createMeters(engine.deps.database, engine.deps.queues);
  await engine.post({ inMs: -60_000, job: false });
  expect(reading((await meters.read()).text, 'kaiku_posts_overdue')).toBe(1);
});

test('the workers’ own port answers /metrics and /healthz, and nothing else', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.stop());
  const server = await serveMeters(createMeters(engine.deps.database, engine.deps.queues), 0);
  onTestFinished(() => void server.close());
  const at = (path: string) => fetch(`http://localhost:${(server.address() as { port: number }).port}${path}`);
  expect((await at('/healthz')).status).toBe(200);
  expect(await (await at('/metrics')).text()).toContain('kaiku_posts_open');
  expect((await at('/')).status).toBe(404);
});

test('the API tells its metrics to a key of the whole cluster alone', async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  const ask = (key?: string) => fetch(`${api.url}/metrics`, { headers: key ? { authorization: `Bearer ${key}` } : {} });
  expect((await ask()).status).toBe(401);
  const made = await api.call('POST', '/api/v1/api-keys', { name: 'one', scopes: ['read'], organisation: 'lapin-amk' });
  expect(made.status).toBe(201);
  expect((await ask(made.body.key)).status).toBe(403);
  const answer = await ask(KEY);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('kaiku_publishing_stopped 0');
});
