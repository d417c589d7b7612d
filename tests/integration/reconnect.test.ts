import { afterAll, beforeAll, expect, test } from 'vitest';
import { SANDBOX_APPS } from '#sandbox/seed';
import { SANDBOX_PAGES, type Sandbox, startSandbox } from '#sandbox/start';
import { linkedInConnector } from '#src/channels/connect/linkedin';
import { findChannel } from '#src/db/channels';
import { holdChannel } from '#src/db/holds';
import { recordFact } from '#src/db/posts';
import { openTokens } from '#src/secrets/channel-tokens';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { type Browser, signedIn } from '../support/people.ts';

const PAGE = SANDBOX_PAGES.find(({ kind }) => kind === 'linkedin');
const REFRESH = 'the-refresh-token';

let api: ApiServer;
let box: Sandbox;
let admin: Browser & { id: string };

beforeAll(async () => {
  box = await startSandbox({ port: 0 });
  const { id: appId, secret: appSecret } = SANDBOX_APPS.linkedin;
  const connector = linkedInConnector({ appId, appSecret, origin: box.origin, version: '202609' });
  api = await startApi({ connectors: { linkedin: connector } });
  api.page.tokens = { has: (token: string) => token !== 'bad' } as Set<string>;
  admin = await signedIn(api, 'admin@example.org', { clusterAdmin: true });
  const { remoteId } = PAGE ?? {};
  const page = { kind: 'linkedin', slug: 'li', name: 'Sivu', remoteId, accessToken: 'first', refreshToken: REFRESH };
  expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
});
afterAll(async () => {
  await api.close();
  await box.close();
});

async function page() {
  const row = await findChannel(api.deps.database.db, 'li');
  if (!row) throw new Error('the page is gone');
  return row;
}
const tokens = async () => openTokens(api.deps.sealer, await page());
const reconnect = (body: object) => api.call('PATCH', '/api/v1/channels/li', body, { 'if-match': '*' });

/** A post that waits because the page's key was refused. */
async function waitingPost(): Promise<string> {
  const made = await api.call('POST', '/api/v1/announcements', anAnnouncement({ channels: ['li'], submit: true }));
  const { id } = made.body.posts[0];
  const hold = { reason: 'reconnect', until: null, message: 'the key is refused' } as const;
  const { id: channelId } = await page();
  await api.deps.database.transaction(async (tx) => {
    await holdChannel(tx, channelId, hold, 'test');
    await recordFact(tx, id, { type: 'held', ...hold }, { actor: 'test' });
  });
  return id;
}
const stateOf = async (id: string) => (await api.call('GET', `/api/v1/posts/${id}`)).body.state;

/** The person agrees at LinkedIn and takes the page. */
async function throughLinkedIn(): Promise<number> {
  const consent = new URL((await admin.call('GET', '/api/v1/channels/connect/linkedin')).body.url);
  consent.searchParams.set('answer', 'allow');
  const back = new URL((await fetch(consent, { redirect: 'manual' })).headers.get('location') ?? '');
  const landed = await admin.call('GET', `${back.pathname}${back.search}`);
  const offer = new URL(landed.headers.get('location') ?? '', api.url).searchParams.get('offer');
  const choice = { remoteId: PAGE?.remoteId };
  return (await admin.call('POST', `/api/v1/channels/connect/offers/${offer}`, choice)).status;
}

test('a new key alone leaves the refresh token, and what waited goes out', async () => {
  const id = await waitingPost();
  expect(await stateOf(id)).toBe('parked');
  expect((await reconnect({ accessToken: 'second' })).status).toBe(200);
  expect(await tokens()).toEqual({ accessToken: 'second', refreshToken: REFRESH });
  expect(await stateOf(id)).toBe('scheduled');
  expect((await page()).holdReason).toBeNull();
  expect(api.jobs.some(({ payload }) => payload.name === 'publish' && payload.postId === id)).toBe(true);
});

test('a key that the page does not take changes nothing', async () => {
  const id = await waitingPost();
  const before = await tokens();
  expect((await reconnect({ accessToken: 'bad', refreshToken: 'bad too' })).status).toBe(422);
  expect(await tokens()).toEqual(before);
  expect(await stateOf(id)).toBe('parked');
  expect((await reconnect({ accessToken: 'third' })).status).toBe(200);
});

test('a new refresh token alone leaves the key', async () => {
  expect((await reconnect({ refreshToken: 'a newer one' })).status).toBe(200);
  expect(await tokens()).toEqual({ accessToken: 'third', refreshToken: 'a newer one' });
  expect((await reconnect({ name: 'Uusi nimi' })).status).toBe(200);
  expect(await tokens()).toEqual({ accessToken: 'third', refreshToken: 'a newer one' });
});

test('a consent without a refresh token leaves the one from before, and what waited goes out', async () => {
  const id = await waitingPost();
  box.world.switches = { ...box.world.switches, refreshTokens: false };
  expect(await throughLinkedIn()).toBe(200);
  const { accessToken, refreshToken } = await tokens();
  expect([accessToken.startsWith('AQVsandbox-'), refreshToken]).toEqual([true, 'a newer one']);
  expect(await stateOf(id)).toBe('scheduled');
});

test('a consent with a refresh token brings it and its end', async () => {
  box.world.switches = { ...box.world.switches, refreshTokens: true };
  expect(await throughLinkedIn()).toBe(200);
  expect((await tokens()).refreshToken).toMatch(/^AQWsandbox-/);
  const days = ((await page()).refreshExpiresAt?.getTime() ?? 0) - Date.now();
  expect(Math.round(days / 86_400_000)).toBe(365);
});
