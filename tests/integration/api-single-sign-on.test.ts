import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { type Browser, browser } from '../support/people.ts';

let api: ApiServer;
let server: Server;
let issuer: string;

/** A real provider in whose accounts the login is the mail address. */
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'kaiku',
        client_secret: 'the secret of the client',
        redirect_uris: ['http://kaiku.test/api/auth/callback/oidc'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified'), name: 'Maija' }),
    }),
    conformIdTokenClaims: false,
    cookies: { keys: ['of the tests only'] },
  });
  server.on('request', provider.callback());
  api = await startApi({ oidc: { issuer, clientId: 'kaiku', clientSecret: 'the secret of the client' } });
});
afterAll(async () => {
  await api.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Signs in at the provider as a person would in its pages, and answers the address that leads back to Kaiku. */
async function throughProvider(start: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let address = start;
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 12; step += 1) {
    if (address.startsWith('http://kaiku.test')) return address;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response: Response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie },
      ...(body ? { method: 'POST', body } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    const page = await response.text();
    body = location
      ? null
      : new URLSearchParams(
          page.includes('name="login"') ? { prompt: 'login', login, password: 'x' } : { prompt: 'consent' },
        );
    address = location ? new URL(location, address).href : address;
  }
  throw new Error(`the provider never led back; it stopped at ${address}`);
}

async function signInAs(own: Browser, login: string): Promise<string> {
  const started = await own.call('POST', '/api/auth/sign-in/social', {
    provider: 'oidc',
    callbackURL: '/app/',
    errorCallbackURL: '/app/sign-in',
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const back = new URL(await throughProvider(started.body.url, login));
  const answer = await own.call('GET', `${back.pathname}${back.search}`);
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

const me = (own: Browser) => own.call('GET', '/api/v1/me');

test('who was invited comes in, with the roles given here', async () => {
  await api.call('POST', '/api/v1/people', {
    name: 'Maija',
    email: 'maija@example.org',
    roles: { 'lapin-amk': 'author' },
  });
  const own = browser(api);
  const landed = await signInAs(own, 'maija@example.org');
  expect(landed).not.toContain('error');
  expect((await me(own)).body).toMatchObject({ email: 'maija@example.org', roles: { 'lapin-amk': 'author' } });
});

test('whom nobody invited does not come in, and no person is made', async () => {
  const own = browser(api);
  expect(await signInAs(own, 'stranger@example.org')).toContain('error');
  expect((await me(own)).status).toBe(401);
  const { items } = (await api.call('GET', '/api/v1/people?email=stranger@example.org')).body;
  expect(items).toEqual([]);
});

test('an address that the provider did not verify is nobody’s', async () => {
  await api.call('POST', '/api/v1/people', { name: 'Ulla', email: 'unverified@example.org', clusterAdmin: true });
  const own = browser(api);
  expect(await signInAs(own, 'unverified@example.org')).toContain('error');
  expect((await me(own)).status).toBe(401);
});

test('the tokens of the provider are not kept', async () => {
  const { rows } = await api.deps.database.pool.query(
    `select access_token, refresh_token, id_token from accounts where provider_id = 'oidc'`,
  );
  expect(rows).toEqual([{ access_token: null, refresh_token: null, id_token: null }]);
});

test('a callback with another state opens nothing', async () => {
  const own = browser(api);
  const started = await own.call('POST', '/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/app/' });
  const back = new URL(await throughProvider(started.body.url, 'maija@example.org'));
  back.searchParams.set('state', 'made-up');
  await own.call('GET', `${back.pathname}${back.search}`);
  expect((await me(own)).status).toBe(401);
  const thief = browser(api);
  const again = await own.call('POST', '/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/app/' });
  const stolen = new URL(await throughProvider(again.body.url, 'maija@example.org'));
  await thief.call('GET', `${stolen.pathname}${stolen.search}`);
  expect((await me(thief)).status).toBe(401);
});

test('whoever is not signed in yet learns that there is this way in', async () => {
  const answer = await fetch(`${api.url}/api/ways-in`);
  expect([answer.status, await answer.json()]).toEqual([200, { singleSignOn: true }]);
});
