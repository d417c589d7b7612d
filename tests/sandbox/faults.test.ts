import { describe, expect, test, vi } from 'vitest';
import { facebookPage, linkedinBody, linkedinPage, otherFacebookPage, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const page = facebookPage.remoteId;
const onFacebook = () => box.graph('POST', `${page}/feed`, { message: 'Vika' });
const onLinkedin = () => box.rest('POST', '/rest/posts', linkedinBody());
const fault = (body: Record<string, unknown>) => box.control('POST', 'faults', body);
const made = () => box.world.ledger().length;

describe('faults of Facebook', () => {
  test.each([
    ['code2-created', 500, 2, undefined, 1],
    ['code2-not-created', 500, 2, undefined, 0],
    ['code1-created', 400, 1, 99, 1],
    ['duplicate-506', 400, 506, undefined, 0],
    ['duplicate-368', 400, 368, undefined, 0],
    ['auth-expired', 400, 190, 463, 0],
    ['permission', 400, 200, undefined, 0],
    ['blocked', 400, 368, 1390008, 0],
    ['rejected', 400, 100, undefined, 0],
    ['server-503', 503, 2, undefined, 0],
  ])('%s answers %i with code %i', async (mode, status, code, subcode, posts) => {
    await fault({ platform: 'facebook', operation: 'publish', mode, times: 1 });
    const answer = await onFacebook();
    expect([answer.status, answer.body.error.code, answer.body.error.error_subcode]).toEqual([status, code, subcode]);
    expect(made()).toBe(posts);
  });

  test('a throttle says for how many minutes', async () => {
    await fault({ platform: 'facebook', page, operation: 'any', mode: 'throttle', minutes: 17 });
    const { status, headers, body } = await onFacebook();
    expect([status, body.error.code]).toEqual([400, 80001]);
    const usage = JSON.parse(headers.get('x-business-use-case-usage') ?? '{}');
    expect(usage[page][0]).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 17 });
  });

  test('reading can fail where publishing does not', async () => {
    await fault({ platform: 'facebook', operation: 'read', mode: 'auth-expired' });
    expect((await onFacebook()).status).toBe(200);
    expect((await box.graph('GET', `${page}/published_posts`)).status).toBe(400);
    expect((await box.graph('GET', page)).status).toBe(200);
  });

  test('one page’s fault is not another’s', async () => {
    await fault({ platform: 'facebook', page: otherFacebookPage.remoteId, operation: 'any', mode: 'blocked' });
    expect((await onFacebook()).status).toBe(200);
    const other = await box.graph(
      'POST',
      `${otherFacebookPage.remoteId}/feed`,
      { message: 'x' },
      otherFacebookPage.accessToken,
    );
    expect(other.body.error.code).toBe(368);
  });
});

describe('faults of LinkedIn', () => {
  test.each([
    ['throttle', 429, 'TOO_MANY_REQUESTS', 0],
    ['auth-expired', 401, 'EXPIRED_ACCESS_TOKEN', 0],
    ['permission', 403, 'ACCESS_DENIED', 0],
    ['blocked', 401, 'RESTRICTED_MEMBER', 0],
    ['rejected', 422, 'INVALID_VALUE_FOR_FIELD', 0],
    ['conflict-409', 409, 'CONFLICT', 0],
    ['server-503', 503, 'SERVICE_UNAVAILABLE', 0],
  ])('%s answers %i %s', async (mode, status, code, posts) => {
    await fault({ platform: 'linkedin', page: linkedinPage.remoteId, operation: 'publish', mode, times: 1 });
    const answer = await onLinkedin();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(made()).toBe(posts);
    expect((await onLinkedin()).status).toBe(201);
  });

  test('a lost id: 201 without the header, and the post is there', async () => {
    await fault({ platform: 'linkedin', operation: 'publish', mode: 'no-id' });
    const { status, headers } = await onLinkedin();
    expect([status, headers.get('x-restli-id'), made()]).toEqual([201, null, 1]);
  });

  test('a ghost: a duplicate of a post that is not there, another one each time', async () => {
    await fault({ platform: 'linkedin', operation: 'publish', mode: 'ghost-duplicate' });
    const named = async () => /urn:li:share:\d+/.exec((await onLinkedin()).body.message)?.[0] ?? '';
    const [first, second] = [await named(), await named()];
    expect(first).not.toBe(second);
    expect((await box.rest('GET', `/rest/posts/${encodeURIComponent(first)}`)).status).toBe(404);
  });

  test('an image that is slow, then failed', async () => {
    box.world.clock.freeze(true);
    await fault({ platform: 'linkedin', operation: 'upload', mode: 'image-slow', delayMs: 5000 });
    await fault({ platform: 'linkedin', operation: 'upload', mode: 'image-failed' });
    const request = { initializeUploadRequest: { owner: linkedinPage.remoteId } };
    const { uploadUrl, image } = (await box.rest('POST', '/rest/images?action=initializeUpload', request)).body.value;
    const headers = { authorization: `Bearer ${linkedinPage.accessToken}` };
    await fetch(uploadUrl, { method: 'PUT', headers, body: new Uint8Array(4) });
    const state = async () => (await box.rest('GET', `/rest/images/${encodeURIComponent(image)}`)).body.status;
    box.world.advance(4999);
    expect(await state()).toBe('PROCESSING');
    box.world.advance(1);
    expect(await state()).toBe('PROCESSING_FAILED');
  });
});

describe.each([
  ['facebook', onFacebook, () => box.graph('GET', `${page}/published_posts`)],
  [
    'linkedin',
    onLinkedin,
    () => box.rest('GET', `/rest/posts?q=author&author=${encodeURIComponent(linkedinPage.remoteId)}`),
  ],
] as const)('faults of any platform, on %s', (platform, publish, list) => {
  const listed = async () => {
    const { body } = await list();
    return (body.data ?? body.elements).length;
  };

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('%s cuts the connection with %i posts made', async (mode, posts) => {
    await fault({ platform, operation: 'publish', mode });
    await expect(publish()).rejects.toThrow();
    expect(made()).toBe(posts);
    expect(box.world.requests().at(-1)).toMatchObject({ fault: mode, status: null, operation: 'publish' });
  });

  test.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ])('%s never answers, with %i posts made', async (mode, posts) => {
    await fault({ platform, operation: 'publish', mode, times: 1 });
    let settled = false;
    const pending = publish().then(
      () => (settled = true),
      () => undefined,
    );
    await vi.waitFor(() => expect(box.world.requests().at(-1)?.fault).toBe(mode));
    expect(await listed()).toBe(posts);
    expect(settled).toBe(false);
    void pending;
  });

  test.each([
    [{ mode: 'html-500' }, 500, 0],
    [{ mode: 'html-500', created: true }, 500, 1],
    [{ mode: 'server-503', created: true }, 503, 1],
    [{ mode: 'empty-body' }, 200, 1],
    [{ mode: 'empty-body', created: false }, 200, 0],
  ])('%j answers %i with %i posts made', async (spec, status, posts) => {
    await fault({ platform, operation: 'publish', ...spec });
    expect((await publish()).status).toBe(status);
    expect(made()).toBe(posts);
  });

  test('a finder that lags shows the post later', async () => {
    await fault({ platform, operation: 'publish', mode: 'finder-lag', delayMs: 60_000 });
    await publish();
    expect(await listed()).toBe(0);
    box.world.advance(60_000);
    expect(await listed()).toBe(1);
  });

  test('a slow answer comes after the post was made', async () => {
    await fault({ platform, operation: 'publish', mode: 'slow', delayMs: 40 });
    const pending = publish();
    await vi.waitFor(() => expect(made()).toBe(1), { interval: 1 });
    expect((await pending).status).toBeLessThan(300);
  });

  test('chance is drawn from the seed', async () => {
    const run = async () => {
      box.world.reset();
      await fault({ platform, operation: 'health', mode: 'rejected', probability: 0.5, seed: 7 });
      const path =
        platform === 'facebook'
          ? () => box.graph('GET', page)
          : () => box.rest('GET', '/rest/organizationAcls?q=roleAssignee');
      const seen: number[] = [];
      for (let at = 0; at < 12; at += 1) seen.push((await path()).status);
      return seen;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });
});
