import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SANDBOX_PAGES, startSandbox } from '#sandbox/start';
import { facebookPage, linkedinPage, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const page = facebookPage.remoteId;

describe('the control plane', () => {
  test('serves the pages that it starts with', async () => {
    expect((await box.control('GET', 'pages')).body).toEqual(SANDBOX_PAGES);
  });

  test('posts and deletes by hand', async () => {
    const made = await box.control('POST', 'posts', { page: linkedinPage.remoteId, text: 'Käsin (näin)' });
    expect(made.body).toMatchObject({ platform: 'linkedin', text: 'Käsin (näin)', via: 'hand', visible: true });
    expect((await box.control('DELETE', `posts/${encodeURIComponent(made.body.remoteId)}`)).status).toBe(204);
    expect((await box.control('GET', 'ledger')).body).toMatchObject([
      { visible: false, deletedAt: expect.any(String) },
    ]);
    expect((await box.control('POST', 'posts', { page: 'nobody', text: 'x' })).status).toBe(400);
  });

  test('writes requests down without secrets', async () => {
    await box.graph('POST', `${page}/feed`, { message: 'x' });
    await box.raw(`/v25.0/oauth/access_token?client_id=1&client_secret=verysecret&fb_exchange_token=hidden`);
    await box.rest('GET', '/rest/organizationAcls?q=roleAssignee');
    await box.raw('/oauth/v2/accessToken', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: linkedinPage.refreshToken ?? '' }),
    });
    const { body } = await box.control('GET', 'requests');
    expect(body).toHaveLength(4);
    expect(body[0]).toMatchObject({ method: 'POST', operation: 'publish', page, status: 200 });
    for (const secret of [
      facebookPage.accessToken,
      linkedinPage.accessToken,
      linkedinPage.refreshToken,
      'verysecret',
      'hidden',
    ]) {
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  test('lists faults with how often they struck, and clears one or all', async () => {
    const { body } = await box.control('POST', 'faults', {
      platform: 'facebook',
      operation: 'publish',
      mode: 'blocked',
      times: 1,
    });
    await box.graph('POST', `${page}/feed`, { message: 'x' });
    expect((await box.control('GET', 'faults')).body).toMatchObject([{ id: body.id, hits: 1 }]);
    await box.control('DELETE', `faults/${body.id}`);
    expect((await box.control('GET', 'faults')).body).toEqual([]);
  });

  test.each([
    ['an unknown mode', { platform: 'facebook', operation: 'publish', mode: 'flood' }],
    ['another platform’s mode', { platform: 'linkedin', operation: 'publish', mode: 'code2-created' }],
    ['a modifier that cannot matter there', { platform: 'facebook', operation: 'read', mode: 'finder-lag' }],
    ['an unknown word', { platform: 'facebook', operation: 'publish', mode: 'slow', delay: 3 }],
  ])('refuses a fault with %s', async (_what, body) => {
    expect((await box.control('POST', 'faults', body)).status).toBe(400);
  });

  test('moves, sets and stops the clock', async () => {
    const at = Date.parse('2027-03-28T00:30:00Z');
    await box.control('POST', 'clock', { setTo: '2027-03-28T02:30:00+02:00', freeze: true });
    expect((await box.control('POST', 'clock', { advanceMs: 1000 })).body.now).toBeGreaterThanOrEqual(at + 1000);
    const frozen = box.world.clock.now();
    expect((await box.control('GET', 'clock')).body.now).toBe(frozen);
  });

  test('reset forgets everything but gives no id twice', async () => {
    const first = box.world.postByHand({ page, text: 'a' });
    await box.control('POST', 'reset');
    expect(box.world.ledger()).toEqual([]);
    expect(box.world.postByHand({ page, text: 'a' }).remoteId).not.toBe(first.remoteId);
  });

  test('the same seed makes the same ids', async () => {
    const ids: string[] = [];
    for (const _time of [1, 2]) {
      const sandbox = await startSandbox({ seed: 4 });
      ids.push(sandbox.world.postByHand({ page, text: 'a' }).remoteId);
      await sandbox.close();
    }
    expect(ids[0]).toBe(ids[1]);
  });
});

describe('the pages for people', () => {
  test('show posts as visitors see them, with everything escaped', async () => {
    const nasty = '<script>alert(1)</script> & "moi"';
    const post = box.world.postByHand({ page, text: nasty, link: 'https://example.org/?a=1&b=2' });
    await box.graph('POST', `${post.remoteId}/comments`, { message: '<b>x</b>' });
    for (const path of ['/', `/facebook/${page}`, `/facebook/${page}/posts/${post.remoteId.split('_')[1]}`]) {
      const { status, body, headers } = await box.raw(path);
      expect(status).toBe(200);
      expect(body).not.toContain('<script>');
      expect(body).not.toContain('<b>x');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    box.world.deleteByHand(post.remoteId);
    expect((await box.raw(`/facebook/${page}/posts/${post.remoteId.split('_')[1]}`)).status).toBe(404);
  });
});

describe('as a process of its own', () => {
  test('tells its parent where it listens, and ends when the parent lets go', async () => {
    const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
    const child = fork(main, [], {
      execArgv: ['--import', 'tsx', '--conditions=kaiku-source'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [message] = await once(child, 'message');
    expect(message).toMatchObject({ event: 'sandbox ready' });
    const { origin } = message as { origin: string };
    expect((await fetch(`${origin}/sandbox/pages`)).status).toBe(200);
    child.disconnect();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  }, 30_000);
});
