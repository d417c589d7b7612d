import { describe, expect, test } from 'vitest';
import { readSource } from '#src/imports/read-source';

const context = { now: new Date('2026-11-25T08:00:00Z'), zone: 'Europe/Helsinki' };
const bytes = (text: string) => new TextEncoder().encode(text);

async function read(text: string | Uint8Array, type: string | null = null, address: string | null = null) {
  const source = { bytes: typeof text === 'string' ? bytes(text) : text, type, address };
  const { kind, read } = await readSource(source, null, context);
  if (!read.ok) throw new Error(`${read.code}: ${read.detail}`);
  return { kind, ...read };
}
async function refusal(text: string) {
  const { read } = await readSource({ bytes: bytes(text), type: null, address: null }, null, context);
  return read.ok ? 'read' : read.code;
}

const rss = (items: string, head = '') =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Digipolis</title>${head}${items}</channel></rss>`;

describe('news', () => {
  test('RSS: the shorter text, as plain text, the newest first', async () => {
    const { kind, items } = await read(
      rss(
        `<item><guid isPermaLink="false">1</guid><title>Vanha &amp; hyvä</title><link>https://example.org/1</link><description>Yksi</description><pubDate>Mon, 23 Nov 2026 09:00:00 +0200</pubDate></item>
         <item><guid>2</guid><title>Uusi</title><link>https://example.org/2</link><category>puu</category>
         <description><![CDATA[<p>Kaksi <b>taloa</b>.</p><img src="x" onerror="alert(1)">]]></description><pubDate>Tue, 24 Nov 2026 09:00:00 +0200</pubDate></item>`,
        '<language>sv-fi</language>',
      ),
    );
    expect(kind).toBe('news');
    expect(items).toMatchObject([
      {
        sourceId: '2',
        kind: 'announcement',
        title: 'Uusi',
        body: 'Kaksi taloa.',
        link: 'https://example.org/2',
        language: 'sv',
        categories: ['puu'],
        publishedAt: '2026-11-24T07:00:00.000Z',
        event: null,
      },
      { sourceId: '1', title: 'Vanha & hyvä', publishedAt: '2026-11-23T07:00:00.000Z' },
    ]);
  });

  test('Atom, and letters of another set', async () => {
    const atom = `<?xml version="1.0" encoding="ISO-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Lapin liitto</title><id>x</id>
      <entry><id>urn:1</id><title>Käräjät</title><link href="https://example.org/a"/><updated>2026-11-24T10:00:00Z</updated><summary>Päätös</summary></entry></feed>`;
    const { items } = await read(Uint8Array.from(Buffer.from(atom, 'latin1')), 'application/atom+xml');
    expect(items).toMatchObject([
      {
        sourceId: 'urn:1',
        title: 'Käräjät',
        body: 'Päätös',
        link: 'https://example.org/a',
        publishedAt: '2026-11-24T10:00:00.000Z',
      },
    ]);
  });

  test('JSON Feed', async () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Lapin AMK',
      language: 'fi',
      items: [
        {
          id: 7,
          url: 'https://example.org/7',
          title: 'Opas',
          content_html: '<p>Opas on <em>ilmainen</em>.</p>',
          date_published: '2026-11-24T10:00:00+02:00',
          tags: ['korjaus'],
        },
        { id: 'tyhja' },
      ],
    };
    const { items, refused } = await read(JSON.stringify(feed));
    expect(items).toMatchObject([
      {
        sourceId: '7',
        body: 'Opas on ilmainen.',
        language: 'fi',
        categories: ['korjaus'],
        publishedAt: '2026-11-24T08:00:00.000Z',
      },
    ]);
    expect(refused.map(({ code }) => code)).toEqual(['no-title']);
  });

  test('entries without a name, a title or a date', async () => {
    const text = rss(
      '<item><description>Vain teksti</description></item><item><title>Vain otsikko</title><link>javascript:alert(1)</link></item><item></item>',
    );
    const first = await read(text);
    expect(first.items.map(({ title, body, link, publishedAt }) => [title, body, link, publishedAt])).toEqual([
      ['Vain teksti', 'Vain teksti', null, null],
      ['Vain otsikko', 'Vain otsikko', null, null],
    ]);
    expect(first.refused).toHaveLength(1);
    expect((await read(text)).items.map(({ sourceId }) => sourceId)).toEqual(
      first.items.map(({ sourceId }) => sourceId),
    );
  });

  test('more entries than are taken, and the limit told', async () => {
    const { items, notes } = await read(
      rss(Array.from({ length: 3_000 }, (_one, no) => `<item><guid>${no}</guid><title>T${no}</title></item>`).join('')),
    );
    expect([items.length, notes[0]?.code]).toEqual([500, 'too-many']);
  });

  test('a text that is too long ends after a sentence', async () => {
    const { items } = await read(
      rss(`<item><title>Pitkä</title><description>${'Tämä on lause. '.repeat(400)}</description></item>`),
    );
    expect(items[0]?.body.length).toBeLessThanOrEqual(1_502);
    expect(items[0]?.body.endsWith('lause. …')).toBe(true);
  });

  test.each([
    ['no feed at all', '<?xml version="1.0"?><kirja/>', 'source-broken-feed'],
    ['other JSON', '{"kissa": 1}', 'source-broken-feed'],
    ['broken JSON', '{"version":', 'source-broken-feed'],
    ['a page without events', '<!doctype html><html><body><p>Hei</p></body></html>', 'source-no-events'],
  ])('%s is refused', async (_what, text, code) => expect(await refusal(text)).toBe(code));

  test('entities that multiply are not followed', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "${'lol'.repeat(100)}">${'bcdefgh'
      .split('')
      .map((name, no) => `<!ENTITY ${name} "${`&${'abcdefg'[no]};`.repeat(20)}">`)
      .join('')}]><rss version="2.0"><channel><item><title>&h;</title></item></channel></rss>`;
    const before = process.memoryUsage().heapUsed;
    await readSource({ bytes: bytes(bomb), type: null, address: null }, null, context);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50 * 1024 * 1024);
  });
});

const page = (...data: unknown[]) =>
  `<!doctype html><html lang="fi"><head>${data.map((one) => `<script type="application/ld+json">${typeof one === 'string' ? one : JSON.stringify(one)}</script>`).join('')}</head><body><h1>Tapahtumat</h1></body></html>`;
const anEvent = (over: Record<string, unknown> = {}) => ({
  '@context': 'https://schema.org',
  '@type': 'Event',
  name: 'Hirsi nyt',
  startDate: '2026-12-15T13:00',
  ...over,
});

describe('pages', () => {
  test('an event with everything', async () => {
    const { kind, items } = await read(
      page(
        anEvent({
          '@type': 'EducationEvent',
          endDate: '2026-12-15T16:00+02:00',
          description: '<p>Kolme suunnittelijaa.</p>',
          url: '/hirsi',
          inLanguage: 'fi-FI',
          eventStatus: 'https://schema.org/EventCancelled',
          location: [
            {
              '@type': 'Place',
              name: 'Lapin AMK',
              address: { '@type': 'PostalAddress', streetAddress: 'Jokiväylä 11', addressLocality: 'Rovaniemi' },
            },
            { '@type': 'VirtualLocation', url: 'https://meet.example.org/h' },
          ],
          organizer: { '@type': 'Organization', name: 'Lapin AMK' },
          offers: { '@type': 'Offer', url: 'https://example.org/ilmo' },
          keywords: 'puu, hirsi',
        }),
      ),
      'text/html; charset=utf-8',
      'https://lapinamk.example/tapahtumat/',
    );
    expect(kind).toBe('page');
    expect(items).toEqual([
      {
        sourceId: 'https://lapinamk.example/hirsi',
        uid: null,
        kind: 'event',
        title: 'Hirsi nyt',
        body: 'Kolme suunnittelijaa.',
        link: 'https://lapinamk.example/hirsi',
        language: 'fi',
        categories: ['puu', 'hirsi'],
        publishedAt: null,
        cancelled: true,
        event: {
          startsAt: '2026-12-15T11:00:00.000Z',
          endsAt: '2026-12-15T14:00:00.000Z',
          allDay: false,
          place: 'Lapin AMK, Jokiväylä 11, Rovaniemi',
          streamUrl: 'https://meet.example.org/h',
          registrationUrl: 'https://example.org/ilmo',
          organiser: 'Lapin AMK',
        },
      },
    ]);
  });

  test.each([
    ['local', '2026-12-15T13:00', null, '2026-12-15T11:00:00.000Z', null],
    ['with an offset without a colon', '2026-12-15T13:00:00+0100', null, '2026-12-15T12:00:00.000Z', null],
    [
      'in UTC with fractions',
      '2026-12-15T13:00:00.000Z',
      '2026-12-15T14:30:00Z',
      '2026-12-15T13:00:00.000Z',
      '2026-12-15T14:30:00.000Z',
    ],
    ['a day', '2026-12-15', null, '2026-12-14T22:00:00.000Z', '2026-12-15T21:59:00.000Z'],
    ['days', '2026-12-15', '2026-12-17', '2026-12-14T22:00:00.000Z', '2026-12-17T21:59:00.000Z'],
    ['an end on a day', '2026-12-15T13:00', '2026-12-15', '2026-12-15T11:00:00.000Z', '2026-12-15T21:59:00.000Z'],
    ['an end before the start', '2026-12-15T13:00', '2026-12-15T12:00', '2026-12-15T11:00:00.000Z', null],
  ])('a time %s', async (_what, startDate, endDate, startsAt, endsAt) => {
    const { items } = await read(page(anEvent({ startDate, endDate })));
    expect(items[0]?.event).toMatchObject({ startsAt, endsAt });
  });

  test('events are found in graphs and lists; a broken script spoils no other; one without a start is refused', async () => {
    const { items, refused } = await read(
      page(
        '{"@type": "Event", broken',
        `<!-- ${JSON.stringify({ '@graph': [anEvent({ name: 'A', url: 'https://example.org/a' }), { '@type': 'WebSite', name: 'x' }] })} -->`,
        {
          '@type': 'ItemList',
          itemListElement: [
            {
              '@type': 'ListItem',
              item: anEvent({ name: 'B', url: 'https://example.org/b', startDate: '2026-12-16T10:00' }),
            },
          ],
        },
        [anEvent({ name: 'C', startDate: 'ensi viikolla' })],
        '{"@type":"Event","name":"D\nE","startDate":"2026-12-17T10:00","location":"Kemi"}',
      ),
    );
    expect(items.map(({ title }) => title)).toEqual(['A', 'B', 'D E']);
    expect(items[2]?.event?.place).toBe('Kemi');
    expect(refused).toMatchObject([{ title: 'C', code: 'no-start' }]);
  });

  test('two dates of one address are two', async () => {
    const same = { url: 'https://example.org/sarja' };
    const { items } = await read(page(anEvent(same), anEvent({ ...same, startDate: '2026-12-16T13:00' })));
    expect(new Set(items.map(({ sourceId }) => sourceId)).size).toBe(2);
  });

  test('what nests without end, and a page without a measure, end with an answer', async () => {
    let nested: unknown = anEvent();
    for (let depth = 0; depth < 2_000; depth += 1) nested = { '@graph': [nested] };
    expect(await refusal(page(nested))).toBe('source-no-events');
    expect(await refusal(`<!doctype html>${'<div>'.repeat(200_000)}`)).toBe('source-no-events');
    expect(await refusal(`<!doctype html>${' '.repeat(4 * 1024 * 1024)}`)).toBe('source-too-large');
    const deep = anEvent({ description: `${'<div>'.repeat(5_000)}syvällä` });
    expect((await read(page(deep))).items[0]?.title).toBe('Hirsi nyt');
  });

  test('a page of news gives its article', async () => {
    const { items } = await read(
      page({
        '@type': 'NewsArticle',
        headline: 'Opas',
        description: 'Se on ilmainen.',
        datePublished: '2026-11-24T10:00:00Z',
        url: 'https://example.org/o',
      }),
    );
    expect(items).toMatchObject([
      { kind: 'announcement', title: 'Opas', body: 'Se on ilmainen.', publishedAt: '2026-11-24T10:00:00.000Z' },
    ]);
  });
});
