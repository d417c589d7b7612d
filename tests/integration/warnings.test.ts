import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { channels, notices } from '#src/db/schema';
import { warn } from '#src/notify/warn';
import { tellPeople } from '#workers/tell-people';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { type Browser, signedIn } from '../support/people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let api: ApiServer;
let author: Browser & { id: string };
let approver: Browser & { id: string };
let admin: Browser & { id: string };
let chief: Browser & { id: string };

beforeAll(async () => {
  api = await startApi();
  const made = await api.call('POST', '/api/v1/channels', {
    kind: 'linkedin',
    slug: 'li',
    name: 'Klusterin sivu',
    remoteId: 'urn:li:organization:1',
    accessToken: 'good-token',
    organisation: 'lapin-amk',
  });
  expect(made.status).toBe(201);
  author = await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } });
  approver = await signedIn(api, 'approver@example.org', { roles: { 'lapin-amk': 'approver' } });
  admin = await signedIn(api, 'admin@example.org', { roles: { 'lapin-amk': 'admin' } });
  chief = await signedIn(api, 'chief@example.org', { clusterAdmin: true });
});
afterAll(() => api.close());

const db = () => api.deps.database.db;
const round = () => warn(api.deps.publishing);
const inMs = (ms: number) => new Date(Date.now() + ms);
const set = (values: Partial<typeof channels.$inferInsert>) =>
  db().update(channels).set(values).where(eq(channels.slug, 'li'));
const list = async (one: Browser, language = 'fi') =>
  (await one.call('GET', `/api/v1/notices?language=${language}`)).body;
const titles = async (one: Browser): Promise<string[]> =>
  (await list(one)).items.map(({ title }: { title: string }) => title);

describe('what ends', () => {
  beforeEach(async () => {
    await db().delete(notices);
    await set({ tokenExpiresAt: null, dataAccessExpiresAt: null, apiVersionEndsAt: null });
  });

  test('is told once for each threshold, to those who can act', async () => {
    await set({ tokenExpiresAt: inMs(20 * DAY) });
    await round();
    expect(await titles(admin)).toEqual([]);
    const ends = inMs(13.5 * DAY);
    await set({ tokenExpiresAt: ends });
    for (let no = 0; no < 3; no += 1) await round();
    expect(await titles(admin)).toEqual(['Vanhenee pian: Klusterin sivu']);
    expect(await titles(chief)).toEqual(['Vanhenee pian: Klusterin sivu']);
    expect([await titles(author), await titles(approver)]).toEqual([[], []]);
    const [notice] = (await list(admin)).items;
    expect(notice.text).toContain('Sen jälkeen julkaisut jäävät odottamaan');
    expect(notice.todo).toContain('yhdistä sivu uudelleen');
    expect(notice.path).toBe('/channels');
  });

  test('is told again at seven days and at one, and not after it was mended', async () => {
    await set({ dataAccessExpiresAt: inMs(6 * DAY) });
    await round();
    await set({ dataAccessExpiresAt: inMs(0.5 * DAY) });
    await round();
    expect(await titles(admin)).toHaveLength(2);
    await set({ dataAccessExpiresAt: inMs(90 * DAY) });
    await round();
    expect(await titles(admin)).toHaveLength(2);
  });

  test('of a version of LinkedIn is told to whoever installs, once for all pages', async () => {
    await set({ apiVersionEndsAt: inMs(59 * DAY) });
    await round();
    expect(await titles(chief)).toEqual(['Vanhenee pian: LinkedIn']);
    expect(await titles(admin)).toEqual([]);
  });

  test('is shown with the channel', async () => {
    await set({ tokenExpiresAt: inMs(6 * DAY), apiVersionEndsAt: inMs(100 * DAY) });
    const { body } = await admin.call('GET', '/api/v1/channels/li');
    expect(body.deadlines).toMatchObject([
      { what: 'token', soon: true },
      { what: 'apiVersion', soon: false },
    ]);
  });
});

describe('an announcement whose time comes', () => {
  const write = async (inHours: number, submit: boolean) => {
    await db().delete(notices);
    const publishAt = inMs(inHours * HOUR).toISOString();
    const made = await author.call('POST', '/api/v1/announcements', anAnnouncement({ publishAt, submit }));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body.announcement;
  };
  const about = async (one: Browser, id: string) =>
    (await list(one)).items.filter(
      ({ kind, thingId }: { kind: string; thingId: string }) => kind === 'announcement.due' && thingId === id,
    );

  test('unapproved, is told to those who may approve it, once', async () => {
    const { id } = await write(20, true);
    await round();
    await round();
    expect(await about(approver, id)).toMatchObject([{ todo: 'Hyväksy tai palauta se.' }]);
    expect(await about(admin, id)).toHaveLength(1);
    expect(await about(author, id)).toEqual([]);
    expect((await list(approver, 'en')).items[0].text).toContain('is not approved');
  });

  test('as a draft, is told to its author, once', async () => {
    const { id } = await write(1.5, false);
    await round();
    await round();
    expect(await about(author, id)).toMatchObject([{ text: expect.stringContaining('yhä luonnos') }]);
    expect([await about(approver, id), await about(admin, id)]).toEqual([[], []]);
  });

  test('far away or approved, is told to nobody', async () => {
    const far = await write(30, true);
    await round();
    expect(await about(approver, far.id)).toEqual([]);
    const soon = await write(20, true);
    expect((await approver.call('POST', `/api/v1/announcements/${soon.id}/approve`, {})).status).toBe(200);
    await round();
    expect(await about(approver, soon.id)).toEqual([]);
  });
});

describe('an approval', () => {
  test('is asked for, given back and given, and each is told to whom it concerns', async () => {
    await tellPeople(api.deps.publishing, { mailer: null });
    await db().delete(notices);
    const made = await author.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true }));
    const { id } = made.body.announcement;
    const act = (one: Browser, verb: string, body = {}) =>
      one.call('POST', `/api/v1/announcements/${id}/${verb}`, body);
    const kinds = async (one: Browser) => {
      await tellPeople(api.deps.publishing, { mailer: null });
      const { items } = await list(one);
      return items.filter((item: { thingId: string }) => item.thingId === id).map(({ kind }: { kind: string }) => kind);
    };
    expect(await kinds(approver)).toEqual(['announcement.submitted']);
    expect(await kinds(author)).toEqual([]);
    expect((await act(approver, 'reject', { reason: 'Korjaa päivä' })).status).toBe(200);
    expect(await kinds(author)).toEqual(['announcement.returned']);
    expect((await list(author)).items[0].text).toBe('approver palautti tiedotteen. ”Korjaa päivä” Mitään ei lähde.');
    expect((await act(author, 'submit')).status).toBe(200);
    expect(await kinds(approver)).toEqual(['announcement.submitted', 'announcement.submitted']);
    expect((await act(approver, 'approve')).status).toBe(200);
    expect(await kinds(author)).toEqual(['announcement.approved', 'announcement.returned']);
    expect(await kinds(approver)).toHaveLength(2);
  });
});

describe('a person’s notices', () => {
  test('are counted, read, and nobody else’s', async () => {
    expect((await list(author)).unread).toBeGreaterThan(0);
    const [first, ...rest] = (await list(author)).items;
    const one = await author.call('POST', '/api/v1/notices/read', { ids: [first.id] });
    expect(one.body).toEqual({ unread: rest.length });
    expect((await author.call('POST', '/api/v1/notices/read', {})).body).toEqual({ unread: 0 });
    expect((await list(author)).items[0].readAt).not.toBeNull();
    expect((await list(approver)).unread).toBeGreaterThan(0);
    const theirs = (await list(approver)).items[0].id;
    await author.call('POST', '/api/v1/notices/read', { ids: [theirs] });
    expect((await list(approver)).items[0].readAt).toBeNull();
  });

  test('come page by page', async () => {
    const all = (await list(approver)).items.map(({ id }: { id: string }) => id);
    const first = (await approver.call('GET', '/api/v1/notices?limit=1')).body;
    const second = (await approver.call('GET', `/api/v1/notices?limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.items[0].id, second.items[0].id]).toEqual(all.slice(0, 2));
  });

  test('are in the language that the person chose, and by mail or not', async () => {
    const changed = await approver.call('PATCH', '/api/v1/me', { language: 'sv', noticesByMail: false });
    expect(changed.body).toMatchObject({ language: 'sv', noticesByMail: false });
    expect((await approver.call('GET', '/api/v1/notices')).body.items[0].title).toMatch(/^Väntar på godkännande/);
    expect((await approver.call('PATCH', '/api/v1/me', { language: 'xx' })).status).toBe(422);
  });

  test('an API key has none', async () => {
    expect((await api.call('GET', '/api/v1/notices')).body).toEqual({ items: [], nextCursor: null, unread: 0 });
    expect((await api.call('PATCH', '/api/v1/me', { language: 'sv' })).status).toBe(403);
  });
});
