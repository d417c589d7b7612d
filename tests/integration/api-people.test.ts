import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureFirstAdmin } from '#src/auth/first-admin';
import { resetPassword } from '#src/cli/reset-password';
import { openMailer } from '#src/notify/mail';
import { type ApiServer, anAnnouncement, KEY, startApi } from '../support/api-server.ts';
import { openMailbox } from '../support/mailbox.ts';
import { type Browser, browser, setPassword, signedIn, signIn } from '../support/people.ts';

let api: ApiServer;
let author: Browser & { id: string };
let chief: Browser & { id: string };
let stranger: Browser & { id: string };

beforeAll(async () => {
  api = await startApi();
  author = await signedIn(api, 'Author@example.org', { roles: { 'lapin-amk': 'author' } });
  chief = await signedIn(api, 'chief@example.org', { roles: { 'lapin-amk': 'admin' } });
  stranger = await signedIn(api, 'stranger@example.org', { roles: { digipolis: 'admin' } });
});
afterAll(() => api.close());

const me = (one: Browser) => one.call('GET', '/api/v1/me');

describe('sessions', () => {
  test('a cookie opens the interface, and tells who one is', async () => {
    const { body } = await me(author);
    expect(body).toMatchObject({ email: 'author@example.org', clusterAdmin: false, roles: { 'lapin-amk': 'author' } });
    expect(body.may).toContain('announcement.write');
    expect(body.may).not.toContain('announcement.approve');
  });

  test('a cookie is httpOnly and SameSite=Lax', async () => {
    const answer = await signIn(browser(api), 'author@example.org');
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session_token')) ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  test.each([['https://evil.example'], ['null'], ['']])('a change from %o is refused', async (origin) => {
    const answer = await author.call('POST', '/api/v1/announcements', anAnnouncement(), { origin });
    expect([answer.status, answer.body.code]).toEqual([403, 'wrong-origin']);
  });

  test('signing out everywhere ends every session', async () => {
    const [one, other] = [browser(api), browser(api)];
    await signIn(one, 'author@example.org');
    await signIn(other, 'author@example.org');
    const listed = await one.call('GET', '/api/auth/list-sessions');
    expect(listed.body.length).toBeGreaterThanOrEqual(2);
    expect((await one.call('POST', '/api/auth/revoke-sessions', {})).status).toBe(200);
    expect([(await me(one)).status, (await me(other)).status]).toEqual([401, 401]);
    await signIn(author, 'author@example.org');
  });

  test('nobody signs up', async () => {
    const body = { name: 'x', email: 'x@example.org', password: 'long enough it is' };
    expect((await browser(api).call('POST', '/api/auth/sign-up/email', body)).status).toBeGreaterThanOrEqual(400);
  });

  test('a role that is taken is gone at once', async () => {
    const fresh = await signedIn(api, 'short@example.org', { roles: { 'lapin-amk': 'viewer' } });
    expect((await fresh.call('GET', '/api/v1/cluster')).status).toBe(200);
    await api.call('PATCH', `/api/v1/people/${fresh.id}`, { roles: { 'lapin-amk': null } });
    expect((await fresh.call('GET', '/api/v1/cluster')).status).toBe(403);
    expect((await api.call('DELETE', `/api/v1/people/${fresh.id}`)).status).toBe(204);
    expect((await me(fresh)).status).toBe(401);
  });
});

describe('organisations', () => {
  test('what another organisation wrote is not there', async () => {
    const made = await author.call('POST', '/api/v1/announcements', anAnnouncement());
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { announcement, posts } = made.body;
    for (const path of [
      `announcements/${announcement.id}`,
      `announcements/${announcement.slug}`,
      `posts/${posts[0].id}`,
    ]) {
      expect((await stranger.call('GET', `/api/v1/${path}`)).status).toBe(404);
      expect((await author.call('GET', `/api/v1/${path}`)).status).toBe(200);
    }
    const never = await stranger.call('POST', `/api/v1/announcements/${announcement.id}/cancel`, {});
    expect([never.status, never.body.code]).toEqual([404, 'not-found']);
    for (const list of ['announcements', 'posts']) {
      expect((await stranger.call('GET', `/api/v1/${list}`)).body.items).toEqual([]);
      expect((await author.call('GET', `/api/v1/${list}`)).body.items.length).toBeGreaterThan(0);
    }
  });

  test('nobody writes for another organisation', async () => {
    const answer = await stranger.call('POST', '/api/v1/announcements', anAnnouncement());
    expect([answer.status, answer.body.code]).toEqual([403, 'not-allowed']);
  });

  test('a page of another organisation is as unknown as one that is not there', async () => {
    const page = {
      kind: 'website-feed',
      slug: 'amk-only',
      name: 'AMK',
      organisation: 'lapin-amk',
      remoteId: 'amk-only',
    };
    expect((await chief.call('POST', '/api/v1/channels', page)).status).toBe(201);
    expect((await stranger.call('GET', '/api/v1/channels/amk-only')).status).toBe(404);
    const input = anAnnouncement({ organisation: 'digipolis', channels: ['amk-only'] });
    const answer = await stranger.call('POST', '/api/v1/announcements', input);
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'unknown-channel']);
    expect(answer.body.errors[0].detail).not.toContain('amk-only,');
  });

  test('a refusal says what it takes', async () => {
    const answer = await author.call('POST', '/api/v1/channels/website/pause', {});
    expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('administrator of the cluster')]);
  });
});

describe('looking after people', () => {
  test('an administrator of an organisation sees its people only, and gives no more than its roles', async () => {
    const { items } = (await chief.call('GET', '/api/v1/people')).body;
    expect(items.map(({ email }: { email: string }) => email).sort()).toEqual([
      'author@example.org',
      'chief@example.org',
    ]);
    expect((await chief.call('GET', `/api/v1/people/${stranger.id}`)).status).toBe(404);
    const up = await chief.call('PATCH', `/api/v1/people/${author.id}`, { clusterAdmin: true });
    expect(up.status).toBe(403);
    const across = await chief.call('PATCH', `/api/v1/people/${author.id}`, { roles: { digipolis: 'admin' } });
    expect(across.status).toBe(403);
    expect((await author.call('GET', '/api/v1/people')).status).toBe(403);
  });

  test('nobody takes over an account that may do more than they may give', async () => {
    const boss = await signedIn(api, 'boss@example.org', { clusterAdmin: true, roles: { 'lapin-amk': 'viewer' } });
    const answer = await chief.call('POST', `/api/v1/people/${boss.id}/reset`, {});
    expect([answer.status, answer.body.link]).toEqual([403, undefined]);
    const last = await boss.call('DELETE', `/api/v1/people/${boss.id}`);
    expect([last.status, last.body.code]).toEqual([409, 'last-admin']);
  });

  test('a reset link works once and ends the sessions from before', async () => {
    const fresh = await signedIn(api, 'forgetful@example.org', { roles: { 'lapin-amk': 'viewer' } });
    const { link } = (await api.call('POST', `/api/v1/people/${fresh.id}/reset`, {})).body;
    expect((await setPassword(browser(api), link, 'another password')).status).toBe(200);
    expect((await me(fresh)).status).toBe(401);
    expect((await setPassword(browser(api), link, 'a third password')).status).toBe(400);
    expect((await signIn(browser(api), 'forgetful@example.org')).status).toBe(401);
    expect((await signIn(browser(api), 'forgetful@example.org', 'another password')).status).toBe(200);
    const { rows } = await api.deps.database.pool.query('select identifier from verifications');
    expect(JSON.stringify(rows)).not.toContain(new URL(link).searchParams.get('token'));
  });

  test('the command prints a link', async () => {
    const settings = { dataDir: '/nowhere', bootstrapApiKey: KEY, port: 0 };
    const told = await resetPassword(settings, 'chief@example.org', api.url);
    expect([told.ok, told.text]).toEqual([true, expect.stringContaining('/app/set-password?token=')]);
    expect((await resetPassword(settings, 'nobody@example.org', api.url)).ok).toBe(false);
  });

  test('the first administrator is made once', async () => {
    expect(await ensureFirstAdmin(api.deps.database, api.deps.auth, null)).toBeNull();
  });
});

describe('keys', () => {
  const make = (input: Record<string, unknown>, by: Pick<Browser, 'call'> = api) =>
    by.call('POST', '/api/v1/api-keys', input);
  const withKey = (key: string, method: string, path: string, body?: unknown) =>
    browser(api).call(method, path, body, { 'x-api-key': key });

  test('is shown once, narrowed by its scopes and organisation, and over when revoked', async () => {
    const made = await make({ name: 'reader', organisation: 'lapin-amk', scopes: ['read'] }, chief);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { id, key } = made.body;
    expect((await withKey(key, 'GET', '/api/v1/announcements')).status).toBe(200);
    const write = await withKey(key, 'POST', '/api/v1/announcements', anAnnouncement());
    expect([write.status, write.body.detail]).toEqual([403, expect.stringContaining('scope "write"')]);
    expect(JSON.stringify((await chief.call('GET', '/api/v1/api-keys')).body)).not.toContain(key);
    expect((await stranger.call('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(404);
    expect((await chief.call('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(204);
    expect((await withKey(key, 'GET', '/api/v1/announcements')).status).toBe(401);
  });

  test('is not made for more than its maker has', async () => {
    expect((await make({ name: 'all' }, chief)).status).toBe(403);
    expect((await make({ name: 'theirs', organisation: 'digipolis' }, chief)).status).toBe(404);
    const manager = await make({ name: 'manager', scopes: ['manage'] });
    const more = await withKey(manager.body.key, 'POST', '/api/v1/api-keys', { name: 'more', scopes: ['write'] });
    expect(more.status).toBe(403);
  });

  test('ends at its time', async () => {
    expect((await make({ name: 'late', expiresAt: '2020-01-01T00:00Z' })).status).toBe(422);
    const { id, key } = (await make({ name: 'short', expiresAt: '2099-01-01T00:00Z' })).body;
    expect((await withKey(key, 'GET', '/api/v1/me')).status).toBe(200);
    await api.deps.database.pool.query(`update api_keys set expires_at = now() - interval '1 s' where id = $1`, [id]);
    expect((await withKey(key, 'GET', '/api/v1/me')).status).toBe(401);
  });

  test('a repeat is not told the key again, and the database does not hold it', async () => {
    const headers = { 'idempotency-key': 'make-a-key' };
    const first = await api.call('POST', '/api/v1/api-keys', { name: 'twice' }, headers);
    const second = await api.call('POST', '/api/v1/api-keys', { name: 'twice' }, headers);
    expect([second.body.id, second.body.key]).toEqual([first.body.id, '(was shown once)']);
  });
});

test('guessing passwords is slowed down, whatever address the caller claims', async () => {
  const strict = await startApi({ signInsAMinute: 3 });
  try {
    const guess = (no: number) =>
      browser(strict).call(
        'POST',
        '/api/auth/sign-in/email',
        { email: 'a@example.org', password: `guess number ${no}` },
        {
          'x-kaiku-address': `10.0.0.${no}`,
        },
      );
    const statuses: number[] = [];
    for (let no = 0; no < 5; no += 1) statuses.push((await guess(no)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  } finally {
    await strict.close();
  }
});

test('with a mail server, links go by mail and are shown to nobody', async () => {
  const { url, letters } = await openMailbox();
  const mailed = await startApi({ mailer: openMailer(url, 'Kaiku <kaiku@kaiku.test>') });
  try {
    const input = { name: 'Maija', email: 'maija@example.org', roles: { 'lapin-amk': 'author' } };
    const invited = await mailed.call('POST', '/api/v1/people', input);
    expect([invited.body.mailed, invited.body.link]).toEqual([true, null]);
    const link = /https?:\/\/\S+token=\S+/.exec(letters[0]?.text ?? '')?.[0] ?? '';
    const own = browser(mailed);
    expect((await setPassword(own, link, 'a long enough password')).status).toBe(200);
    const asked = await own.call('POST', '/api/auth/request-password-reset', { email: 'maija@example.org' });
    expect(asked.status).toBe(200);
    expect(letters[1]?.text).toContain('/app/set-password?token=');
    expect((await own.call('POST', '/api/auth/request-password-reset', { email: 'nobody@example.org' })).body).toEqual(
      asked.body,
    );
  } finally {
    await mailed.close();
  }
});

test('everybody gets what is stored about them, and nothing that opens something or belongs to others', async () => {
  const own = await signedIn(api, 'oma@example.org', { roles: { 'lapin-amk': 'author' } });
  await signedIn(api, 'toinen@example.org', { roles: { 'lapin-amk': 'author' } });
  const made = await own.call('POST', '/api/v1/announcements', anAnnouncement());
  const ref = made.body.announcement.id;
  await own.call('POST', `/api/v1/announcements/${ref}/comments`, { body: 'Minun sanani.' });
  const { status, headers, body } = await own.call('GET', '/api/v1/me/data');
  expect([status, headers.get('content-disposition')]).toEqual([200, 'attachment; filename="kaiku-omat-tiedot.json"']);
  expect(body).toMatchObject({
    person: { id: own.id, email: 'oma@example.org' },
    roles: { 'lapin-amk': 'author' },
    announcements: [{ id: ref }],
    comments: [{ body: 'Minun sanani.' }],
  });
  expect(body.sessions).toHaveLength(1);
  expect(body.acts.map(({ action }: { action: string }) => action)).toContain('announcement.created');
  const text = JSON.stringify(body);
  expect(text).not.toContain('toinen@');
  expect(text).not.toMatch(/"(token|password|secret)"/i);
  expect((await api.call('GET', '/api/v1/me/data')).status).toBe(403);
});
