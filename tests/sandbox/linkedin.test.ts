import { describe, expect, test } from 'vitest';
import { LINKEDIN_HEADERS, linkedinBody, linkedinPage, otherLinkedinPage, PNG, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const enc = encodeURIComponent;
const publish = (more: Readonly<Record<string, unknown>> = {}) => box.rest('POST', '/rest/posts', linkedinBody(more));

describe('what LinkedIn demands of every call', () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(LINKEDIN_HEADERS).filter(([key]) => key !== name));
  const get = (headers: Record<string, string>) => box.raw('/rest/organizationAcls?q=roleAssignee', { headers });
  const authorization = `Bearer ${linkedinPage.accessToken}`;

  test.each([
    ['no token', { ...LINKEDIN_HEADERS }, 401, undefined],
    ['an unknown token', { ...LINKEDIN_HEADERS, authorization: 'Bearer x' }, 401, 'INVALID_ACCESS_TOKEN'],
    ['no version', { ...without('linkedin-version'), authorization }, 400, 'VERSION_MISSING'],
    [
      'a retired version',
      { ...LINKEDIN_HEADERS, 'linkedin-version': '202511', authorization },
      426,
      'NONEXISTENT_VERSION',
    ],
    ['no protocol version', { ...without('x-restli-protocol-version'), authorization }, 400, 'ILLEGAL_ARGUMENT'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const answer = await get(headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('an unknown path has no root resource', async () => {
    const { status, body } = await box.rest('GET', '/rest/shoes');
    expect(status).toBe(404);
    expect(body.message).toContain('No root resource defined');
  });

  test('organisations and roles are told to their administrators only', async () => {
    const { body } = await box.rest('GET', '/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED');
    expect(body.elements).toMatchObject([{ organization: linkedinPage.remoteId, state: 'APPROVED' }]);
    expect((await box.rest('GET', '/rest/organizations/90210451')).body.localizedName).toBe(linkedinPage.name);
    expect((await box.rest('GET', '/rest/organizations/90210452')).status).toBe(403);
  });
});

describe('publishing on LinkedIn', () => {
  test('answers 201, an empty body and the URN in a header', async () => {
    const { status, headers, body } = await publish();
    expect([status, body]).toEqual([201, null]);
    expect(headers.get('x-restli-id')).toMatch(/^urn:li:share:\d{19}$/);
    expect((await box.raw(`/feed/update/${headers.get('x-restli-id')}/`)).body).toContain('Hei maailma');
  });

  test('keeps the article as it was given', async () => {
    const urn = await box.publishUrn({ content: { article: { source: 'https://example.org', title: 'Otsikko' } } });
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).body.content.article).toMatchObject({ title: 'Otsikko' });
    expect(box.world.ledger()).toMatchObject([{ link: 'https://example.org', linkTitle: 'Otsikko' }]);
  });

  test.each([
    ['a foreign organisation', { author: otherLinkedinPage.remoteId }, 403],
    ['more than 3,000 characters', { commentary: 'a'.repeat(3001) }, 400],
    ['blank words', { commentary: '  ' }, 400],
    ['a draft', { lifecycleState: 'DRAFT' }, 400],
    ['a read-only field', { createdAt: 1 }, 422],
    ['an article without a title', { content: { article: { source: 'https://example.org' } } }, 400],
    ['an image that is not there', { content: { media: { id: 'urn:li:image:x' } } }, 400],
    ['one image in multiImage', { content: { multiImage: { images: [{ id: 'urn:li:image:x' }] } } }, 400],
  ])('refuses %s', async (_what, more, status) => {
    expect((await publish(more)).status).toBe(status);
    expect(box.world.ledger()).toEqual([]);
  });

  test('takes exactly 3,000 characters', async () => {
    expect((await publish({ commentary: 'a'.repeat(3000) })).status).toBe(201);
  });

  test('a duplicate within ten minutes names the first, even once that is deleted', async () => {
    const urn = await box.publishUrn();
    const again = await publish();
    expect(again.status).toBe(422);
    expect(again.body.message).toContain(urn);
    expect(again.body.errorDetails.inputErrors[0].code).toBe('DUPLICATE_POST');
    await box.rest('DELETE', `/rest/posts/${enc(urn)}`);
    expect((await publish()).status).toBe(422);
    box.world.advance(600_001);
    expect((await publish()).status).toBe(201);
  });

  test('edits with a partial update, deletes as often as one likes', async () => {
    const urn = await box.publishUrn();
    const patch = { patch: { $set: { commentary: 'Uusi \\(1\\)' } } };
    const method = { 'x-restli-method': 'partial_update' };
    expect((await box.rest('POST', `/rest/posts/${enc(urn)}`, patch)).status).toBe(400);
    expect((await box.rest('POST', `/rest/posts/${enc(urn)}`, patch, method)).status).toBe(204);
    expect((await box.rest('GET', `/rest/posts/${urn}`)).body.commentary).toBe('Uusi \\(1\\)');
    for (const _time of [1, 2]) expect((await box.rest('DELETE', `/rest/posts/${enc(urn)}`)).status).toBe(204);
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).status).toBe(404);
    expect(box.world.ledger()).toMatchObject([{ text: 'Uusi (1)', visible: false }]);
  });

  test('raw URNs in a path are refused by a switch', async () => {
    const urn = await box.publishUrn();
    await box.control('PUT', 'switches', { strictUrns: true });
    expect((await box.rest('GET', `/rest/posts/${urn}`)).body.code).toBe('ILLEGAL_ARGUMENT');
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).status).toBe(200);
  });
});

describe('images on LinkedIn', () => {
  const initialize = async (): Promise<{ uploadUrl: string; image: string }> => {
    const request = { initializeUploadRequest: { owner: linkedinPage.remoteId } };
    return (await box.rest('POST', '/rest/images?action=initializeUpload', request)).body.value;
  };
  const put = (
    uploadUrl: string,
    headers: Record<string, string> = { authorization: `Bearer ${linkedinPage.accessToken}` },
  ) => fetch(uploadUrl, { method: 'PUT', headers, body: new Uint8Array(PNG) });
  const state = async (image: string) => (await box.rest('GET', `/rest/images/${enc(image)}`)).body.status;

  test('wait for bytes, are processed, and then stand in a post with their alt text', async () => {
    box.world.clock.freeze(true);
    const { uploadUrl, image } = await initialize();
    expect(await state(image)).toBe('WAITING_UPLOAD');
    expect((await put(uploadUrl, {})).status).toBe(401);
    expect((await put(uploadUrl)).status).toBe(201);
    expect(await state(image)).toBe('PROCESSING');
    box.world.advance(1000);
    expect(await state(image)).toBe('AVAILABLE');
    const urn = await box.publishUrn({ content: { media: { id: image, altText: 'Talo' } } });
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).body.content.media).toEqual({
      id: image,
      altText: 'Talo',
    });
    expect(box.world.ledger()).toMatchObject([{ images: [{ alt: 'Talo', bytes: PNG.length }], visible: true }]);
    const shown = await fetch(`${box.origin}/sandbox/media/${enc(image)}`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
  });

  test('a post with an image that is not ready is accepted and fails, or is refused', async () => {
    const { image } = await initialize();
    const content = { media: { id: image } };
    const urn = await box.publishUrn({ content });
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).status).toBe(404);
    const own = await box.rest('GET', `/rest/posts/${enc(urn)}?viewContext=AUTHOR`);
    expect(own.body.lifecycleState).toBe('PUBLISH_FAILED');
    expect(box.world.ledger()).toMatchObject([{ visible: false }]);
    await box.control('PUT', 'switches', { unreadyImage: 'refuse' });
    expect((await publish({ commentary: 'b', content })).body.code).toBe('MEDIA_ASSET_WAITING_UPLOAD');
  });

  test('several make a ugcPost', async () => {
    await box.control('PUT', 'switches', { imageProcessingMs: 0 });
    const images: { id: string }[] = [];
    for (const _time of [1, 2]) {
      const { uploadUrl, image } = await initialize();
      await put(uploadUrl);
      images.push({ id: image });
    }
    expect(await box.publishUrn({ content: { multiImage: { images } } })).toMatch(/^urn:li:ugcPost:/);
  });

  test('one owner’s image is not for another’s post', async () => {
    const { image } = await initialize();
    const body = linkedinBody({ author: otherLinkedinPage.remoteId, content: { media: { id: image } } });
    const { status, body: answer } = await box.rest('POST', '/rest/posts', body, {}, otherLinkedinPage.accessToken);
    expect([status, answer.code]).toEqual([400, 'INVALID_VALUE_FOR_FIELD']);
  });
});

describe('comments on LinkedIn', () => {
  test('are plain text of 1,250 characters at most', async () => {
    const urn = await box.publishUrn();
    const path = `/rest/socialActions/${enc(urn)}/comments`;
    const comment = (text: string) =>
      box.rest('POST', path, { actor: linkedinPage.remoteId, object: urn, message: { text } });
    const made = await comment('Plain \\(text\\) #tag');
    expect(made.status).toBe(201);
    expect(made.headers.get('x-restli-id')).toBe(made.body.id);
    expect(made.body.commentUrn).toMatch(/^urn:li:comment:\(urn:li:activity:\d+,\d+\)$/);
    expect((await comment('a'.repeat(1251))).body.code).toBe('FIELD_LENGTH_TOO_LONG');
    const { body } = await box.rest('GET', path);
    expect(body.elements).toMatchObject([{ message: { text: 'Plain \\(text\\) #tag' } }]);
  });
});
