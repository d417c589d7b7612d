import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogger } from '#src/config/logger';
import { scrub } from '#src/config/scrub';

const SECRET = 'EAAB-hush-1234567890';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: 'trace' }, { write: (line) => void lines.push(line) }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

describe('the log', () => {
  test.each<[string, (log: ReturnType<typeof createLogger>) => void]>([
    ['a header of a request', (log) => log.info({ req: { headers: { authorization: `Bearer ${SECRET}` } } }, 'in')],
    ['a header with another case', (log) => log.info({ headers: { 'X-Api-Key': SECRET, Cookie: `kaiku=${SECRET}` } })],
    [
      'the cookies of an answer',
      (log) => log.info({ res: { headers: { 'set-cookie': [`a=${SECRET}`, `b=${SECRET}`] } } }),
    ],
    [
      'a token of a channel, deep inside',
      (log) => log.info({ a: { b: { c: { d: { e: { accessToken: SECRET } } } } } }),
    ],
    ['a refresh token', (log) => log.info({ refreshToken: SECRET, refresh_token: SECRET })],
    [
      'an app secret and a password',
      (log) => log.info({ clientSecret: SECRET, FACEBOOK_APP_SECRET: SECRET, password: SECRET }),
    ],
    ['a child logger', (log) => log.child({ access: { accessToken: SECRET } }).info('hello')],
    ['an address', (log) => log.info({ url: `https://graph.facebook.com/v25.0/me?access_token=${SECRET}&fields=id` })],
    ['an address of a return from signing in', (log) => log.info({ url: `/oauth/facebook?code=${SECRET}&state=x` })],
    [
      'an exchange of tokens',
      (log) => log.info(`GET /oauth/access_token?fb_exchange_token=${SECRET}&client_secret=${SECRET}`),
    ],
    [
      'the address of a database',
      (log) => log.info({ databaseUrl: `postgres://kaiku:${SECRET}@127.0.0.1:5432/kaiku` }),
    ],
    ['a message', (log) => log.info(`sent Authorization: Bearer ${SECRET}`)],
    [
      'an error and its cause',
      (log) => log.error(new Error('failed', { cause: new Error(`?access_token=${SECRET}`) })),
    ],
    [
      'a field of an error',
      (log) => log.error({ err: Object.assign(new Error('no'), { config: { accessToken: SECRET } }) }),
    ],
    ['an answer kept as text', (log) => log.info({ body: JSON.stringify({ access_token: SECRET, expires_in: 5 }) })],
    [
      'text inside text',
      (log) => log.info({ body: JSON.stringify({ raw: JSON.stringify({ access_token: SECRET }) }) }),
    ],
  ])('does not hold a secret from %s', (_, write) => {
    const text = logged(write);
    expect(text).not.toContain(SECRET);
    expect(text).toContain('[redacted]');
  });

  test('keeps what is no secret', () => {
    const line = logged((log) =>
      log.info({ postId: 'p1', code: 'ECONNREFUSED', tokenExpiresAt: '2026-12-01' }, 'OAuth callback'),
    );
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      postId: 'p1',
      code: 'ECONNREFUSED',
      tokenExpiresAt: '2026-12-01',
    });
    expect(line).toContain('OAuth callback');
    expect(line).not.toContain('[redacted]');
  });

  test('keeps what follows a secret', () => {
    expect(scrub('{"accessToken":"a\\"b","at":1}')).toBe('{"accessToken":"[redacted]","at":1}');
    expect(scrub('?access_token=abc&fields=id')).toBe('?access_token=[redacted]&fields=id');
  });

  test('stays one JSON object a line, whatever is logged', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('token', 'a', 'set-cookie', 'password'), fc.jsonValue()), (value) => {
        const line = logged((log) => log.info({ value, inner: JSON.stringify(value) }));
        expect(line.endsWith('\n')).toBe(true);
      }),
    );
  });
});
