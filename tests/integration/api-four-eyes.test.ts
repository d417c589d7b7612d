import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { type Browser, signedIn } from '../support/people.ts';

type Person = Browser & { id: string };

let api: ApiServer;
let author: Person;
let one: Person;
let other: Person;

beforeAll(async () => {
  api = await startApi();
  author = await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } });
  one = await signedIn(api, 'one@example.org', { roles: { 'lapin-amk': 'approver' } });
  const page = { kind: 'facebook', slug: 'fb', name: 'Sivu', remoteId: '1', accessToken: 'good-token' };
  expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  other = await signedIn(api, 'other@example.org', { roles: { 'lapin-amk': 'approver' } });
});
afterAll(() => api.close());
beforeEach(() => settings({ fourEyes: true, areas: {} }));

async function settings(approval: Record<string, unknown>): Promise<void> {
  const answer = await api.call('PATCH', '/api/v1/cluster', { approval }, { 'if-match': '*' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

async function submitted(by: Browser, over: Record<string, unknown> = {}) {
  const answer = await by.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true, ...over }));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { id: answer.body.announcement.id as string, post: answer.body.posts[0] as { id: string; state: string } };
}

const act = (by: Browser, id: string, name: string, body = {}) =>
  by.call('POST', `/api/v1/announcements/${id}/${name}`, body);
const edit = (by: Browser, post: string, text: string) =>
  by.call('PATCH', `/api/v1/posts/${post}`, { text }, { 'if-match': '*' });
const stateOf = async (post: string) => (await api.call('GET', `/api/v1/posts/${post}`)).body.state;

test('nobody approves what they wrote, and it does not go out meanwhile', async () => {
  const { id, post } = await submitted(one);
  expect(post.state).toBe('awaitingApproval');
  const own = await act(one, id, 'approve');
  expect([own.status, own.body.detail]).toEqual([403, expect.stringContaining('four eyes')]);
  expect((await act(author, id, 'approve')).status).toBe(403);
  const approved = await act(other, id, 'approve');
  expect([approved.status, approved.body.posts[0].state]).toEqual([200, 'scheduled']);
});

test('an administrator of the cluster and a key are held to it too', async () => {
  const { id } = await submitted(api);
  expect((await act(api, id, 'approve')).status).toBe(403);
  expect((await act(one, id, 'approve')).status).toBe(200);
});

test('an edit after the approval voids it, and its writer does not approve it', async () => {
  const { id, post } = await submitted(author, { publishAt: '2099-01-01T09:00' });
  await act(one, id, 'approve');
  expect(await stateOf(post.id)).toBe('scheduled');
  expect((await edit(other, post.id, 'Aivan toiset sanat.')).body.state).toBe('awaitingApproval');
  expect((await act(other, id, 'approve')).status).toBe(403);
  expect((await act(one, id, 'approve')).status).toBe(200);
});

test('changing the announcement makes one a writer', async () => {
  const { id } = await submitted(author, { publishAt: '2099-01-01T09:00' });
  const texts = { fi: { title: 'Toinen otsikko', body: 'Toinen teksti.' } };
  expect((await one.call('PATCH', `/api/v1/announcements/${id}`, { texts }, { 'if-match': '*' })).status).toBe(200);
  await act(author, id, 'submit');
  expect((await act(one, id, 'approve')).status).toBe(403);
  expect((await act(other, id, 'approve')).status).toBe(200);
});

test('a campaign’s own move of the date leaves the approval', async () => {
  const event = { startsAt: '2098-03-01T13:00', place: 'Rovaniemi' };
  const { id } = await submitted(author, { kind: 'event', event, campaign: 'standard', channels: ['fb'] });
  const before = (await act(one, id, 'approve')).body.posts[0].text;
  const moved = await author.call(
    'PATCH',
    `/api/v1/announcements/${id}`,
    { event: { ...event, startsAt: '2098-03-02T13:00' } },
    { 'if-match': '*' },
  );
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  const states = ({ body }: Answer) => new Set(body.posts.map(({ state }: { state: string }) => state));
  expect(states(moved)).toEqual(new Set(['scheduled']));
  expect(moved.body.posts[0].text).not.toBe(before);
  const texts = { fi: { title: 'Muu', body: 'Aivan muuta.' } };
  const edited = await author.call('PATCH', `/api/v1/announcements/${id}`, { texts }, { 'if-match': '*' });
  expect(states(edited)).toEqual(new Set(['awaitingApproval']));
});

test('the words of what is out change only by who may approve them', async () => {
  const { post } = await submitted(author);
  await api.deps.database.pool.query(
    `update posts set state = 'published', remote_id = $2, published_at = now(), state_data = $3 where id = $1`,
    [
      post.id,
      `r-${post.id}`,
      {
        name: 'published',
        remoteId: `r-${post.id}`,
        permalink: null,
        publishedAt: new Date(),
        proof: 'answer',
        note: null,
      },
    ],
  );
  expect((await edit(author, post.id, 'Salaa muutettu.')).status).toBe(403);
  await settings({ fourEyes: false, areas: {} });
  expect((await edit(author, post.id, 'Salaa muutettu.')).status).toBe(403);
  expect((await edit(one, post.id, 'Korjattu.')).status).toBe(200);
});

test('an area is approved by those whom the settings name', async () => {
  await settings({ fourEyes: false, areas: { 'wood-construction': [`person:${other.id}`] } });
  const { id, post } = await submitted(one, { themes: ['wood-construction'] });
  expect(post.state).toBe('awaitingApproval');
  const refused = await act(one, id, 'approve');
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('wood-construction')]);
  // The area is not left by renaming it: whoever takes the theme away must be heard on it as well.
  const moved = await one.call('PATCH', `/api/v1/announcements/${id}`, { themes: [] }, { 'if-match': '*' });
  expect(moved.status).toBe(200);
  expect(await stateOf(post.id)).not.toBe('scheduled');
  expect((await act(other, id, 'approve')).status).toBe(200);
});

test('what is returned carries its comment, and who said it', async () => {
  const { id } = await submitted(author);
  await act(one, id, 'reject', { reason: 'Lisää hinta.' });
  const { items } = (await author.call('GET', `/api/v1/announcements/${id}/history`)).body;
  expect(items[0]).toMatchObject({ action: 'announcement.returned', reason: 'Lisää hinta.', name: 'one', to: 'draft' });
});
