import { describe, expect, test } from 'vitest';
import { entryOf } from '../../web/src/api/entry.ts';
import { ApiProblem } from '../../web/src/api/problem.ts';
import { initialsOf } from '../../web/src/frame/initials.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe('what an answer to signing in means', () => {
  test.each([
    ['a session', answer(200, { redirect: false, token: 't', user: {} }), { is: 'in' }],
    ['an empty success', answer(200, null), { is: 'in' }],
    ['a second factor', answer(200, { twoFactorRedirect: true }), { is: 'code-asked' }],
    ['a wrong password', answer(401, { code: 'INVALID_EMAIL_OR_PASSWORD' }), { is: 'wrong' }],
    ['no address at all', answer(400, { code: 'INVALID_EMAIL' }), { is: 'wrong' }],
    ['a wrong code', answer(401, { code: 'INVALID_CODE' }), { is: 'wrong' }],
    ['a code too late', answer(401, { code: 'INVALID_TWO_FACTOR_COOKIE' }), { is: 'expired' }],
    ['codes guessed', answer(400, { code: 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' }), { is: 'expired' }],
    ['a used link', answer(400, { code: 'INVALID_TOKEN' }), { is: 'expired' }],
    ['too many tries', answer(429, { message: 'Slow.' }, { 'X-Retry-After': '42' }), { is: 'wait', seconds: 42 }],
    ['too many tries, for how long untold', answer(429, {}), { is: 'wait', seconds: 60 }],
  ])('%s', async (_name, response, entry) => {
    expect(await entryOf(response)).toEqual(entry);
  });

  test.each([
    ['a page of another site', answer(403, { code: 'INVALID_ORIGIN' }), 403],
    ['a fault that is no JSON', new Response('<html>', { status: 502 }), 502],
  ])('%s is none of these', async (_name, response, status) => {
    const refused = await entryOf(response).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({ status });
  });
});

test.each([
  ['Maija Meikäläinen', 'MM'],
  ['Anna-Liisa von Essen', 'AE'],
  ['ylläpitäjä', 'Y'],
  ['åsa@example.org', 'Å'],
  ['', ''],
])('the initials of "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
