import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '#src/api/operations';
import { type Answer, type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Refused as RFC 9457 says, and nothing was stored. */
async function refused(send: () => Promise<Answer>, status: number): Promise<Answer> {
  const before = await stored();
  const answer = await send();
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.type).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code: expect.any(String),
  });
  expect(await stored()).toEqual(before);
  return answer;
}

async function stored() {
  const counts = ['announcements', 'posts', 'media', 'channels', 'idempotency_keys'].map(
    (table) => `(select count(*)::int from ${table}) as ${table}`,
  );
  const { rows } = await api.deps.database.pool.query(`select ${counts.join(', ')}`);
  return { ...rows[0], jobs: api.jobs.length };
}

const post = (body: unknown, headers?: Record<string, string>) => () =>
  api.call('POST', '/api/v1/announcements', body, headers);
const pointers = (answer: Answer): string[] =>
  answer.body.errors.map((error: { pointer: string }) => error.pointer).sort();

describe('what an announcement may not be', () => {
  test('for an unknown channel; the answer names those that exist', async () => {
    const { body } = await refused(post(anAnnouncement({ channels: ['website', 'facebok'] })), 422);
    expect(body.errors).toEqual([
      expect.objectContaining({
        pointer: '/channels/1',
        code: 'unknown-channel',
        detail: expect.stringContaining('website'),
      }),
    ]);
  });

  test('for a time that is past', async () => {
    const { body } = await refused(post(anAnnouncement({ publishAt: '2020-06-01T09:00', submit: true })), 422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/publishAt', code: 'past' })]);
  });

  test.each([
    ['empty', '   ', 'too-short'],
    ['of 70,000 characters', 'ä'.repeat(70_000), 'too-long'],
  ])('with a text that is %s', async (_name, text, code) => {
    const { body } = await refused(post(anAnnouncement({ texts: { fi: { title: 'Otsikko', body: text } } })), 422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/texts/fi/body', code })]);
  });

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ftp://example.fi',
    'https://user:pass@example.fi',
    'nonsense',
  ])('with the link %s', async (link) => {
    expect(pointers(await refused(post(anAnnouncement({ link })), 422))).toEqual(['/link']);
  });

  test('broken JSON; the answer says where', async () => {
    const { body } = await refused(post('{\n  "kind": "announcement",\n  "texts": oops }'), 400);
    expect(body).toMatchObject({ code: 'broken-json', detail: expect.stringContaining('line 3') });
  });

  test('something else than JSON, or nothing at all', async () => {
    await refused(post('kind=event', { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    await refused(post(undefined), 422);
    await refused(post('null'), 422);
    await refused(post('"text"'), 422);
  });

  test('larger than a megabyte', async () => {
    await refused(post(anAnnouncement({ link: `https://example.fi/${'a'.repeat(1_100_000)}` })), 413);
  });

  test('wrong everywhere at once; every fault is named', async () => {
    const wrong = {
      kind: 'party',
      organisation: 'nobody',
      texts: { fi: { title: 5, body: '' }, en: { title: 'Fine', body: 'Fine.' }, x: {} },
      channels: ['website', 'nowhere', 7],
      themes: 'wood-construction',
      targetGroups: [{}, 'ghosts'],
      funding: 'B1',
      link: 'file:///etc/passwd',
      media: ['0192aaaa-0000-7000-8000-000000000000'],
      publishAt: '2020-01-01T10:00',
      worthUntil: 'tomorrow',
      event: { startsAt: '2030-02-30T10:00', capacity: 'many' },
      campaign: 'nothing',
      submit: 'yes',
      extra: true,
    };
    const answer = await refused(post(wrong), 422);
    expect(pointers(answer)).toEqual(
      expect.arrayContaining([
        '/kind',
        '/organisation',
        '/texts/fi/title',
        '/texts/fi/body',
        '/texts/x',
        '/channels',
        '/channels/1',
        '/themes',
        '/targetGroups/0',
        '/targetGroups/1',
        '/funding',
        '/link',
        '/media/0',
        '/publishAt',
        '/worthUntil',
        '/event/capacity',
        '/event/startsAt',
        '/campaign',
        '/submit',
        '/extra',
      ]),
    );
  });

  test('a date that is not in the calendar, an end before the start', async () => {
    const event = { startsAt: '2030-02-30T10:00' };
    expect(pointers(await refused(post(anAnnouncement({ kind: 'event', event })), 422))).toEqual(['/event/startsAt']);
    const order = { startsAt: '2030-03-02T10:00', endsAt: '2030-03-01T10:00' };
    expect(pointers(await refused(post(anAnnouncement({ kind: 'event', event: order })), 422))).toEqual([
      '/event/endsAt',
    ]);
  });

  test.each(['a\0b', 'half \ud83d'])('characters that nothing can store: %j', async (body) => {
    const texts = { fi: { title: 'Otsikko', body } };
    const answer = await refused(post(anAnnouncement({ texts })), 422);
    expect(pointers(answer)).toEqual(['/texts/fi/body']);
    await refused(() => api.call('GET', '/api/v1/announcements?q=%00'), 400);
    await refused(() => api.call('GET', '/api/v1/announcements/%00'), 400);
  });

  test.each(['0000-01-01T10:00', '9999-12-01T10:00'])('an event in the year of %s', async (startsAt) => {
    expect(pointers(await refused(post(anAnnouncement({ kind: 'event', event: { startsAt } })), 422))).toEqual([
      '/event/startsAt',
    ]);
  });

  test('words for a channel that it does not go to', async () => {
    const texts = { fi: { title: 'A', body: 'B', channels: { facebook: { body: 'C' } } } };
    expect(pointers(await refused(post(anAnnouncement({ texts })), 422))).toEqual(['/texts/fi/channels/facebook']);
  });
});

describe('what an image may not be', () => {
  test('30 MB; the sender gets to read why', async () => {
    const { body } = await refused(() => api.upload(new Uint8Array(30 * 1024 * 1024), 'huge.jpg', 'Iso kuva'), 413);
    expect(body.detail).toContain('20 MB');
    expect(body.errors[0].pointer).toBe('/file');
  });

  test('an SVG with a script, whatever its name says', async () => {
    const svg =
      '<?xml version="1.0"?>\n<!-- hi --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    for (const name of ['drawing.svg', 'photo.png']) {
      const { body } = await refused(() => api.upload(new TextEncoder().encode(svg), name, 'Piirros'), 422);
      expect(body.errors).toEqual([
        expect.objectContaining({ pointer: '/file', code: 'svg', detail: expect.stringContaining('PNG') }),
      ]);
    }
  });

  test.each([
    ['text named .png', new TextEncoder().encode('hello'), 'not-an-image'],
    ['a PDF', new TextEncoder().encode('%PDF-1.7\n%%EOF'), 'not-an-image'],
    ['half a PNG', new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]), 'broken-image'],
    ['nothing', new Uint8Array(), 'not-an-image'],
  ])('%s', async (_name, bytes, code) => {
    const { body } = await refused(() => api.upload(bytes, 'photo.png', 'Kuva'), 422);
    expect(body.errors[0]).toMatchObject({ pointer: '/file', code });
  });

  test('without alt text; both faults are told', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    expect(pointers(await refused(() => api.upload(png, 'a.png', null), 422))).toEqual(['/alt']);
    expect(pointers(await refused(() => api.upload(new Uint8Array([1]), 'a.png', ' '), 422))).toEqual([
      '/alt',
      '/file',
    ]);
  });

  test('JSON instead of multipart', async () => {
    await refused(() => api.call('POST', '/api/v1/media', { file: 'x' }), 415);
  });
});

describe('who asks comes before everything', () => {
  const bad = [
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer nonsense' }],
    ['a wrong x-api-key', { 'x-api-key': 'nonsense' }],
  ] as const;

  test.each(bad)('%s: every operation answers 401, and so do unknown paths and broken bodies', async (_name, key) => {
    const call = async (method: string, path: string, body?: string) => {
      const headers = { ...key, 'content-type': 'application/json' };
      const response = await fetch(`${api.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      await response.arrayBuffer();
      return response.status;
    };
    for (const { method, path } of OPERATIONS) expect(await call(method.toUpperCase(), `/api/v1${path}`)).toBe(401);
    expect(await call('GET', '/api/v1/nothing-here')).toBe(401);
    expect(await call('GET', '/api/v1/posts/%E0%A4%A')).toBe(401);
    expect(await call('POST', '/api/v1/announcements', '{ broken')).toBe(401);
    expect(await call('POST', '/api/v1/announcements', 'x'.repeat(2_000_000))).toBe(401);
  });

  test('with a key, an unknown path is a 404', async () => {
    await refused(() => api.call('GET', '/api/v1/nothing-here'), 404);
    await refused(() => api.call('GET', '/api/v1/posts/not-an-id'), 404);
    await refused(() => api.call('GET', '/api/v1/posts/%E0%A4%A'), 400);
    await refused(() => api.call('GET', '/api/v1/announcements?limit=0'), 422);
  });
});
