import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstStart } from '#src/db/first-start';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const count = async (table: string) =>
  (await api.deps.database.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;

describe('an Idempotency-Key', () => {
  test('makes one announcement of two requests, with the same answer', async () => {
    const body = anAnnouncement();
    const key = { 'idempotency-key': 'twice' };
    const first = await api.call('POST', '/api/v1/announcements', body, key);
    const before = await count('announcements');
    const second = await api.call('POST', '/api/v1/announcements', body, key);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await count('announcements')).toBe(before);
  });

  test('with another body is refused', async () => {
    const key = { 'idempotency-key': 'other' };
    await api.call('POST', '/api/v1/announcements', anAnnouncement(), key);
    const other = await api.call('POST', '/api/v1/announcements', anAnnouncement(), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  test('sent ten times at once makes one', async () => {
    const before = await count('announcements');
    const body = anAnnouncement({ submit: true });
    const send = () => api.call('POST', '/api/v1/announcements', body, { 'idempotency-key': 'storm' });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await count('announcements')).toBe(before + 1);
    expect((await send()).status).toBe(201);
  });

  test('is free again after a refusal', async () => {
    const key = { 'idempotency-key': 'mended' };
    expect((await api.call('POST', '/api/v1/announcements', anAnnouncement({ link: 'file:///x' }), key)).status).toBe(
      422,
    );
    expect((await api.call('POST', '/api/v1/announcements', anAnnouncement(), key)).status).toBe(201);
  });
});

describe('channels', () => {
  const page = (over: Record<string, unknown> = {}) => ({
    kind: 'linkedin',
    slug: 'li',
    name: 'Sivu',
    remoteId: 'urn:li:organization:1',
    accessToken: 'good-token',
    ...over,
  });

  test('the token is tried at once, sealed, and never given back', async () => {
    const bad = await api.call('POST', '/api/v1/channels', page({ accessToken: 'bad-token' }));
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([422, '/accessToken']);
    const connected = await api.call('POST', '/api/v1/channels', page());
    expect(connected.status).toBe(201);
    expect(connected.body).toMatchObject({ slug: 'li', hold: null, health: { ok: true } });
    expect(JSON.stringify(connected.body)).not.toContain('good-token');
    const { rows } = await api.deps.database.pool.query(`select access_token from channels where slug = 'li'`);
    expect(rows[0].access_token).toMatch(/^v1\./);
  });

  test('a page is connected once; a slug names one', async () => {
    expect((await api.call('POST', '/api/v1/channels', page({ slug: 'li-2' }))).body).toMatchObject({
      status: 409,
      code: 'connected-twice',
    });
    expect(
      (await api.call('POST', '/api/v1/channels', page({ remoteId: 'urn:li:organization:2' }))).body,
    ).toMatchObject({ status: 409, code: 'slug-taken' });
    expect(
      (await api.call('POST', '/api/v1/channels', { kind: 'facebook', slug: 'f', name: 'F' })).body.errors,
    ).toHaveLength(2);
  });

  test('pause, resume, check, change, disconnect', async () => {
    expect((await api.call('POST', '/api/v1/channels/li/pause', { message: 'kesäloma' })).body.hold).toMatchObject({
      reason: 'paused',
      message: 'kesäloma',
    });
    expect((await api.call('POST', '/api/v1/channels/li/resume')).body.hold).toBeNull();
    api.page.tokens.delete('good-token');
    expect((await api.call('POST', '/api/v1/channels/li/check')).body.health).toMatchObject({ ok: false });
    api.page.tokens.add('new-token');
    const read = await api.call('GET', '/api/v1/channels/li');
    const changed = await api.call(
      'PATCH',
      '/api/v1/channels/li',
      { ...read.body, name: 'Uusi nimi', accessToken: 'new-token' },
      { 'if-match': String(read.body.revision) },
    );
    expect(changed.body).toMatchObject({ name: 'Uusi nimi', health: { ok: true } });
    const { body } = await api.call(
      'POST',
      '/api/v1/announcements',
      anAnnouncement({ channels: ['li'], submit: true, publishAt: '2031-01-01T09:00' }),
    );
    expect((await api.call('DELETE', '/api/v1/channels/li')).status).toBe(204);
    expect((await api.call('GET', '/api/v1/channels/li')).status).toBe(404);
    expect((await api.call('GET', `/api/v1/posts/${body.posts[0].id}`)).body.state).toBe('cancelled');
    api.page.tokens.add('good-token');
    expect((await api.call('POST', '/api/v1/channels', page())).status).toBe(201);
  });
});

describe('images', () => {
  test('are stored without metadata, upright, in a type that every channel takes', async () => {
    const source = sharp({ create: { width: 60, height: 30, channels: 3, background: 'teal' } });
    const jpeg = await source
      .clone()
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer();
    for (const [bytes, mime] of [
      [jpeg, 'image/jpeg'],
      [await source.clone().webp().toBuffer(), 'image/jpeg'],
      [await source.clone().ensureAlpha(0.5).webp().toBuffer(), 'image/png'],
      [await source.clone().gif().toBuffer(), 'image/png'],
    ] as const) {
      const { status, body } = await api.upload(bytes, 'kuva.bin', 'Rakennus');
      expect([status, body.mime, body.alt]).toEqual([201, mime, 'Rakennus']);
      const stored = Buffer.from(await (await fetch(`${api.url}/media/${body.id}`)).arrayBuffer());
      expect(stored).toHaveLength(body.bytes);
      expect((await sharp(stored).metadata()).exif).toBeUndefined();
    }
    const { body } = await api.upload(jpeg, 'kuva.jpg', 'Pystyssä');
    expect([body.width, body.height]).toEqual([30, 60]);
  });

  test('noise of many megabytes is made small enough for every channel', async () => {
    const noise = await sharp({
      create: {
        width: 2400,
        height: 1800,
        channels: 3,
        background: 'white',
        noise: { type: 'gaussian', mean: 128, sigma: 80 },
      },
    })
      .png()
      .toBuffer();
    const { body } = await api.upload(noise, 'kohina.png', 'Kohinaa');
    expect(body.bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  test('are keyed by their content', async () => {
    const png = await sharp({ create: { width: 5, height: 5, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const key = { 'idempotency-key': 'picture' };
    const first = await api.upload(png, 'a.png', 'Punainen', key);
    expect((await api.upload(png, 'a.png', 'Punainen', key)).body.id).toBe(first.body.id);
    expect((await api.upload(png, 'a.png', 'Vihreä', key)).status).toBe(422);
  });
});

describe('named things', () => {
  test.each([
    ['organisations', 'lapin-amk', 3],
    ['themes', 'wood-construction', 4],
    ['target-groups', 'architects', 12],
    ['fundings', 'A72158', 1],
    ['campaign-templates', 'standard', 1],
  ])('%s are there from the first start, by slug and id, and take back what they give', async (path, slug, many) => {
    const list = await api.call('GET', `/api/v1/${path}`);
    expect(list.body.items).toHaveLength(many);
    const one = await api.call('GET', `/api/v1/${path}/${slug}`);
    expect((await api.call('GET', `/api/v1/${path}/${one.body.id}`)).body).toEqual(one.body);
    const patched = await api.call('PATCH', `/api/v1/${path}/${slug}`, one.body, {
      'if-match': one.headers.get('etag') ?? '',
    });
    expect(patched.body).toEqual({ ...one.body, revision: 2 });
    expect((await api.call('PATCH', `/api/v1/${path}/${slug}`, {}, { 'if-match': '1' })).status).toBe(412);
  });

  test('a new theme; its slug is taken once', async () => {
    const theme = { slug: 'circular-economy', names: { fi: 'kiertotalous' } };
    expect((await api.call('POST', '/api/v1/themes', theme)).status).toBe(201);
    expect((await api.call('POST', '/api/v1/themes', theme)).status).toBe(409);
    expect((await api.call('POST', '/api/v1/themes', { slug: 'Bad Slug', names: {} })).body.errors).toHaveLength(2);
  });
});

test('all publishing stops and goes on, and the audit log tells by whom', async () => {
  expect((await api.call('POST', '/api/v1/cluster/pause', { message: 'huolto' })).body.stopped).toMatchObject({
    reason: 'person',
    message: 'huolto',
  });
  expect((await api.call('POST', '/api/v1/cluster/resume')).body.stopped).toBeNull();
  const { body } = await api.call('GET', '/api/v1/audit?thing=cluster&limit=1');
  expect(body.items).toEqual([expect.objectContaining({ action: 'cluster.resumed', actor: 'api-key:bootstrap' })]);
  expect(body.nextCursor).toEqual(expect.any(String));
  expect((await api.call('GET', `/api/v1/audit?thing=cluster&cursor=${body.nextCursor}`)).body.items[0].action).toBe(
    'cluster.stopped',
  );
});

test('more requests at once than the database has connections are all answered', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => api.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 201));
});

test('starting again brings nothing back and makes no second key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-first-'));
  try {
    const { database } = api.deps;
    await database.pool.query(`delete from campaign_templates`);
    expect(await firstStart(database, { bootstrapKey: null, dataFolder: folder })).toEqual({
      fresh: false,
      keyFile: null,
    });
    expect(await count('campaign_templates')).toBe(0);
    await database.pool.query('delete from api_keys');
    const { keyFile } = await firstStart(database, { bootstrapKey: null, dataFolder: folder });
    const key = (await readFile(keyFile as string, 'utf8')).trim();
    expect((await stat(keyFile as string)).mode & 0o777).toBe(0o600);
    expect((await firstStart(database, { bootstrapKey: null, dataFolder: folder })).keyFile).toBe(keyFile);
    const response = await fetch(`${api.url}/api/v1/cluster`, { headers: { 'x-api-key': key } });
    expect(response.status).toBe(200);
  } finally {
    await rm(folder, { recursive: true });
  }
});
