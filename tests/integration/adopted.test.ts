import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSample } from '#src/db/samples';
import { type ApiServer, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
  const page = { kind: 'facebook', slug: 'sivu', name: 'Sivu', remoteId: '1', accessToken: 'good-token' };
  const { status, body } = await api.call('POST', '/api/v1/channels', page);
  expect(status, JSON.stringify(body)).toBe(201);
});
afterAll(() => api.close());

const link = 'https://www.facebook.com/1/posts/77';
const adopt = (over: Record<string, unknown> = {}) =>
  api.call('POST', '/api/v1/posts/adopt', { link, channel: 'sivu', organisation: 'lapin-amk', ...over });

test('a post made by hand is taken in once, measured soon, and stands in the summary of its day', async () => {
  const at = new Date('2026-05-05T08:00:00Z');
  const text = 'Käsin tehty julkaisu\n\nTervetuloa.';
  api.page.seen = { kind: 'found', seen: { remoteId: '1_77', permalink: link, text, at } };
  const made = await adopt({ themes: ['renovation'], funding: 'A72158' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject({
    state: 'published',
    channel: 'sivu',
    title: 'Käsin tehty julkaisu',
    remoteId: '1_77',
    permalink: link,
    publishedAt: at.toISOString(),
  });
  expect(api.jobs.some(({ payload }) => payload.name === 'collect')).toBe(true);
  await addSample(api.deps.database.db, made.body.id, new Date('2026-05-06T08:00:00Z'), {
    measures: { views: 9, reach: 8, reactions: 1, comments: 0, shares: 0, clicks: 0, linkClicks: null },
    raw: null,
    notes: [],
  });
  const summary = await api.call('GET', '/api/v1/summaries?from=2026-05-05&to=2026-05-05&funding=A72158&groupBy=theme');
  expect(summary.body.items).toMatchObject([{ group: 'renovation', posts: 1, totals: { views: 9, linkClicks: null } }]);
  const again = await adopt();
  expect([again.status, again.body.code]).toEqual([409, 'known-already']);
});

test('what the page does not show is not taken in, and what is wrong is told at once', async () => {
  api.page.seen = { kind: 'absent', proof: false };
  expect((await adopt()).body.code).toBe('invalid');
  api.page.seen = { kind: 'cannotTell', message: 'throttled' };
  expect((await adopt()).status).toBe(503);
  const wrong = await adopt({ channel: 'nothing', themes: ['no-theme'], funding: 'NONE', organisation: undefined });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/channel',
    '/funding',
    '/themes/0',
  ]);
});
