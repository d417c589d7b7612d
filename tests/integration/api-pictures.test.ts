import { eq, isNotNull } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { media, posts } from '#src/db/schema';
import { feedStore } from '#src/feed/store';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** The left half is red, the right half blue. */
async function halves(alt = 'Punainen ja sininen', fields: Record<string, string> = {}) {
  const half = { create: { width: 100, height: 100, channels: 3, background: '#ff0000' } } as const;
  const png = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#0000ff' } })
    .composite([{ input: await sharp(half).png().toBuffer(), left: 0, top: 0 }])
    .png()
    .toBuffer();
  const { status, body } = await api.upload(png, 'puolet.png', alt);
  expect(status).toBe(201);
  if (Object.keys(fields).length === 0) return body;
  return (await api.call('PATCH', `/api/v1/media/${body.id}`, fields)).body;
}

const RIGHT = { x: 0.5, y: 0, width: 0.5, height: 1 };

async function messageOf(postId: string) {
  const [row] = await api.deps.database.db.select().from(posts).where(eq(posts.id, postId));
  return row?.message;
}

describe('the pictures that were sent', () => {
  test('are listed the newest first, found by their words, page after page', async () => {
    const first = await halves('Kattotuolit nostetaan paikalleen');
    const second = await halves('Seinä', { credit: 'Aino Virta' });
    const { body } = await api.call('GET', '/api/v1/media?limit=1');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    const next = await api.call('GET', `/api/v1/media?limit=1&cursor=${body.nextCursor}`);
    expect(next.body.items.map(({ id }: { id: string }) => id)).toEqual([first.id]);
    const found = async (q: string) =>
      (await api.call('GET', `/api/v1/media?q=${encodeURIComponent(q)}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found('kattoTUOLIT')).toEqual([first.id]);
    expect(await found('virta')).toEqual([second.id]);
    expect(await found('100%')).toEqual([]);
  });

  test('carry credit, licence and consent, which can be taken back', async () => {
    const told = { credit: 'Aino Virta', licence: 'CC BY 4.0', consent: 'Kuvan rakentajat suostuivat 3.11.2026.' };
    const { id } = await halves();
    expect((await api.call('PATCH', `/api/v1/media/${id}`, told)).body).toMatchObject({
      ...told,
      alt: 'Punainen ja sininen',
    });
    const { body } = await api.call('PATCH', `/api/v1/media/${id}`, { credit: '', consent: null });
    expect(body).toMatchObject({ credit: null, licence: 'CC BY 4.0', consent: null });
    expect((await api.call('PATCH', `/api/v1/media/${id}`, { credit: 'x'.repeat(301) })).status).toBe(422);
  });

  test('show credit and licence on the website, the consent never', async () => {
    const picture = await halves('Väitös', { credit: 'Aino <b>Virta', licence: 'CC BY 4.0', consent: 'Suostumus on' });
    const { body } = await api.call(
      'POST',
      '/api/v1/announcements',
      anAnnouncement({ media: [picture.id], submit: true }),
    );
    const post = body.posts[0];
    const images = (await messageOf(post.id))?.images ?? [];
    const { db } = api.deps.database;
    const item = {
      postId: post.id,
      channelId: '',
      language: 'fi',
      title: post.title,
      text: post.text,
      link: null,
      images,
    };
    await feedStore(db, 'http://kaiku.test').put(item);
    const page = await (await fetch(`${api.url}/a/${body.announcement.slug}`)).text();
    expect(page).toContain('<figcaption>Kuva: Aino &lt;b&gt;Virta · CC BY 4.0</figcaption>');
    expect(page).not.toContain('Suostumus on');
  });
});

describe('a crop', () => {
  test('is cut for its kind of channel only, once, and what is published carries it', async () => {
    const picture = await halves();
    const input = anAnnouncement({
      channels: ['facebook-klusteri', 'website'],
      media: [picture.id],
      crops: { [picture.id]: { 'website-feed': RIGHT } },
      publishAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    await api.call('POST', '/api/v1/channels', {
      kind: 'facebook',
      slug: 'facebook-klusteri',
      name: 'Sivu',
      remoteId: '4242',
      accessToken: 'good-token',
    });
    const planned = await api.call('POST', '/api/v1/announcements/plan', input);
    expect(planned.body.problems).toEqual([]);
    const { db } = api.deps.database;
    const cut = () => db.select().from(media).where(isNotNull(media.originalId));
    expect(await cut()).toEqual([]);
    const { status, body } = await api.call('POST', '/api/v1/announcements', input);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body.announcement.crops).toEqual({ [picture.id]: { 'website-feed': RIGHT } });
    const by = Object.fromEntries(body.posts.map((post: { channel: string; id: string }) => [post.channel, post.id]));
    expect((await messageOf(by['facebook-klusteri']))?.images[0]).toMatchObject({ mediaId: picture.id, width: 200 });
    const [image] = (await messageOf(by.website))?.images ?? [];
    expect(image).toMatchObject({ width: 100, height: 100, alt: 'Punainen ja sininen' });
    const bytes = await api.deps.media.read(image?.sha256 ?? '');
    const { dominant } = await sharp(bytes).stats();
    expect(dominant.b).toBeGreaterThan(200);
    expect(dominant.r).toBeLessThan(50);
    expect((await api.call('POST', '/api/v1/announcements', { ...input, slug: undefined })).status).toBe(201);
    expect(await cut()).toHaveLength(1);
    const listed = (await api.call('GET', '/api/v1/media?limit=200')).body.items;
    expect(listed.some(({ id }: { id: string }) => id === image?.mediaId)).toBe(false);
  });

  test('follows a change, and goes with its picture', async () => {
    const [one, two] = [await halves(), await halves('Toinen')];
    const { body } = await api.call('POST', '/api/v1/announcements', anAnnouncement({ media: [one.id] }));
    const { slug, revision } = body.announcement;
    const change = (rev: number, part: unknown) =>
      api.call('PATCH', `/api/v1/announcements/${slug}`, part, { 'if-match': String(rev) });
    const cropped = await change(revision, { crops: { [one.id]: { 'website-feed': RIGHT } } });
    expect(cropped.status).toBe(200);
    expect((await messageOf(cropped.body.posts[0].id))?.images[0]).toMatchObject({ width: 100 });
    const without = await change(cropped.body.announcement.revision, { media: [two.id] });
    expect(without.body.announcement.crops).toEqual({});
  });

  test('over the edge of the picture is told at its place', async () => {
    const { id } = await halves();
    const crops = { [id]: { 'website-feed': { ...RIGHT, x: 0.8 } } };
    const { status, body } = await api.call('POST', '/api/v1/announcements', anAnnouncement({ media: [id], crops }));
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(`/crops/${id}/website-feed/width`);
  });
});

describe('the card of a link', () => {
  test('says what was given, and is forgotten with its link', async () => {
    const linkCard = { title: 'Lapin puurakentaminen', description: 'Mitä kerrostaloista on opittu.' };
    const link = 'https://example.fi/puu';
    const { body } = await api.call('POST', '/api/v1/announcements', anAnnouncement({ link, linkCard }));
    expect((await messageOf(body.posts[0].id))?.link).toEqual({ url: link, target: link, ...linkCard });
    const { slug, revision } = body.announcement;
    const part = { link: 'https://example.fi/toinen' };
    const after = await api.call('PATCH', `/api/v1/announcements/${slug}`, part, { 'if-match': String(revision) });
    expect(after.body.announcement.linkCard).toBeNull();
    expect((await messageOf(body.posts[0].id))?.link?.title).toBe(body.posts[0].title);
  });
});
