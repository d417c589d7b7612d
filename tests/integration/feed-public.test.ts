import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { links } from '#src/db/schema';
import { feedStore } from '#src/feed/store';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { create as createIn, picture, publish, read } from '../support/public-site.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const get = (path: string, headers: Record<string, string> = {}) => read(api, path, headers);
const create = (over: Record<string, unknown>) => createIn(api, over);
const image = (alt: string) => picture(api, alt);

const HOSTILE = `</script><script>alert(1)</script> & "quotes" <img src=x onerror=alert(1)>`;

describe('feeds', () => {
  test('tell what is out, and hold their ETag while nothing changes', async () => {
    const { posts, announcement } = await create({
      texts: {
        fi: { title: 'Hirsi & terva', body: `Ensimmäinen kappale.\n\nLue https://example.fi/a?b=1&c=2.\n\n${HOSTILE}` },
      },
      media: [(await image('Hirsiseinä')).id],
      funding: 'A72158',
      themes: ['wood-construction'],
    });
    expect(JSON.parse((await get('/feed.json')).text).items).toEqual([]);
    const media = announcement.media.map((id: string) => ({ id, alt: 'Hirsiseinä' }));
    expect(await publish(api, posts[0], media)).toBe('stored');
    expect(await publish(api, posts[0], media)).toBe('already there');

    const json = await get('/feed.json');
    expect(json.headers.get('content-type')).toContain('application/feed+json');
    const feed = JSON.parse(json.text);
    expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', title: 'Kestävä rakentaminen' });
    expect(feed.items).toHaveLength(1);
    expect(feed.items[0]).toMatchObject({
      url: `http://kaiku.test/a/${announcement.slug}#${posts[0].id}`,
      title: 'Hirsi & terva',
      language: 'fi',
      tags: ['wood-construction'],
      attachments: [{ mime_type: 'image/png', title: 'Hirsiseinä' }],
    });
    expect(feed.items[0].content_text).toContain('Euroopan unionin osarahoittama');
    expect(feed.items[0].content_html).toContain('<a href="https://example.fi/a?b=1&amp;c=2">');
    expect(feed.items[0].content_html).not.toContain('<script');

    for (const path of ['/feed.json', '/feed.rss', '/feed.atom']) {
      const first = await get(path);
      expect(first.status).toBe(200);
      expect(first.text).toContain('Hirsi');
      expect(first.headers.get('cache-control')).toContain('public');
      const etag = first.headers.get('etag') as string;
      expect((await get(path, { 'if-none-match': etag })).status, path).toBe(304);
    }
    expect((await get('/')).text).toContain('Hirsi &amp; terva');
  });

  test('a post that is taken back is gone from every feed', async () => {
    const { posts, announcement } = await create({});
    await publish(api, posts[0]);
    expect((await get(`/a/${announcement.slug}`)).status).toBe(200);
    await feedStore(api.deps.database.db, 'http://kaiku.test').remove(posts[0].id);
    expect((await get('/feed.json')).text).not.toContain(posts[0].id);
    expect((await get(`/a/${announcement.slug}`)).status).toBe(404);
  });
});

describe('the page of an announcement', () => {
  test('appears when it is out, escapes everything, and tells machines what it is', async () => {
    const picture = await image('Ikkuna "etelään" <b>');
    const { posts, announcement } = await create({
      texts: { fi: { title: `Otsikko ${HOSTILE}`, body: HOSTILE } },
      media: [picture.id],
      funding: 'A72158',
    });
    expect((await get(`/a/${announcement.slug}`)).status).toBe(404);
    await publish(api, posts[0], [picture]);
    const { status, text } = await get(`/a/${announcement.slug}`);
    expect(status).toBe(200);
    expect(text).not.toMatch(/<script(?! type="application\/ld\+json")|<img src=x/);
    expect(text).toContain('alt="Ikkuna &quot;etelään&quot; &lt;b&gt;"');
    expect(text).toContain('Euroopan unionin osarahoittama');
    expect(text).toContain(`<meta property="og:image" content="http://kaiku.test/media/${picture.id}">`);
    const structured = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '');
    expect(structured).toMatchObject({ '@type': 'NewsArticle', headline: expect.stringContaining('</script>') });
    const bytes = await fetch(`${api.url}/media/${picture.id}`);
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect(bytes.headers.get('cache-control')).toContain('immutable');
    expect((await sharp(Buffer.from(await bytes.arrayBuffer())).metadata()).width).toBe(40);
  });

  test('an event has its page as soon as it is open, and says when it is cancelled', async () => {
    const draft = await create({ submit: false, kind: 'event', event: { startsAt: inDays(30) } });
    expect((await get(`/a/${draft.announcement.slug}`)).status).toBe(404);
    const { announcement } = await create({
      kind: 'event',
      publishAt: inDays(5),
      event: { startsAt: inDays(30), place: 'Rovaniemi', registrationUrl: 'https://example.fi/ilmo' },
    });
    const open = await get(`/a/${announcement.slug}`);
    expect(open.text).toContain('Rovaniemi');
    expect(open.text).toContain('https://schema.org/EventScheduled');
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
    const cancelled = await get(`/a/${announcement.slug}`);
    expect(cancelled.text).toContain('Peruttu');
    expect(cancelled.text).toContain('https://schema.org/EventCancelled');
  });
});

describe('the calendar', () => {
  test('an entry keeps its UID through every change, and a cancelled one says so', async () => {
    const startsAt = new Date(Math.floor((Date.now() + 40 * day) / 60_000) * 60_000);
    const { announcement } = await create({
      kind: 'event',
      publishAt: inDays(3),
      event: { startsAt: startsAt.toISOString() },
    });
    const entry = async () => {
      const { text, headers } = await get('/events.ics');
      expect(headers.get('content-type')).toContain('text/calendar');
      const found = text.split('BEGIN:VEVENT').find((part) => part.includes(announcement.id)) ?? '';
      return (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(found)?.[1]?.trim();
    };
    const first = await entry();
    const stamp = (at: Date) => at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
    expect(first('UID')).toBe(`${announcement.id}@kaiku.test`);
    expect(first('DTSTART')).toBe(stamp(startsAt));
    expect(first('STATUS')).toBe('CONFIRMED');
    const later = new Date(startsAt.getTime() + day);
    await api.call(
      'PATCH',
      `/api/v1/announcements/${announcement.id}`,
      { event: { startsAt: later.toISOString() } },
      { 'if-match': '1' },
    );
    const moved = await entry();
    expect([moved('UID'), moved('DTSTART')]).toEqual([first('UID'), stamp(later)]);
    expect(Number(moved('SEQUENCE'))).toBeGreaterThan(Number(first('SEQUENCE')));
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
    expect((await entry())('STATUS')).toBe('CANCELLED');
  });

  test('a draft that was thrown away was never there', async () => {
    const { announcement } = await create({ submit: false, kind: 'event', event: { startsAt: inDays(30) } });
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
    expect((await get('/events.ics')).text).not.toContain(announcement.id);
  });
});

describe('short links', () => {
  test('lead to their target and count people', async () => {
    const { posts } = await create({ link: 'https://example.fi/ilmo' });
    await api.deps.database.db
      .insert(links)
      .values({ code: 'abc_12', postId: posts[0].id, target: 'https://example.fi/ilmo' });
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
    const followed = await get('/r/abc_12', browser);
    expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://example.fi/ilmo']);
    expect(followed.headers.get('cache-control')).toBe('no-store');
    await get('/r/abc_12', { ...browser, 'sec-purpose': 'prefetch' });
    await get('/r/abc_12', { 'user-agent': 'facebookexternalhit/1.1' });
    await fetch(`${api.url}/r/abc_12`, { method: 'HEAD', redirect: 'manual', headers: browser });
    await api.deps.clicks.flush();
    const { rows } = await api.deps.database.pool.query('select sum(clicks)::int as clicks from link_clicks');
    expect(rows[0].clicks).toBe(1);
    expect((await get('/r/nothing')).status).toBe(404);
  });
});

test('an address that leads nowhere is a page for people', async () => {
  const missing = await get('/a/nothing-here');
  expect(missing.status).toBe(404);
  expect(missing.text).toContain('Sivua ei löydy');
});
