import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { type Browser, signedIn } from '../support/people.ts';

type Person = Browser & { id: string };

let api: ApiServer;
let author: Person;
let approver: Person;
let stranger: Person;
let site: Server;

beforeAll(async () => {
  api = await startApi();
  author = await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } });
  approver = await signedIn(api, 'approver@example.org', { roles: { 'lapin-amk': 'approver' } });
  stranger = await signedIn(api, 'stranger@example.org', { roles: { digipolis: 'author' } });
  const page = { kind: 'facebook', slug: 'fb', name: 'Sivu', remoteId: '1', accessToken: 'good-token' };
  expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  site = createServer((_request, response) => void response.writeHead(404).end()).listen(0, '127.0.0.1');
});
afterAll(async () => {
  site.close();
  await api.close();
});

async function draft(over: Record<string, unknown> = {}): Promise<string> {
  const answer = await author.call('POST', '/api/v1/announcements', anAnnouncement({ submit: false, ...over }));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.announcement.id as string;
}

const say = (by: Browser, id: string, body: unknown): Promise<Answer> =>
  by.call('POST', `/api/v1/announcements/${id}/comments`, body);

test('what is said stands under the announcement, and who is mentioned is told', async () => {
  const id = await draft();
  const said = await say(author, id, { body: 'Sopiiko tämä otsikko?', mentions: [approver.id] });
  expect(said.status, JSON.stringify(said.body)).toBe(201);
  expect(said.body).toMatchObject({ author: { id: author.id }, mentions: [{ id: approver.id }] });
  expect((await say(approver, id, { body: 'Sopii.' })).status).toBe(201);
  const list = await author.call('GET', `/api/v1/announcements/${id}/comments`);
  expect(list.body.items.map((one: { body: string }) => one.body)).toEqual(['Sopiiko tämä otsikko?', 'Sopii.']);
  const notices = await approver.call('GET', '/api/v1/notices');
  expect(notices.body.items).toEqual([expect.objectContaining({ kind: 'mention' })]);
});

test('who may not write here says nothing, and nobody is told of what they must not see', async () => {
  const id = await draft();
  expect((await say(stranger, id, { body: 'Hei' })).status).toBe(404);
  const wrong = await say(author, id, { body: '', mentions: [stranger.id, 'x'] });
  expect(wrong.status).toBe(422);
  const unseen = await say(author, id, { body: 'Hei', mentions: ['01a2106a-6d09-7344-9d6a-a9f77d43e828'] });
  expect([unseen.status, unseen.body.errors[0].code]).toEqual([422, 'unknown-person']);
  expect((await author.call('GET', `/api/v1/announcements/${id}/comments`)).body.items).toEqual([]);
});

test('a preview link shows the posts to whoever holds it, until it is taken back', async () => {
  const id = await draft({ texts: { fi: { title: 'Ennakko', body: 'Näin se <b>seisoo</b> sivulla.' } } });
  const made = await author.call('POST', `/api/v1/announcements/${id}/previews`, { days: 3 });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const path = new URL(made.body.url).pathname;
  const shown = await fetch(`${api.url}${path}`, { headers: { 'accept-language': 'fi' } });
  const html = await shown.text();
  expect(shown.status).toBe(200);
  expect(shown.headers.get('x-robots-tag')).toContain('noindex');
  expect(html).toContain('Näin se &lt;b&gt;seisoo&lt;/b&gt; sivulla.');
  expect((await fetch(`${api.url}/preview/${'x'.repeat(43)}`)).status).toBe(404);
  const { items } = (await author.call('GET', `/api/v1/announcements/${id}/previews`)).body;
  expect(JSON.stringify(items)).not.toContain(path.split('/').at(-1));
  expect((await author.call('DELETE', `/api/v1/announcements/${id}/previews/${items[0].id}`)).status).toBe(204);
  expect((await fetch(`${api.url}${path}`)).status).toBe(404);
  expect((await stranger.call('POST', `/api/v1/announcements/${id}/previews`, {})).status).toBe(404);
});

test('a missing language and a dead link are told, or refused where the cluster says so', async () => {
  const link = `http://127.0.0.1:${(site.address() as AddressInfo).port}/puuttuu`;
  const set = async (gate: Record<string, string>) => {
    const answer = await api.call('PATCH', '/api/v1/cluster', { gate }, { 'if-match': '*' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };
  await set({ missingLanguage: 'warn', deadLink: 'warn' });
  const told = await author.call('POST', `/api/v1/announcements/${await draft({ link })}/submit`, {});
  expect(told.status).toBe(200);
  expect(told.body.notes.map((note: { code: string }) => note.code)).toEqual(
    expect.arrayContaining(['language-missing', 'link-dead']),
  );
  await set({ missingLanguage: 'refuse', deadLink: 'refuse' });
  const id = await draft({ link });
  const refused = await author.call('POST', `/api/v1/announcements/${id}/submit`, {});
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map((error: { code: string }) => error.code)).toEqual(
    expect.arrayContaining(['language-missing', 'link-dead']),
  );
  const after = await author.call('GET', `/api/v1/announcements/${id}`);
  expect(after.body.state).toBe('draft');
  await set({ missingLanguage: 'warn', deadLink: 'warn' });
});
