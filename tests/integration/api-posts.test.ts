import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import type { PostState } from '#posts/state';
import { databaseNow } from '#src/db/posts';
import { addSample } from '#src/db/samples';
import { posts as postsTable } from '#src/db/schema';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;
let remoteIds = 0;

beforeAll(async () => {
  api = await startApi();
  const page = { kind: 'facebook', slug: 'fb', name: 'Sivu', remoteId: 'page-1', accessToken: 'good-token' };
  expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
});
afterAll(() => api.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function scheduled(over: Record<string, unknown> = {}) {
  const { body } = await api.call(
    'POST',
    '/api/v1/announcements',
    anAnnouncement({ submit: true, channels: ['fb'], publishAt: inDays(3), ...over }),
  );
  return body.posts[0];
}

/** Puts a post into a state that only the workers reach. */
async function inState(state: PostState) {
  const post = await scheduled();
  const remoteId = 'remoteId' in state ? state.remoteId : null;
  const publishedAt = state.name === 'published' ? state.publishedAt : null;
  await api.deps.database.db
    .update(postsTable)
    .set({ state: state.name, stateData: state, remoteId, publishedAt })
    .where(eq(postsTable.id, post.id));
  return post;
}

const published = (): PostState => ({
  name: 'published',
  remoteId: `remote-${++remoteIds}`,
  permalink: 'https://facebook.example/1',
  publishedAt: new Date(),
  proof: 'answer',
  note: null,
});
const deciding = (): PostState => ({
  name: 'needsDecision',
  attemptId: '0192aaaa-0000-7000-8000-000000000001',
  armedAt: new Date(),
  message: 'it was not seen on the page in 3 looks',
  candidates: [{ remoteId: 'cand-1', permalink: 'https://facebook.example/cand-1', text: 'x', at: new Date() }],
});

const act = (id: string, name: string, body?: unknown) => api.call('POST', `/api/v1/posts/${id}/${name}`, body);

describe('a post that is not out', () => {
  test('moves, and a worth that would end before it moves along', async () => {
    const post = await scheduled();
    const moved = await api.call(
      'PATCH',
      `/api/v1/posts/${post.id}`,
      { scheduledAt: inDays(9) },
      { 'if-match': `"${post.revision}"` },
    );
    expect(moved.status).toBe(200);
    expect(moved.body.scheduledAt > post.scheduledAt).toBe(true);
    expect(moved.body.worthUntil > moved.body.scheduledAt).toBe(true);
    expect(moved.headers.get('etag')).toBe(`"${moved.body.revision}"`);
  });

  test('takes back what GET gave, and changes nothing', async () => {
    const post = await scheduled();
    const { body } = await api.call('GET', `/api/v1/posts/${post.id}`);
    const patched = await api.call('PATCH', `/api/v1/posts/${post.id}`, body, { 'if-match': String(body.revision) });
    expect(patched.status).toBe(200);
    expect(patched.body.revision).toBe(body.revision);
  });

  test.each([
    [{ scheduledAt: '2020-01-01T09:00' }, '/scheduledAt'],
    [{ text: '' }, '/text'],
    [{ text: 'ä'.repeat(63_207) }, '/text'],
    [{ txt: 'misspelt' }, '/txt'],
  ])('refuses %j', async (patch, pointer) => {
    const post = await scheduled();
    const refused = await api.call('PATCH', `/api/v1/posts/${post.id}`, patch, { 'if-match': '*' });
    expect([refused.status, refused.body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  test('two changes of one revision: one is taken, one is told', async () => {
    const post = await scheduled();
    const change = (text: string) =>
      api.call('PATCH', `/api/v1/posts/${post.id}`, { text }, { 'if-match': String(post.revision) });
    const statuses = (await Promise.all([change('Yksi'), change('Kaksi')])).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 412]);
  });

  test('publish-now makes it due and wakes a worker', async () => {
    const post = await scheduled();
    const now = await act(post.id, 'publish-now');
    expect(Date.parse(now.body.scheduledAt)).toBeLessThanOrEqual(Date.now() + 1000);
    expect(api.jobs.at(-1)).toMatchObject({ queue: 'publish-facebook', payload: { postId: post.id } });
  });

  test('a draft is not published past its approval', async () => {
    const post = await scheduled({ submit: false });
    expect((await act(post.id, 'publish-now')).status).toBe(409);
  });
});

describe('a post that is busy', () => {
  test.each([
    ['publishing', { name: 'publishing', attemptId: 'a', leaseUntil: new Date(), armedAt: null }],
    [
      'uncertain',
      {
        name: 'uncertain',
        attemptId: 'a',
        armedAt: new Date(),
        message: 'm',
        looks: { done: 0, absent: 0, firstAbsentAt: null, nextAt: new Date() },
      },
    ],
  ] as [string, PostState][])('%s: no change, move or cancel', async (name, state) => {
    const post = await inState(state);
    for (const patch of [{ text: 'uusi' }, { scheduledAt: inDays(5) }, {}]) {
      const refused = await api.call('PATCH', `/api/v1/posts/${post.id}`, patch, { 'if-match': '*' });
      expect([refused.status, refused.type]).toEqual([409, expect.stringContaining('problem+json')]);
      expect(refused.body.possible).toEqual([]);
    }
    for (const verb of ['cancel', 'publish-now', 'retry', 'retract', 'measure'])
      expect((await act(post.id, verb)).status).toBe(409);
    expect((await api.call('GET', `/api/v1/posts/${post.id}`)).body.state).toBe(name);
  });
});

describe('a published post', () => {
  test('new words become an edit of what stands on the page', async () => {
    const state = published();
    const post = await inState(state);
    const edited = await api.call('PATCH', `/api/v1/posts/${post.id}`, { text: 'Korjattu.' }, { 'if-match': '*' });
    expect(edited.status).toBe(200);
    expect(edited.body).toMatchObject({ state: 'published', text: 'Korjattu.', notes: [{ code: 'edit-on-its-way' }] });
    const { body } = await api.call('GET', `/api/v1/posts/${post.id}/attempts`);
    expect(body.items).toEqual([
      expect.objectContaining({
        kind: 'edit',
        snapshot: expect.objectContaining({ text: 'Korjattu.', remoteId: (state as { remoteId: string }).remoteId }),
      }),
    ]);
    expect(api.jobs.at(-1)?.payload).toMatchObject({ name: 'change', attemptId: body.items[0].id });
  });

  test('taking it back twice asks the page once; its time is history', async () => {
    const post = await inState(published());
    expect((await act(post.id, 'retract')).status).toBe(200);
    expect((await act(post.id, 'retract')).status).toBe(200);
    expect((await api.call('GET', `/api/v1/posts/${post.id}/attempts`)).body.items).toHaveLength(1);
    expect(
      (await api.call('PATCH', `/api/v1/posts/${post.id}`, { scheduledAt: inDays(4) }, { 'if-match': '*' })).status,
    ).toBe(409);
  });

  test('measuring asks for its page, and samples come oldest first', async () => {
    const post = await inState(published());
    expect((await act(post.id, 'measure')).status).toBe(200);
    expect(api.jobs.at(-1)?.payload.name).toBe('collect');
    const { db } = api.deps.database;
    const reading = (views: number, reach: number | null) => ({
      measures: { ...NOTHING_MEASURED, views, reach },
      raw: {},
      notes: [],
    });
    const now = await databaseNow(db);
    await addSample(db, post.id, now, reading(20, null));
    await addSample(db, post.id, new Date(now.getTime() - 86_400_000), reading(10, 5));
    const { body } = await api.call('GET', `/api/v1/posts/${post.id}/samples`);
    expect(body.items.map((item: { views: number }) => item.views)).toEqual([10, 20]);
    expect(Object.keys(body.items[1]).sort()).toEqual([
      'at',
      'clicks',
      'comments',
      'linkClicks',
      'reach',
      'reactions',
      'shares',
      'views',
    ]);
    const summary = await api.call('GET', '/api/v1/summaries?groupBy=channel');
    expect(summary.body.items).toEqual([
      expect.objectContaining({
        group: 'fb',
        measured: 1,
        totals: expect.objectContaining({ views: 20, reach: null, clicks: null }),
      }),
    ]);
  });
});

describe('a post of which nobody knows', () => {
  test('is adopted by the link of a post that was seen', async () => {
    const post = await inState(deciding());
    api.page.seen = { kind: 'absent', proof: false };
    const wrong = await act(post.id, 'decide', { decision: 'adopt', link: 'https://facebook.example/other' });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/link']);
    const adopted = await act(post.id, 'decide', {
      decision: 'adopt',
      link: 'https://facebook.example/cand-1?utm_source=x',
    });
    expect(adopted.body).toMatchObject({ state: 'published', remoteId: 'cand-1' });
    const second = await inState(deciding());
    const taken = await act(second.id, 'decide', { decision: 'adopt', link: 'https://facebook.example/cand-1' });
    expect([taken.status, taken.body.code]).toEqual([409, 'belongs-to-another']);
  });

  test('is adopted by a link of which only the person knew, once the page shows it', async () => {
    const post = await inState(deciding());
    api.page.seen = { kind: 'found', seen: { remoteId: 'by-hand-1', permalink: null, text: 'x', at: new Date() } };
    const adopted = await act(post.id, 'decide', { decision: 'adopt', link: 'https://facebook.example/by-hand' });
    expect(adopted.body).toMatchObject({ state: 'published', remoteId: 'by-hand-1' });
  });

  test('is published again only when one more look does not find it', async () => {
    const post = await inState(deciding());
    api.page.seen = { kind: 'cannotTell', message: 'the page did not answer' };
    expect((await act(post.id, 'decide', { decision: 'publish-again' })).status).toBe(503);
    expect((await api.call('GET', `/api/v1/posts/${post.id}`)).body.state).toBe('needsDecision');
    api.page.seen = { kind: 'absent', proof: false };
    expect((await act(post.id, 'decide', { decision: 'publish-again' })).body.state).toBe('scheduled');
  });

  test('is not published again when that look finds it', async () => {
    const post = await inState(deciding());
    api.page.seen = { kind: 'found', seen: { remoteId: 'found-1', permalink: null, text: 'x', at: new Date() } };
    const answer = await act(post.id, 'decide', { decision: 'publish-again' });
    expect(answer.body).toMatchObject({ state: 'published', remoteId: 'found-1', notes: [{ code: 'found' }] });
  });
});

test('posts are listed by channel, state, day and announcement', async () => {
  const post = await scheduled({ publishAt: '2031-05-05T09:00' });
  const ids = async (query: string) =>
    (await api.call('GET', `/api/v1/posts?${query}`)).body.items.map((item: { id: string }) => item.id);
  expect(await ids('from=2031-05-05&to=2031-05-05&channel=fb')).toEqual([post.id]);
  expect(await ids('from=2031-05-06')).toEqual([]);
  expect(await ids(`announcement=${post.announcement}&state=scheduled,parked`)).toEqual([post.id]);
  expect((await api.call('GET', '/api/v1/posts?state=lost')).status).toBe(422);
});

test('a state that a worker changed is never taken for unchanged', async () => {
  const { body } = await api.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true }));
  const path = `/api/v1/posts/${body.posts[0].id}`;
  const first = await api.call('GET', path);
  const again = await api.call('GET', path, undefined, { 'if-none-match': first.headers.get('etag') as string });
  expect([again.status, again.headers.get('cache-control')]).toEqual([200, 'no-store']);
});
