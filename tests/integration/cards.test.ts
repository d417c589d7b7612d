import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPosts } from '#src/db/posts';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { create, inDays, picture } from '../support/public-site.ts';

let api: ApiServer;
const START = inDays(30);
const LATER = inDays(37);

beforeAll(async () => {
  api = await startApi();
  for (const kind of ['facebook', 'linkedin']) {
    const page = { kind, slug: kind, name: kind, remoteId: `${kind}-1`, accessToken: 'good-token' };
    expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  }
});
afterAll(() => api.close());

const TEXTS = { fi: { title: 'Puurakentamisen päivä', body: 'Tervetuloa!' } };

function anEvent(over: Record<string, unknown> = {}) {
  return {
    kind: 'event',
    texts: TEXTS,
    publishAt: inDays(1).toISOString(),
    event: { startsAt: START.toISOString(), place: 'Kemi' },
    channels: ['facebook', 'linkedin', 'website'],
    funding: 'A72158',
    ...over,
  };
}

async function imagesOf(announcement: { id: string }) {
  const posts = await listPosts(api.deps.database.db, { announcementId: announcement.id, limit: 10 });
  const channels = (await api.call('GET', '/api/v1/channels')).body.items as { id: string; slug: string }[];
  const named = posts.map((post) => {
    const channel = channels.find(({ id }) => id === post.channelId)?.slug ?? '';
    return [channel, post.message.images] as const;
  });
  return Object.fromEntries(named);
}

test('an event without a picture goes out with a card in the size of each page, told in words too', async () => {
  const { announcement } = await create(api, anEvent());
  const images = await imagesOf(announcement);
  expect(images.facebook?.[0]).toMatchObject({ width: 1200, height: 630, mime: 'image/png' });
  expect(images.linkedin?.[0]).toMatchObject({ width: 1200, height: 627 });
  expect(images.facebook?.[0]?.alt).toMatch(
    /^Puurakentamisen päivä\. \p{L}+ \d.* klo .*\. Kemi\. Lapin ammattikorkeakoulu\. Euroopan unionin osarahoittama$/u,
  );
  // The website shows the card as the event is now, not as it was.
  expect(images.website).toEqual([]);
  const stored = await api.deps.media.read(images.facebook?.[0]?.sha256 ?? '');
  expect(stored.length).toBe(images.facebook?.[0]?.bytes);
  expect(await sharp(stored).metadata()).toMatchObject({ width: 1200, height: 630 });
  expect((await api.call('GET', '/api/v1/media')).body.items).toEqual([]);
});

test('the same event has the same card; one that moved has a new one, and keeps its approval', async () => {
  const first = await create(api, anEvent());
  const second = await create(api, anEvent());
  const before = await imagesOf(first.announcement);
  expect(await imagesOf(second.announcement)).toEqual(before);
  const path = `/api/v1/announcements/${first.announcement.id}`;
  const event = { startsAt: LATER.toISOString(), place: 'Kemi' };
  const { status, body } = await api.call('PATCH', path, { event }, { 'if-match': '1' });
  expect(status, JSON.stringify(body)).toBe(200);
  const after = await imagesOf(first.announcement);
  expect(after.facebook?.[0]?.mediaId).not.toBe(before.facebook?.[0]?.mediaId);
  expect(after.facebook?.[0]?.alt).not.toBe(before.facebook?.[0]?.alt);
  expect(body.posts.map(({ state }: { state: string }) => state)).toEqual(Array(3).fill('scheduled'));
});

test('a chosen picture, a link that brings its own, and what is no event have none', async () => {
  const chosen = await picture(api, 'Hirsiseinä');
  const own = await imagesOf((await create(api, anEvent({ media: [chosen.id] }))).announcement);
  expect(own.facebook?.map(({ mediaId }) => mediaId)).toEqual([chosen.id]);
  const linked = await imagesOf((await create(api, anEvent({ link: 'https://example.fi/' }))).announcement);
  expect(linked.facebook).toEqual([]);
  const news = anEvent({ kind: 'announcement', event: undefined });
  expect((await imagesOf((await create(api, news)).announcement)).linkedin).toEqual([]);
});

test('looking at the plan draws and stores nothing', async () => {
  const count = async () => (await api.deps.database.pool.query('select count(*)::int as n from media')).rows[0].n;
  const before = await count();
  const texts = { fi: { title: 'Vielä mietitään', body: 'x' } };
  const { status, body } = await api.call('POST', '/api/v1/announcements/plan', {
    organisation: 'lapin-amk',
    ...anEvent({ texts }),
  });
  expect([status, body.problems]).toEqual([200, []]);
  expect(await count()).toBe(before);
});
