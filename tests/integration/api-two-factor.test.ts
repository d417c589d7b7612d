import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { browser, signedIn, signIn } from '../support/people.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PASSWORD = 'a long enough password';

/** RFC 6238 with the values that every authenticator has: SHA-1, six digits, thirty seconds. */
function codeOf(uri: string): string {
  const secret = base32(new URL(uri).searchParams.get('secret') ?? '');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

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
