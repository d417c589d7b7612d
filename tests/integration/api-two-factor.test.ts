import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { browser, signedIn, signIn } from '../support/people.ts';
import { totp } from '../support/totp.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PASSWORD = 'a long enough password';

const codeOf = (uri: string) => totp(new URL(uri).searchParams.get('secret') ?? '');

test('a second factor is asked for from when it is set up, and its secret is not readable in the database', async () => {
  const own = await signedIn(api, 'careful@example.org', { roles: { 'lapin-amk': 'approver' } });
  const enabled = await own.call('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  expect(enabled.status, JSON.stringify(enabled.body)).toBe(200);
  const uri: string = enabled.body.totpURI;
  const verified = await own.call('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(uri) });
  expect(verified.status, JSON.stringify(verified.body)).toBe(200);
  expect((await own.call('GET', '/api/v1/me')).body.twoFactor).toBe(true);
  const { rows } = await api.deps.database.pool.query('select * from two_factors');
  expect(JSON.stringify(rows)).not.toContain(new URL(uri).searchParams.get('secret'));
  for (const code of enabled.body.backupCodes) expect(JSON.stringify(rows)).not.toContain(code);

  const later = browser(api);
  const half = await signIn(later, 'careful@example.org', PASSWORD);
  expect(half.body.twoFactorRedirect).toBe(true);
  expect((await later.call('GET', '/api/v1/me')).status).toBe(401);
  expect((await later.call('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
  expect((await later.call('GET', '/api/v1/me')).status).toBe(401);
  const whole = await later.call('POST', '/api/auth/two-factor/verify-backup-code', {
    code: enabled.body.backupCodes[0],
  });
  expect(whole.status, JSON.stringify(whole.body)).toBe(200);
  expect((await later.call('GET', '/api/v1/me')).status).toBe(200);
});
