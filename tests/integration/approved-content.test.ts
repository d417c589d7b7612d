import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeAnnouncement } from '#src/api/announcements/change';
import type { Actor } from '#src/api/deps';
import { internalCall } from '#src/api/run';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { anAuthor } from '../support/author.ts';
import { create, publish, read } from '../support/public-site.ts';

let api: ApiServer;
/** What this one writes needs somebody else's approval; the tests' key may approve. */
let author: Actor;

beforeAll(async () => {
  api = await startApi();
  author = await anAuthor(api);
});
afterAll(() => api.close());

const fi = (title: string) => ({ fi: { title, body: 'Tervetuloa.' } });
const aDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const event = (days: number, place = 'Sali') => ({ startsAt: aDay(days), endsAt: null, place });

const open = async (over: Record<string, unknown> = {}) =>
  (
    await create(api, {
      kind: 'event',
      texts: fi('Hirsipäivä'),
      themes: ['wood-construction'],
      event: event(30),
      ...over,
    })
  ).announcement as { id: string; slug: string };

async function edit(id: string, change: Record<string, unknown>) {
  const call = { ...internalCall(api.deps, author, change), params: { ref: id } };
  const { status, body } = await changeAnnouncement(call);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { announcement: { unapproved: boolean; state: string; sequence: number } }).announcement;
}

const act = (id: string, name: string, body?: unknown) => api.call('POST', `/api/v1/announcements/${id}/${name}`, body);

/** The same matter in every place where readers meet it. */
async function everywhere(slug: string): Promise<string[]> {
  const places = ['/', `/a/${slug}`, `/a/${slug}.ics`, '/events.ics', '/events.json'];
  return Promise.all(places.map(async (path) => (await read(api, path)).text));
}

async function entry(slug: string): Promise<string[]> {
  const { text } = await read(api, `/a/${slug}.ics`);
  return text.split('\r\n').filter((line) => /^(DTSTART|SEQUENCE|STATUS|SUMMARY|LOCATION)/.test(line));
}

const sequenceOf = async (slug: string) =>
  Number((await entry(slug)).find((line) => line.startsWith('SEQUENCE'))?.split(':')[1]);

describe('a change that waits for approval', () => {
  test('is in no public place until it is approved, and then in all of them', async () => {
    const { id, slug } = await open();
    const before = await entry(slug);
    const edited = await edit(id, { texts: fi('Salaiset sanat'), event: event(40, 'Toinen sali') });
    expect(edited).toMatchObject({ unapproved: true, state: 'open' });
    for (const text of await everywhere(slug)) {
      expect(text).toContain('Hirsipäivä');
      expect(text).not.toContain('Salaiset');
      expect(text).not.toContain('Toinen sali');
    }
    expect(await entry(slug)).toEqual(before);
    expect((await api.call('GET', '/api/v1/announcements?unapproved=true')).body.items).toMatchObject([{ id }]);

    const sequence = await sequenceOf(slug);
    const approved = await act(id, 'approve');
    expect(approved.body.announcement).toMatchObject({ unapproved: false });
    for (const text of await everywhere(slug)) expect(text).toContain('Salaiset sanat');
    expect(await sequenceOf(slug)).toBeGreaterThan(sequence);
    expect((await api.call('GET', '/api/v1/announcements?unapproved=true')).body.items).toEqual([]);
  });

  test('is approved also where no post is left to wait with it', async () => {
    const { id, slug } = await open();
    const { items } = (await api.call('GET', `/api/v1/posts?announcement=${id}`)).body;
    for (const post of items) await api.call('POST', `/api/v1/posts/${post.id}/cancel`);
    expect(await edit(id, { texts: fi('Uudet sanat') })).toMatchObject({ unapproved: true });
    const returned = await act(id, 'reject', { reason: 'Vielä kerran.' });
    expect(returned.body.announcement).toMatchObject({ state: 'open', unapproved: true });
    expect((await read(api, `/a/${slug}`)).text).not.toContain('Uudet sanat');
    expect((await act(id, 'approve')).status).toBe(200);
    expect((await read(api, `/a/${slug}`)).text).toContain('Uudet sanat');
    expect((await act(id, 'approve')).status).toBe(409);
  });

  test('that is taken back leaves nothing to approve', async () => {
    const { id } = await open();
    await edit(id, { texts: fi('Toiset sanat') });
    expect(await edit(id, { texts: fi('Hirsipäivä') })).toMatchObject({ unapproved: false });
  });

  test('does not hold back a new time or place, which nobody need approve, nor that the event is cancelled', async () => {
    const { id, slug } = await open();
    await edit(id, { texts: fi('Kätketyt sanat') });
    const waiting = await sequenceOf(slug);
    await edit(id, { event: event(33, 'Toinen sali') });
    const moved = (await entry(slug)).join('\n');
    expect(moved).toContain('LOCATION:Toinen sali');
    expect(moved).toContain('SUMMARY:Hirsipäivä');
    expect(await sequenceOf(slug)).toBeGreaterThan(waiting);

    expect((await act(id, 'cancel')).status).toBe(200);
    const cancelled = (await entry(slug)).join('\n');
    expect(cancelled).toContain('STATUS:CANCELLED');
    expect(cancelled).toContain('SUMMARY:Hirsipäivä');
    expect(await sequenceOf(slug)).toBeGreaterThan(waiting + 1);
    for (const text of await everywhere(slug)) expect(text).not.toContain('Kätketyt');
  });

  test('changes neither themes nor languages of a list before it is approved', async () => {
    const { id, slug } = await open({ texts: fi('Savirakentaminen'), themes: ['renovation'] });
    const texts = { ...fi('Savirakentaminen'), en: { title: 'Clay building', body: 'Welcome.' } };
    await edit(id, { texts, themes: ['quality-of-construction'] });
    const shown = async (query: string) => (await read(api, `/events.json?${query}`)).text.includes(slug);
    expect([
      await shown('theme=renovation'),
      await shown('theme=quality-of-construction'),
      await shown('language=en'),
    ]).toEqual([true, false, false]);
    expect((await read(api, '/sitemap.xml')).text).not.toContain(`${slug}?language=en`);
    await act(id, 'approve');
    expect([
      await shown('theme=renovation'),
      await shown('theme=quality-of-construction'),
      await shown('language=en'),
    ]).toEqual([false, true, true]);
  });

  test('leaves the tags of what is out as they were', async () => {
    const { body } = await api.call('POST', '/api/v1/announcements', {
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: fi('Tiedote'),
      themes: ['wood-construction'],
      channels: ['website'],
      submit: true,
    });
    await publish(api, body.posts[0]);
    await edit(body.announcement.id, { themes: ['renovation'] });
    const feed = JSON.parse((await read(api, '/feed.json')).text);
    expect(feed.items.find(({ title }: { title: string }) => title === 'Tiedote').tags).toEqual(['wood-construction']);
  });
});

test('what somebody changes who may approve it stands at once', async () => {
  const { id, slug } = await open();
  const path = `/api/v1/announcements/${id}`;
  const { body } = await api.call('PATCH', path, { texts: fi('Selvät sanat') }, { 'if-match': '*' });
  expect(body.announcement.unapproved).toBe(false);
  for (const text of await everywhere(slug)) expect(text).toContain('Selvät sanat');
});
