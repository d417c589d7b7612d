import { describe, expect, test } from 'vitest';
import { facebookPage, otherFacebookPage, PNG, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const page = facebookPage.remoteId;
const feed = (params: Record<string, string>) => box.graph('POST', `${page}/feed`, params);

describe('publishing on Facebook', () => {
  test('answers the id, and the fields that were asked for', async () => {
    const answer = await box.raw(
      `/v25.0/${page}/feed?access_token=${facebookPage.accessToken}&fields=id,permalink_url`,
      {
        method: 'POST',
        body: new URLSearchParams({ message: '  Moi\n', link: 'https://example.org/a' }),
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.body.id).toMatch(new RegExp(`^${page}_\\d{15,}$`));
    expect((await fetch(answer.body.permalink_url)).status).toBe(200);
    expect(box.world.ledger()).toMatchObject([
      { text: 'Moi', link: 'https://example.org/a', via: 'api', visible: true },
    ]);
  });

  test('takes JSON bodies and bearer tokens, and any version', async () => {
    const answer = await box.raw(`/v24.0/${page}/feed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${facebookPage.accessToken}` },
      body: JSON.stringify({ message: 'JSON' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('facebook-api-version')).toBe('v24.0');
  });

  test.each([
    ['a JSON string', (ids: string[]) => ({ attached_media: JSON.stringify(ids.map((id) => ({ media_fbid: id }))) })],
    [
      'indexed parameters',
      (ids: string[]) => Object.fromEntries(ids.map((id, at) => [`attached_media[${at}]`, `{"media_fbid":"${id}"}`])),
    ],
  ])('attaches unpublished photos given as %s', async (_form, attached) => {
    const ids: string[] = [];
    for (const alt of ['Yksi', 'Kaksi']) {
      const { body } = await box.upload({ published: 'false', alt_text_custom: alt });
      expect(body).toEqual({ id: expect.any(String) });
      ids.push(body.id);
    }
    expect(box.world.ledger()).toEqual([]);
    const { status } = await feed({ message: 'Kuvia', ...attached(ids) });
    expect(status).toBe(200);
    const [entry] = box.world.ledger();
    expect(entry?.images.map(({ alt, bytes }) => [alt, bytes])).toEqual([
      ['Yksi', PNG.length],
      ['Kaksi', PNG.length],
    ]);
    const again = await feed({ message: 'Uudestaan', ...attached(ids) });
    expect(again.body.error).toMatchObject({ code: 100, error_subcode: 1366051 });
  });

  test('takes a real array of media in JSON', async () => {
    const { body } = await box.upload({ published: 'false' });
    const answer = await box.raw(`/v25.0/${page}/feed?access_token=${facebookPage.accessToken}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'x', attached_media: [{ media_fbid: body.id }] }),
    });
    expect(answer.status).toBe(200);
  });

  test('a published photo is a post with an id of its own', async () => {
    const { body } = await box.upload({ caption: 'Kuva' });
    expect(body.post_id).toMatch(new RegExp(`^${page}_`));
    expect(body.id).not.toBe(body.post_id);
    expect(box.world.ledger()).toMatchObject([{ remoteId: body.post_id, text: 'Kuva' }]);
  });

  test.each([
    ['nothing to say', {}, 100],
    ['a link that is none', { message: 'x', link: 'javascript:alert(1)' }, 1609005],
    ['a message beyond 63,206 characters', { message: 'a'.repeat(63_207) }, 100],
    ['a photo that is not there', { message: 'x', attached_media: '[{"media_fbid":"1"}]' }, 100],
  ])('refuses %s', async (_what, params, code) => {
    const { status, body } = await feed(params);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) });
    expect(box.world.ledger()).toEqual([]);
  });

  test('refuses the same words twice in a row, and takes them when it is told to', async () => {
    await feed({ message: 'Sama' });
    expect((await feed({ message: 'Sama' })).body.error.code).toBe(506);
    await box.control('PUT', 'switches', { refuseConsecutiveDuplicates: false });
    expect((await feed({ message: 'Sama' })).status).toBe(200);
  });

  test('has no events and no videos', async () => {
    expect((await box.graph('POST', `${page}/events`, { name: 'x' })).body.error.code).toBe(3);
    expect((await box.graph('POST', `${page}/videos`, {})).body.error.code).toBe(3);
  });
});

describe('changing what stands on Facebook', () => {
  test('comments, edits and deletes', async () => {
    const { body } = await feed({ message: 'Eka' });
    const comment = await box.graph('POST', `${body.id}/comments`, { message: 'Lisää' });
    expect(comment.body.id).toMatch(/^\d+_\d+$/);
    const { body: asked } = await box.graph('GET', comment.body.id, { fields: 'id,permalink_url' });
    expect(asked.permalink_url).toContain(`/facebook/${page}/posts/`);
    expect((await box.graph('GET', `${body.id}/comments`)).body.data).toMatchObject([{ message: 'Lisää' }]);
    expect((await box.graph('POST', body.id, { message: 'Toka' })).body).toEqual({ success: true });
    expect((await box.graph('GET', body.id, { fields: 'message' })).body.message).toBe('Toka');
    expect((await box.graph('DELETE', body.id)).body).toEqual({ success: true });
    expect((await box.graph('DELETE', body.id)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await box.graph('GET', body.id)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(box.world.ledger()).toMatchObject([{ text: 'Toka', visible: false, comments: [{ text: 'Lisää' }] }]);
  });

  test('does not edit what a person posted by hand', async () => {
    const post = box.world.postByHand({ page, text: 'Käsin' });
    expect((await box.graph('POST', post.remoteId, { message: 'x' })).body.error.code).toBe(200);
  });

  test('one page’s token does nothing on another page', async () => {
    const answer = await box.graph('POST', `${otherFacebookPage.remoteId}/feed`, { message: 'x' });
    expect(answer.body.error.code).toBe(200);
    expect(box.world.ledger()).toEqual([]);
  });
});

describe('reading back from Facebook', () => {
  test('lists newest first, in pages that link to the next', async () => {
    for (const at of [1, 2, 3])
      box.world.postByHand({ page, text: `Nro ${at}`, createdAt: Date.now() - (10 - at) * 60_000 });
    const first = await box.graph('GET', `${page}/published_posts`, { limit: '2', fields: 'id,message,created_time' });
    expect(first.body.data.map((post: { message: string }) => post.message)).toEqual(['Nro 3', 'Nro 2']);
    expect(first.body.data[0].created_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
    const { body: second } = await box.raw(first.body.paging.next.slice(box.origin.length));
    expect(second).toMatchObject({ data: [{ message: 'Nro 1' }] });
    expect(second.paging.next).toBeUndefined();
  });

  test('cuts off at `since` and at 100 a page', async () => {
    for (let at = 0; at < 105; at += 1)
      box.world.postByHand({ page, text: `p${at}`, createdAt: Date.now() - at * 60_000 });
    expect((await box.graph('GET', `${page}/posts`, { limit: '500' })).body.data).toHaveLength(100);
    const since = String(Math.floor(Date.now() / 1000) - 90);
    expect((await box.graph('GET', `${page}/feed`, { since })).body.data).toHaveLength(2);
  });

  test('tells the link and the photos in attachments', async () => {
    await feed({ message: 'a', link: 'https://example.org/x' });
    const { body } = await box.graph('GET', `${page}/posts`, { fields: 'attachments{media_type,url,target{id}}' });
    expect(body.data[0].attachments.data[0]).toMatchObject({ media_type: 'link', url: 'https://example.org/x' });
  });

  test('refuses a field that a post has not', async () => {
    const { body } = await feed({ message: 'a' });
    expect((await box.graph('GET', body.id, { fields: 'id,shoe_size' })).body.error.code).toBe(100);
  });
});

describe('Facebook’s numbers', () => {
  test('are those of the world, in insights and in fields alike', async () => {
    const { body } = await feed({ message: 'Luvut' });
    await box.control('POST', `numbers/${body.id}`, {
      views: 321,
      reach: 200,
      reactions: 10,
      comments: 3,
      shares: 2,
      clicks: 7,
    });
    const fields =
      'shares,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0),' +
      'insights.metric(post_media_view,post_total_media_view_unique,post_clicks)';
    const { body: many } = await box.graph('GET', '', { ids: body.id, fields });
    const post = many[body.id];
    expect(post.shares).toEqual({ count: 2 });
    expect(post.reactions.summary.total_count).toBe(10);
    expect(post.comments.summary.total_count).toBe(3);
    expect(post.insights.data.map((one: { values: { value: number }[] }) => one.values[0]?.value)).toEqual([
      321, 200, 7,
    ]);
    const edge = await box.graph('GET', `${body.id}/insights`, { metric: 'post_media_view' });
    expect(edge.body.data).toMatchObject([{ name: 'post_media_view', period: 'lifetime', values: [{ value: 321 }] }]);
  });

  test.each(['post_impressions', 'post_impressions_unique', 'post_engaged_users', 'nonsense'])(
    'one bad name (%s) fails the whole call',
    async (name) => {
      const { body } = await feed({ message: 'Luvut' });
      const metric = `post_media_view,${name}`;
      expect((await box.graph('GET', `${body.id}/insights`, { metric })).body.error.code).toBe(100);
      const nested = await box.graph('GET', '', { ids: body.id, fields: `id,insights.metric(${metric})` });
      expect(nested.body.error.message).toContain('valid insights metric');
    },
  );

  test('grow with the sandbox clock and never fall', async () => {
    const { body } = await feed({ message: 'Kasvu' });
    const at = (hours: number) => box.world.numbers(body.id, box.world.clock.now() + hours * 3_600_000);
    const seen = [0, 1, 6, 24, 72, 672].map((hours) => at(hours)?.views ?? -1);
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen.at(-1)).toBeGreaterThan(100);
    const moment = box.world.clock.now() + 24 * 3_600_000;
    expect((await box.control('GET', `numbers/${body.id}?at=${moment}`)).body.views).toBe(
      box.world.numbers(body.id, moment)?.views,
    );
  });

  test('ids= takes 50 at most, and a missing one fails all or is left out', async () => {
    const { body } = await feed({ message: 'a' });
    const ids = Array.from({ length: 51 }, (_, at) => String(at)).join(',');
    expect((await box.graph('GET', '', { ids })).body.error.code).toBe(100);
    const some = { ids: `${body.id},${page}_1`, fields: 'id' };
    expect((await box.graph('GET', '', some)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    await box.control('PUT', 'switches', { missingIds: 'omit' });
    expect((await box.graph('GET', '', some)).body).toEqual({ [body.id]: { id: body.id } });
  });

  test('usage headers come only after enough calls', async () => {
    await box.control('PUT', 'switches', { usageHeadersAfter: 2, callsPerHour: 10 });
    expect((await box.graph('GET', page)).headers.get('x-app-usage')).toBeNull();
    await box.graph('GET', page);
    const { headers } = await box.graph('GET', page);
    expect(JSON.parse(headers.get('x-app-usage') ?? '{}').call_count).toBe(30);
    expect(JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')[page][0].type).toBe('pages');
  });
});
