import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resealed } from '#src/auth/keys';
import { reseal } from '#src/cli/rotate-secret';
import { channels, twoFactors } from '#src/db/schema';
import { openTokens } from '#src/secrets/channel-tokens';
import { CannotOpen, sealerOf } from '#src/secrets/seal';
import { type ApiServer, KEY, SECRET, SIGNING_KEY, startApi } from '../support/api-server.ts';
import { dumpOf } from '../support/dump.ts';
import { browser, signedIn, signIn } from '../support/people.ts';

const ACCESS = 'good-token';
const REFRESH = 'a-refresh-token-of-this-test';
const PASSWORD = 'a long enough password';
const NEXT = 'another secret of the tests only, long enough';
const NEXT_KEYS = { current: 'another signing key of the tests only, long', previous: [SIGNING_KEY] };

let api: ApiServer;
/** Everything that opens something, in clear, as it was given to whoever may have it. */
const clear: string[] = [];

beforeAll(async () => {
  api = await startApi();
  const page = { kind: 'linkedin', slug: 'li', name: 'Sivu', remoteId: 'urn:li:organization:1' };
  const made = await api.call('POST', '/api/v1/channels', { ...page, accessToken: ACCESS, refreshToken: REFRESH });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const hook = await api.call('POST', '/api/v1/webhooks', {
    name: 'x',
    url: 'https://example.org/hook',
    events: ['post.published'],
  });
  expect(hook.status, JSON.stringify(hook.body)).toBe(201);
  const key = await api.call('POST', '/api/v1/api-keys', { name: 'reader', scopes: ['read'] });
  const own = await signedIn(api, 'careful@example.org', { roles: { 'lapin-amk': 'approver' } });
  const second = await own.call('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  const reset = await api.call('POST', `/api/v1/people/${own.id}/reset`);
  const cookie = (await signIn(browser(api), 'careful@example.org')).headers
    .getSetCookie()
    .map((line) => /session_token=([^;]+)/.exec(line)?.[1] ?? '')
    .find((value) => value !== '');
  clear.push(
    ACCESS,
    REFRESH,
    KEY,
    hook.body.secret.replace('whsec_', ''),
    key.body.key,
    new URL(second.body.totpURI).searchParams.get('secret') ?? '',
    ...second.body.backupCodes,
    new URL(reset.body.link).searchParams.get('token') ?? '',
    decodeURIComponent(cookie ?? ''),
    PASSWORD,
    SECRET,
    SIGNING_KEY,
  );
});
afterAll(() => api.close());

test('a stolen database opens nothing', async () => {
  const dump = await dumpOf(api.deps.database);
  expect(dump.length).toBeGreaterThan(5_000);
  expect(dump).toContain('careful@example.org');
  expect(clear.filter((secret) => secret.length < 6)).toEqual([]);
  for (const secret of clear) {
    for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
      expect(dump.includes(form), `in clear: ${secret.slice(0, 4)}…`).toBe(false);
    }
  }
});

describe('a changed secret', () => {
  const old = sealerOf(SECRET);
  const between = sealerOf(NEXT, [SECRET]);
  const after = sealerOf(NEXT);
  const row = async () => (await api.deps.database.db.select().from(channels).where(eq(channels.slug, 'li')))[0];
  const run = () => api.deps.database.transaction(({ db }) => reseal(db, between, NEXT_KEYS));

  test('opens what the one before sealed, and seals it anew when asked', async () => {
    const before = await row();
    if (!before) throw new Error('the page is gone');
    const opened = { accessToken: ACCESS, refreshToken: REFRESH };
    expect(openTokens(between, before)).toEqual(opened);
    expect(() => openTokens(after, before)).toThrow(CannotOpen);
    expect(await run()).toEqual({ sealed: 3, closed: [] });
    const now = await row();
    expect(now && openTokens(after, now)).toEqual(opened);
    expect(await run()).toEqual({ sealed: 0, closed: [] });
  });

  test('leaves nothing under the old one, and nothing in clear', async () => {
    const dump = await dumpOf(api.deps.database);
    const id = (sealer: typeof old) => `v1.${sealer.keyIdOf(sealer.seal('x'))}.`;
    expect(dump).not.toContain(id(old));
    expect(dump).toContain(id(after));
    for (const secret of clear) expect(dump.includes(secret)).toBe(false);
  });

  test('opens second factors without the old one', async () => {
    const [factor] = await api.deps.database.db.select().from(twoFactors);
    const alone = { current: 'a third signing key', previous: [NEXT_KEYS.current] };
    expect(await resealed(alone, factor?.secret ?? '')).toMatch(/^\$ba\$\d+\$/);
    await expect(resealed({ current: 'a third signing key', previous: [] }, factor?.secret ?? '')).rejects.toThrow();
  });

  test('says what no secret opens, and leaves it as it is', async () => {
    const stranger = sealerOf('a secret that nobody knows any more, long');
    const sealed = stranger.seal('x', 'channel:somewhere:accessToken');
    const before = await row();
    await api.deps.database.db.update(channels).set({ accessToken: sealed }).where(eq(channels.slug, 'li'));
    expect(await run()).toEqual({ sealed: 0, closed: ['page li'] });
    expect((await row())?.accessToken).toBe(sealed);
    await api.deps.database.db.update(channels).set({ accessToken: before?.accessToken ?? null });
  });
});
