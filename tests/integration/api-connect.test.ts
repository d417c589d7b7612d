import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SANDBOX_APPS } from '#sandbox/seed';
import { SANDBOX_PAGES, type Sandbox, startSandbox } from '#sandbox/start';
import { facebookConnector } from '#src/channels/connect/facebook';
import { linkedInConnector } from '#src/channels/connect/linkedin';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { type Browser, browser, signedIn } from '../support/people.ts';

let api: ApiServer;
let box: Sandbox;
let admin: Browser & { id: string };
const facebookPages = SANDBOX_PAGES.filter(({ kind }) => kind === 'facebook');

class Everything extends Set<string> {
  override has(): boolean {
    return true;
  }
}

beforeAll(async () => {
  box = await startSandbox({ port: 0 });
  const app = (one: { id: string; secret: string }, version: string) => ({
    appId: one.id,
    appSecret: one.secret,
    origin: box.origin,
    version,
  });
  api = await startApi({
    connectors: {
      facebook: facebookConnector(app(SANDBOX_APPS.facebook, 'v25.0')),
      linkedin: linkedInConnector(app(SANDBOX_APPS.linkedin, '202609')),
    },
  });
  api.page.tokens = new Everything();
  admin = await signedIn(api, 'admin@example.org', { clusterAdmin: true });
});
afterAll(async () => {
  await api.close();
  await box.close();
});

const start = async (kind: string) => new URL((await admin.call('GET', `/api/v1/channels/connect/${kind}`)).body.url);

/** What the person does at Facebook's dialog; the address that leads back. */
async function atFacebook(consent: URL, over: Record<string, string | string[]> = {}): Promise<URL> {
  const asked = consent.searchParams.get('scope') ?? '';
  const answer = {
    answer: 'allow',
    asked,
    grant: asked.split(','),
    page: facebookPages.map(({ remoteId }) => remoteId),
    ...over,
  };
  const url = new URL(`${consent.origin}${consent.pathname}/answer`);
  for (const name of ['client_id', 'redirect_uri', 'state'])
    url.searchParams.set(name, consent.searchParams.get(name) ?? '');
  for (const [name, value] of Object.entries(answer))
    for (const one of [value].flat()) url.searchParams.append(name, one);
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

async function land(own: Browser, back: URL): Promise<URLSearchParams> {
  const answer = await own.call('GET', `${back.pathname}${back.search}`);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '', api.url).searchParams;
}

const nothingConnected = async () => {
  const { items } = (await api.call('GET', '/api/v1/channels')).body;
  return items.filter(({ kind }: { kind: string }) => kind !== 'website-feed').length;
};

describe('what goes wrong is told in plain words, and nothing is half connected', () => {
  test('a closed or cancelled dialog', async () => {
    const told = await land(admin, await atFacebook(await start('facebook'), { answer: 'cancel' }));
    expect(told.get('connectError')).toContain('not given leave');
  });

  test('a permission that was declined', async () => {
    const told = await land(admin, await atFacebook(await start('facebook'), { grant: ['pages_show_list'] }));
    expect(told.get('connectError')).toContain('pages_manage_posts (to publish)');
  });

  test('no page ticked', async () => {
    const told = await land(admin, await atFacebook(await start('facebook'), { page: [] }));
    expect(told.get('connectError')).toContain('no page was ticked');
  });

  test('a wrong state, a state used twice, a way back in another browser, another platform’s', async () => {
    const wrong = await atFacebook(await start('facebook'));
    wrong.searchParams.set('state', 'made-up');
    expect((await land(admin, wrong)).get('connectError')).toContain('not known');
    const twice = await atFacebook(await start('facebook'));
    expect((await land(admin, twice)).get('offer')).toMatch(/^[\w-]{32}$/);
    expect((await land(admin, twice)).get('connectError')).toContain('used before');
    const stolen = await atFacebook(await start('facebook'));
    expect((await land(browser(api), stolen)).get('connectError')).toContain('another browser');
    const crossed = await atFacebook(await start('facebook'));
    crossed.pathname = '/connect/linkedin/callback';
    expect((await land(admin, crossed)).get('connectError')).toContain('not known');
  });

  test('a code that was used', async () => {
    const first = await atFacebook(await start('facebook'));
    await land(admin, first);
    const second = await atFacebook(await start('facebook'));
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect((await land(admin, second)).get('connectError')).toContain('the code was refused');
  });

  test('all of it connected nothing', async () => {
    expect(await nothingConnected()).toBe(0);
  });
});

test('pages of Facebook are offered without their tokens, connected one by one, and connected again', async () => {
  const offer = (await land(admin, await atFacebook(await start('facebook')))).get('offer') ?? '';
  const path = `/api/v1/channels/connect/offers/${offer}`;
  const { body } = await admin.call('GET', path);
  expect(body.pages.map(({ remoteId }: { remoteId: string }) => remoteId)).toEqual(
    facebookPages.map(({ remoteId }) => remoteId),
  );
  expect(JSON.stringify(body)).not.toContain('accessToken');
  expect((await api.call('GET', path)).status).toBe(404);
  const choice = { remoteId: facebookPages[0]?.remoteId, slug: 'fb' };
  const made = await admin.call('POST', path, choice);
  expect([made.status, made.body.slug]).toEqual([201, 'fb']);
  const again = await admin.call('POST', path, choice);
  expect([again.status, again.body.slug]).toEqual([200, 'fb']);
  expect((await admin.call('POST', path, { remoteId: 'somebody else’s', slug: 'x' })).status).toBe(422);
  const { rows } = await api.deps.database.pool.query('select value, identifier from verifications');
  expect(JSON.stringify(rows)).not.toContain(offer);
});

test('a page of LinkedIn brings its refresh token, and a new key without one leaves it', async () => {
  const consent = await start('linkedin');
  expect(consent.search).toContain('scope=r_organization_social%20w_organization_social');
  consent.searchParams.set('answer', 'allow');
  const response = await fetch(consent, { redirect: 'manual' });
  const told = await land(admin, new URL(response.headers.get('location') ?? ''));
  expect(told.get('connectError')).toBeNull();
  const path = `/api/v1/channels/connect/offers/${told.get('offer')}`;
  const { body } = await admin.call('GET', path);
  const made = await admin.call('POST', path, { remoteId: body.pages[0].remoteId, slug: 'li' });
  expect([made.status, made.body.name]).toEqual([201, body.pages[0].name]);
  const refresh = async () =>
    (await api.deps.database.pool.query(`select refresh_token from channels where slug = 'li'`)).rows[0].refresh_token;
  const before = await refresh();
  const changed = await admin.call('PATCH', '/api/v1/channels/li', { accessToken: 'a newer one' }, { 'if-match': '*' });
  expect(changed.status).toBe(200);
  expect([before === null, await refresh()]).toEqual([false, before]);
});
