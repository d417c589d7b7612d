import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '#src/api/app';
import { type ApiServer, KEY, startApi } from '../support/api-server.ts';
import { type BackendKind, type Engine, startEngine } from '../support/engine.ts';

/** The interface over the queues of an engine. */
async function open(kind: BackendKind): Promise<{ api: ApiServer; engine: Engine; ask: Ask }> {
  const engine = await startEngine(kind);
  onTestFinished(() => engine.stop());
  const api = await startApi();
  onTestFinished(() => api.close());
  const server = createApp({ ...api.deps, queues: engine.deps.queues }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask: Ask = (path, key, method = 'GET') =>
    fetch(`${origin}${path}`, { method, headers: key === null ? {} : { authorization: `Bearer ${key}` } });
  return { api, engine, ask };
}
type Ask = (path: string, key: string | null, method?: string) => Promise<Response>;

test.each(['postgres', 'redis'] as const)(
  'administrators look into the queues on %s, and change nothing',
  async (kind) => {
    const { engine, ask } = await open(kind);
    const { id } = await engine.post({ inMs: 600_000 });
    const page = await ask('/queues/', KEY);
    expect(page.status).toBe(200);
    // The library's page names another site's fonts; the browser is told not to ask for them.
    const allowed = page.headers.get('content-security-policy') ?? '';
    expect(allowed).toContain("default-src 'self'");
    expect(allowed).toContain("font-src 'self';");
    const path = '/queues/api/queues?activeQueue=publish-facebook&status=delayed&page=1&jobsPerPage=10';
    const jobs = async () => {
      const seen = (await (await ask(path, KEY)).json()) as { queues: { jobs: { id: string; data: unknown }[] }[] };
      return seen.queues.flatMap((queue) => queue.jobs);
    };
    const [job] = await jobs();
    expect(job?.data).toMatchObject({ postId: id });
    const queue = '/queues/api/queues/publish-facebook';
    for (const change of [
      `${queue}/${job?.id}/promote`,
      `${queue}/pause`,
      `${queue}/empty`,
      '/queues/api/queues/pause',
    ]) {
      expect((await ask(change, KEY, 'PUT')).status, change).toBe(405);
    }
    // What its pages ask for besides.
    for (const read of ['redis/stats', 'job-schedulers', 'queues/publish-facebook/workers']) {
      expect((await ask(`/queues/api/${read}`, KEY)).status, read).toBe(200);
    }
    expect((await jobs()).map(({ id: named }) => named)).toEqual([job?.id]);
  },
);

test('nobody else does', async () => {
  const { api, ask } = await open('postgres');
  expect((await ask('/queues/', null)).status).toBe(401);
  const key = await api.call('POST', '/api/v1/api-keys', { name: 'one', scopes: ['read'], organisation: 'lapin-amk' });
  expect(key.status, JSON.stringify(key.body)).toBe(201);
  expect((await ask('/queues/', key.body.key)).status).toBe(403);
  expect((await ask('/queues/static/js/none.js', key.body.key)).status).toBe(403);
});
