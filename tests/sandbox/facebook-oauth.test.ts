import { describe, expect, test } from 'vitest';
import { SANDBOX_APPS } from '#sandbox/start';
import { facebookPage, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const app = { client_id: SANDBOX_APPS.facebook.id, client_secret: SANDBOX_APPS.facebook.secret };
const redirect_uri = 'https://kaiku.example/callback';

async function consent(answer: Record<string, string | string[]>): Promise<URL> {
  const params = new URLSearchParams({ client_id: app.client_id, redirect_uri, state: 'abc' });
  for (const [name, value] of Object.entries(answer)) for (const one of [value].flat()) params.append(name, one);
  const response = await fetch(`${box.origin}/v25.0/dialog/oauth/answer?${params}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

async function userToken(grant = ['pages_show_list', 'pages_manage_posts']): Promise<string> {
  const back = await consent({
    answer: 'allow',
    page: facebookPage.remoteId,
    asked: 'pages_show_list,pages_manage_posts',
    grant,
  });
  const query = new URLSearchParams({ ...app, redirect_uri, code: back.searchParams.get('code') ?? '' });
  return (await box.raw(`/v25.0/oauth/access_token?${query}`)).body.access_token;
}

describe('Facebook’s consent and tokens', () => {
  test('the dialog can be clicked through, and repeats nothing unescaped', async () => {
    const query = new URLSearchParams({ ...app, redirect_uri, state: '"><script>', scope: 'pages_show_list' });
    const { body } = await box.raw(`/v25.0/dialog/oauth?${query}`);
    expect(body).toContain('pages_show_list');
    expect(body).not.toContain('<script>');
  });

  test('cancelling says so', async () => {
    const back = await consent({ answer: 'cancel' });
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('abc');
  });

  test('a code becomes a short token, that a long one, and that the tokens of the ticked pages', async () => {
    const short = await userToken();
    const query = new URLSearchParams({ ...app, grant_type: 'fb_exchange_token', fb_exchange_token: short });
    const long = await box.raw(`/v25.0/oauth/access_token?${query}`);
    expect(long.body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 });
    const { body } = await box.graph('GET', 'me/accounts', {}, long.body.access_token);
    expect(body.data).toMatchObject([{ id: facebookPage.remoteId, tasks: expect.arrayContaining(['CREATE_CONTENT']) }]);
    const token = body.data[0].access_token;
    expect((await box.graph('POST', `${facebookPage.remoteId}/feed`, { message: 'x' }, token)).status).toBe(200);
    const inspected = await box.graph(
      'GET',
      'debug_token',
      { input_token: token },
      `${app.client_id}|${app.client_secret}`,
    );
    expect(inspected.body.data).toMatchObject({ type: 'PAGE', is_valid: true, expires_at: 0 });
  });

  test('a user’s token does not publish on a page', async () => {
    const { body } = await box.graph('POST', `${facebookPage.remoteId}/feed`, { message: 'x' }, await userToken());
    expect(body.error.code).toBe(190);
  });

  test('a declined permission is told, and missed when it is needed', async () => {
    const user = await userToken(['pages_show_list']);
    expect((await box.graph('GET', 'me/permissions', {}, user)).body.data).toEqual([
      { permission: 'pages_show_list', status: 'granted' },
      { permission: 'pages_manage_posts', status: 'declined' },
    ]);
    const { body } = await box.graph('GET', 'me/accounts', {}, user);
    const refused = await box.graph(
      'POST',
      `${facebookPage.remoteId}/feed`,
      { message: 'x' },
      body.data[0].access_token,
    );
    expect(refused.body.error.code).toBe(200);
  });

  test('a code works once, and an old short token cannot be exchanged', async () => {
    const back = await consent({ answer: 'allow', page: facebookPage.remoteId, asked: 'a', grant: 'a' });
    const query = new URLSearchParams({ ...app, redirect_uri, code: back.searchParams.get('code') ?? '' });
    const { body } = await box.raw(`/v25.0/oauth/access_token?${query}`);
    expect((await box.raw(`/v25.0/oauth/access_token?${query}`)).status).toBe(400);
    box.world.advance(3 * 3_600_000);
    const exchange = new URLSearchParams({
      ...app,
      grant_type: 'fb_exchange_token',
      fb_exchange_token: body.access_token,
    });
    expect((await box.raw(`/v25.0/oauth/access_token?${exchange}`)).body.error).toMatchObject({
      code: 190,
      error_subcode: 463,
    });
  });

  test.each([
    ['expired', 190, 463],
    ['revoked', 190, 458],
    ['lost-role', 190, 492],
    ['missing-scope', 200, undefined],
  ])('a token that is %s answers %i', async (state, code, subcode) => {
    await box.control('POST', 'tokens', { token: facebookPage.accessToken, state });
    const { body } = await box.graph('POST', `${facebookPage.remoteId}/feed`, { message: 'x' });
    expect([body.error.code, body.error.error_subcode]).toEqual([code, subcode]);
  });
});
