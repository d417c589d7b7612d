import { parseFeed } from '@rowanmanning/feed-parser';
import ical, { type VEvent } from 'node-ical';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channels } from '#src/db/schema';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { jsonFeedProblems } from '../support/json-feed.ts';
import { create, inDays, picture, publish, read } from '../support/public-site.ts';

// Parsers that have nothing to do with what writes the feeds. What they make of it is what readers see.

let api: ApiServer;
const TITLE = 'Hirsi & terva <b>yhdessä</b> ]]> loppuun ]]>';
const BODY =
  'Ensimmäinen “kappale” – äöåšž.\n\nToinen & viimeinen: https://example.fi/a?b=1&c=2. ]]> </description> 👷‍♀️';
let news: { announcement: { id: string; slug: string }; posts: { id: string; language: string; text: string }[] };

beforeAll(async () => {
  api = await startApi();
  const image = await picture(api, 'Hirsiseinä');
  const text = { title: TITLE, body: BODY };
  await api.deps.database.db.update(channels).set({ languages: ['fi', 'sv'] });
  news = await create(api, {
    texts: { fi: text, sv: { title: 'Stock & tjära', body: 'Välkommen.' } },
    themes: ['wood-construction'],
    media: [image.id],
    funding: 'A72158',
  });
  for (const post of news.posts) await publish(api, { ...post, title: titleOf(post.language) }, [image]);
  const other = await create(api, { themes: ['renovation'] });
  await publish(api, other.posts[0]);
});
afterAll(() => api.close());

const titleOf = (language: string) => (language === 'fi' ? TITLE : 'Stock & tjära');
const postIn = (language: string) => news.posts.find((post) => post.language === language);

/** The words of a piece of HTML, as a reader shows them. */
const shown = (html: string | null | undefined) =>
  (html ?? '')
    .replaceAll(/<br>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('JSON Feed', () => {
  test.each(['/feed.json', '/feed.json?language=sv&theme=wood-construction', '/events.json', '/feed.json?theme=none'])(
    '%s fulfils the specification',
    async (path) => {
      const feed = JSON.parse((await read(api, path)).text);
      expect(jsonFeedProblems(feed)).toEqual([]);
      expect(feed.feed_url).toBe(`http://kaiku.test${path}`);
    },
  );

  test('the schema itself refuses what is none', () => {
    const item = { id: 1, content_text: '' };
    const wrong = { version: 'https://jsonfeed.org/version/1', title: 'x', more: 1, items: [item, { id: 'y' }] };
    expect(jsonFeedProblems(wrong).length).toBeGreaterThan(3);
  });

  test('holds what was written', async () => {
    const feed = JSON.parse((await read(api, '/feed.json?language=fi&theme=wood-construction')).text);
    expect(feed.items).toHaveLength(1);
    expect(feed.items[0]).toMatchObject({ title: TITLE, language: 'fi', tags: ['wood-construction'] });
    expect(feed.items[0].content_text).toBe(postIn('fi')?.text);
    expect(shown(feed.items[0].content_html)).toContain('Toinen & viimeinen');
    expect(feed.items[0].attachments[0]).toMatchObject({ mime_type: 'image/png', size_in_bytes: expect.any(Number) });
  });
});

describe.each(['/feed.rss', '/feed.atom'])('%s', (path) => {
  test('is read by rss-parser', async () => {
    const feed = await new RssParser().parseString((await read(api, path)).text);
    expect(feed.title).toBe('Kestävä rakentaminen');
    expect(feed.items).toHaveLength(3);
    const item = feed.items.find(({ link }) => link?.endsWith(postIn('fi')?.id ?? '?'));
    // A title is plain text in RSS and HTML in Atom.
    const title = path.endsWith('atom') ? shown(item?.title) : item?.title;
    expect(title).toBe(TITLE.replaceAll(']]>', ']] >'));
    expect(shown(item?.['content:encoded'] ?? item?.content)).toContain('Toinen & viimeinen');
    expect(item?.isoDate).toMatch(/^20\d\d-/);
    expect(item?.enclosure ?? { type: 'image/png' }).toMatchObject({ type: 'image/png' });
  });

  test('is read by @rowanmanning/feed-parser', async () => {
    const feed = parseFeed((await read(api, path)).text);
    expect(feed.self).toBe(`http://kaiku.test${path}`);
    expect(feed.meta.type).toBe(path.slice('/feed.'.length));
    expect(feed.items).toHaveLength(3);
    const item = feed.items.find(({ url }) => url?.endsWith(postIn('sv')?.id ?? '?'));
    expect(item?.title).toMatch(/^Stock (&|&amp;) tjära$/);
    expect(item?.categories.map(({ term, label }) => term || label)).toEqual(['wood-construction']);
    expect(item?.authors.map(({ name }) => name)).toEqual(['Lapplands yrkeshögskola']);
    expect(item?.media[0]).toMatchObject({ mimeType: 'image/png', length: expect.any(Number) });
    expect(item?.media[0]?.length).toBeGreaterThan(50);
    const bytes = await read(api, new URL(item?.media[0]?.url ?? '').pathname);
    expect([bytes.status, bytes.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  test('narrowed by language and theme it holds only those, and says so', async () => {
    const feed = parseFeed((await read(api, `${path}?language=sv&theme=wood-construction`)).text);
    expect(feed.items).toHaveLength(1);
    expect(feed.self).toBe(`http://kaiku.test${path}?language=sv&theme=wood-construction`);
    expect(feed.title).toBe('Kestävä rakentaminen · träbyggande · svenska');
    expect(parseFeed((await read(api, `${path}?theme=renovation`)).text).items).toHaveLength(1);
  });
});

describe('iCalendar', () => {
  test('is read by node-ical, with every fact of the event', async () => {
    const [startsAt, endsAt] = [inDays(40), new Date(inDays(40).getTime() + 3 * 3_600_000)];
    const { announcement } = await create(api, {
      kind: 'event',
      publishAt: inDays(3).toISOString(),
      texts: { fi: { title: 'Ilta; hirsi, terva \\ ja "muuta"', body: 'Rivi\nToinen; rivi, äö 👷‍♀️'.repeat(20) } },
      themes: ['wood-construction'],
      event: {
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        place: 'Jokiväylä 11; Rovaniemi',
        registrationUrl: 'https://example.fi/ilmo?a=1&b=2',
      },
    });
    for (const path of [
      '/events.ics',
      `/a/${announcement.slug}.ics`,
      '/events.ics?theme=wood-construction&language=fi',
    ]) {
      const { text } = await read(api, path);
      expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
      const events = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === 'VEVENT') as VEvent[];
      const event = events.find(({ uid }) => uid === `${announcement.id}@kaiku.test`);
      expect(event, path).toMatchObject({
        summary: 'Ilta; hirsi, terva \\ ja "muuta"',
        location: 'Jokiväylä 11; Rovaniemi',
        status: 'CONFIRMED',
        categories: ['wood-construction'],
      });
      expect(event?.description).toContain('Toinen; rivi, äö 👷‍♀️');
      expect(event?.description).toContain('https://example.fi/ilmo?a=1&b=2');
      expect([event?.start.getTime(), event?.end.getTime()]).toEqual([startsAt.getTime(), endsAt.getTime()]);
    }
    expect((await read(api, '/events.ics?theme=renovation')).text).not.toContain(announcement.id);
    expect((await read(api, '/events.ics?language=sv')).text).not.toContain(announcement.id);
  });
});
