import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSamples } from '#src/api/trial/samples';
import { type ApiServer, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function connectPages(): Promise<void> {
  for (const kind of ['facebook', 'linkedin']) {
    const page = { kind, slug: `${kind}-klusteri`, name: 'Sivu', remoteId: `${kind}-1`, accessToken: 'good-token' };
    expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  }
}

test('the trial fills the calendar, once', async () => {
  await connectPages();
  expect(await createSamples(api.deps)).toBe(5);
  expect(await createSamples(api.deps)).toBe(0);
  const { body } = await api.call('GET', '/api/v1/announcements');
  expect(body.items).toHaveLength(5);
  const posts = await api.call('GET', '/api/v1/posts?limit=200');
  expect(posts.body.items.length).toBeGreaterThan(20);
  expect(posts.body.items.every((post: { state: string }) => post.state === 'scheduled')).toBe(true);
});

test('the example event is taken as it is printed', async () => {
  const event = JSON.parse(await readFile(new URL('../../examples/event.json', import.meta.url), 'utf8'));
  const { status, body } = await api.call('POST', '/api/v1/announcements', event);
  expect(status, JSON.stringify(body)).toBe(201);
  expect(
    body.posts.map((post: { channel: string; language: string }) => `${post.channel} ${post.language}`).sort(),
  ).toEqual(['facebook-klusteri fi', 'linkedin-klusteri fi', 'website fi']);
});
