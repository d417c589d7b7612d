import type { AddressInfo } from 'node:net';
import ical, { type VEvent } from 'node-ical';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApp } from '#src/api/app';
import { channels } from '#src/db/schema';
import { feedStore } from '#src/feed/store';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { create, inDays, publish, read } from '../support/public-site.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
  await api.deps.database.db.update(channels).set({ languages: ['fi', 'sv'] });
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}) => read(api, path, headers);

const START = inDays(30);
const LATER = inDays(31);

const TEXTS = {
  fi: { title: 'Puurakentamisen päivä', body: 'Tervetuloa!' },
  sv: { title: 'Träbyggnadsdagen', body: 'Välkommen!' },
};

async function anEvent(over: Record<string, unknown> = {}, event: Record<string, unknown> = {}) {
  return create(api, {
    kind: 'event',
    publishAt: inDays(1).toISOString(),
    texts: TEXTS,
    themes: ['wood-construction'],
    event: { startsAt: START.toISOString(), place: 'Kemi', ...event },
    ...over,
  });
}

/** As time goes by: an event cannot be made in the past. */
async function letItPass(id: string, days: number) {
  await api.deps.database.pool.query(
    `update announcements set event = jsonb_set(event, '{startsAt}', to_jsonb($2::text)), updated_at = now() where id = $1`,
    [id, inDays(-days).toISOString()],
  );
  await api.call('PATCH', '/api/v1/themes/renovation', {}, { 'if-match': '*' });
}

describe('the public list', () => {
  test('shows what comes, what was said and what was, each in its place, without any script', async () => {
    const coming = await anEvent({ texts: { fi: { title: 'Tuleva ilta', body: 'x' } } });
    const past = await anEvent({ texts: { fi: { title: 'Mennyt ilta', body: 'x' } } });
    const said = await create(api, { texts: { fi: { title: 'Uusi ohje', body: 'x' } }, funding: 'A72158' });
    await letItPass(past.announcement.id, 3);
    await publish(api, said.posts[0]);
    const { text } = await get('/');
    const order = ['Tulevat tapahtumat', 'Tuleva ilta', 'Tiedotteet', 'Uusi ohje', 'Menneet tapahtumat', 'Mennyt ilta'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(text).not.toContain('<script');
    expect(text).toContain('Euroopan unionin osarahoittama');
    expect(text).toContain('aria-label="Euroopan unionin tunnus"');
    expect(text).toContain(`href="/a/${coming.announcement.slug}"`);
  });

  test('is narrowed by language and theme with addresses and a form', async () => {
    await anEvent({ texts: { sv: { title: 'Bara på svenska', body: 'x' } }, themes: ['renovation'] });
    const swedish = (await get('/?language=sv&theme=renovation')).text;
    expect(swedish).toContain('<html lang="sv">');
    expect(swedish).toContain('Bara på svenska');
    expect(swedish).toContain('Kommande evenemang');
    expect(swedish).not.toContain('Tuleva ilta');
    expect(swedish).toMatch(/<form action="\/" method="get">.*name="theme".*<option value="renovation" selected>/s);
    expect(swedish).toContain('href="/feed.rss?language=sv&amp;theme=renovation"');
    expect(swedish).toContain('href="webcal://kaiku.test/events.ics?language=sv&amp;theme=renovation"');
    expect(swedish).toContain('hreflang="fi" href="http://kaiku.test/?language=fi&amp;theme=renovation"');
    expect((await get('/?language=fi&theme=renovation')).text).not.toContain('Bara på svenska');
    expect((await get('/?theme=quality-of-construction')).text).toContain('Tällä rajauksella ei löytynyt mitään.');
  });

  test('goes on where a page ends, and shows each once', async () => {
    const titles = Array.from({ length: 35 }, (_, index) => `Jatkuva ${String(index).padStart(2, '0')}`);
    for (const title of titles) {
      const { posts } = await create(api, {
        texts: { fi: { title, body: 'x' } },
        themes: ['healthy-indoor-environment'],
      });
      await publish(api, posts[0]);
    }
    const first = (await get('/?theme=healthy-indoor-environment')).text;
    const next = /<a href="([^"]+)" rel="next">/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await get(next)).text;
    expect(second).toContain('noindex');
    const seen = [...`${first}${second}`.matchAll(/Jatkuva \d\d/g)].map(([title]) => title);
    expect(seen.toSorted()).toEqual(titles);
    const json = JSON.parse((await get('/feed.json?theme=healthy-indoor-environment')).text);
    expect(json.items).toHaveLength(35);
    expect(json.next_url).toBeUndefined();
  });

  test('strange queries narrow nothing and break nothing', async () => {
    for (const query of ['language=%F0%9F%98%80', 'theme=a&theme=b', 'before=x', 'section=__proto__', 'language[x]=fi'])
      for (const path of ['/', '/feed.json', '/events.ics', '/feed.rss'])
        expect((await get(`${path}?${query}`)).status, `${path}?${query}`).toBe(200);
    expect((await get('/?theme=%00')).status).toBe(400);
  });
});

describe('the page of an event', () => {
  test('tells people and machines the same, in the language that was asked', async () => {
    const { announcement } = await anEvent(
      { funding: 'A72158' },
      { streamUrl: 'https://example.fi/stream', capacity: 80 },
    );
    const url = `http://kaiku.test/a/${announcement.slug}`;
    const { text } = await get(`/a/${announcement.slug}?language=sv`);
    expect(text).toContain('<html lang="sv">');
    expect(text).not.toContain('Puurakentamisen päivä');
    expect(text).toContain('Medfinansieras av Europeiska unionen');
    expect(text).toContain(`<link rel="canonical" href="${url}?language=sv">`);
    for (const [language, address] of [
      ['fi', `${url}?language=fi`],
      ['sv', `${url}?language=sv`],
      ['x-default', url],
    ])
      expect(text).toContain(`<link rel="alternate" hreflang="${language}" href="${address}">`);
    const meta = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(text)?.[1];
    expect(meta('og:title')).toBe('Träbyggnadsdagen');
    expect(meta('og:locale')).toBe('sv_FI');
    expect(meta('og:locale:alternate')).toBe('fi_FI');
    expect(meta('twitter:card')).toBe('summary_large_image');
    expect(meta('og:image:alt')).toContain('Träbyggnadsdagen. ');
    expect(meta('og:image:alt')).toContain('Kemi');
    const structured = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '');
    expect(structured).toMatchObject({
      '@type': 'Event',
      name: 'Träbyggnadsdagen',
      inLanguage: 'sv',
      eventStatus: 'https://schema.org/EventScheduled',
      eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
      location: [
        { '@type': 'Place', name: 'Kemi' },
        { '@type': 'VirtualLocation', url: 'https://example.fi/stream' },
      ],
      organizer: { '@type': 'Organization', name: 'Lapplands yrkeshögskola' },
      maximumAttendeeCapacity: 80,
      image: [meta('og:image')?.replaceAll('&amp;', '&')],
    });
    const both = (await get(`/a/${announcement.slug}`)).text;
    expect(both).toContain('Puurakentamisen päivä');
    expect(both).toContain('Träbyggnadsdagen');
    expect((await get(`/a/${announcement.slug}?language=en`)).text).toContain(`<link rel="canonical" href="${url}">`);
  });

  test('is shared with a card of its own, whose address changes with its words', async () => {
    const { announcement } = await anEvent();
    const address = async () =>
      /og:image" content="([^"]+)"/.exec((await get(`/a/${announcement.slug}`)).text)?.[1]?.replaceAll('&amp;', '&') ??
      '';
    const before = await address();
    const card = await fetch(before.replace('http://kaiku.test', api.url));
    expect([card.status, card.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(card.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await sharp(Buffer.from(await card.arrayBuffer())).metadata()).toMatchObject({ width: 1200, height: 630 });
    expect((await get(`/a/${announcement.slug}/card-1200x627.png`)).status).toBe(200);
    expect((await get(`/a/${announcement.slug}/card-9999x9999.png`)).status).toBe(404);
    expect((await get(`/a/${announcement.slug}/card-1200x630.png?language=zz`)).status).toBe(404);
    const { items } = JSON.parse((await get('/events.json?language=sv')).text);
    const told = items.find(
      ({ _kaiku }: { _kaiku: { announcement: string } }) => _kaiku.announcement === announcement.slug,
    );
    expect((await get(told.image.replace('http://kaiku.test', ''))).headers.get('content-type')).toBe('image/png');
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
    expect(await address()).not.toBe(before);
  });
});

describe('the calendar follows the event', () => {
  test('approved → it stands there; changed → a higher SEQUENCE; cancelled → it stays, as cancelled', async () => {
    const { announcement } = await anEvent({ submit: false });
    const find = async (path: string) => {
      const { status, text } = await get(path);
      const all = status === 200 ? (Object.values(ical.sync.parseICS(text)) as VEvent[]) : [];
      const found = all.find(({ uid }) => uid === `${announcement.id}@kaiku.test`);
      return (
        found && {
          status: found.status,
          sequence: Number(found.sequence),
          start: found.start.getTime(),
          place: found.location,
        }
      );
    };
    const everywhere = async () => {
      const [all, one] = [await find('/events.ics'), await find(`/a/${announcement.slug}.ics`)];
      expect(one).toEqual(all);
      return all;
    };
    const { revision } = announcement;
    expect(await everywhere()).toBeUndefined();
    await api.call('POST', `/api/v1/announcements/${announcement.id}/submit`);
    const approved = await everywhere();
    expect(approved).toMatchObject({ status: 'CONFIRMED', place: 'Kemi', start: START.getTime() });
    const change = async (event: Record<string, unknown>, from: number) => {
      const path = `/api/v1/announcements/${announcement.id}`;
      const { status, body } = await api.call('PATCH', path, { event }, { 'if-match': String(from) });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.announcement.revision as number;
    };
    const later = LATER.toISOString();
    const second = await change({ startsAt: later, place: 'Kemi' }, revision + 1);
    const moved = await everywhere();
    expect(moved).toMatchObject({ status: 'CONFIRMED', start: new Date(later).getTime() });
    expect(moved?.sequence).toBeGreaterThan(approved?.sequence ?? 0);
    await change({ startsAt: later, place: 'Tornio' }, second);
    const elsewhere = await everywhere();
    expect(elsewhere?.place).toBe('Tornio');
    expect(elsewhere?.sequence).toBeGreaterThan(moved?.sequence ?? 0);
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
    const cancelled = await everywhere();
    expect(cancelled?.status).toBe('CANCELLED');
    expect(cancelled?.sequence).toBeGreaterThan(elsewhere?.sequence ?? 0);
    const page = (await get('/')).text;
    expect(page).toMatch(new RegExp(`Peruttu</strong> <a lang="fi" href="/a/${announcement.slug}"`));
  });

  test('postponed → it says so everywhere, without its old time; dated anew → a time again', async () => {
    const { announcement } = await anEvent();
    const path = `/api/v1/announcements/${announcement.id}`;
    const change = async (event: Record<string, unknown>) => {
      const { revision } = (await api.call('GET', path)).body;
      const { status, body } = await api.call('PATCH', path, { event }, { 'if-match': String(revision) });
      expect(status, JSON.stringify(body)).toBe(200);
    };
    const entry = async () => {
      const all = Object.values(ical.sync.parseICS((await get(`/a/${announcement.slug}.ics`)).text)) as VEvent[];
      const { summary, status, sequence } = all.find(({ type }) => type === 'VEVENT') as VEvent;
      return { summary, status, sequence: Number(sequence) };
    };
    const page = async () => (await get(`/a/${announcement.slug}?language=fi`)).text;
    await change({ startsAt: START.toISOString(), place: 'Kemi', postponed: true });
    expect(await entry()).toEqual({ summary: 'Siirtyy: Puurakentamisen päivä', status: 'TENTATIVE', sequence: 1 });
    const held = await page();
    expect(held).toContain('uusi aika kerrotaan myöhemmin');
    expect(held).toContain('https://schema.org/EventPostponed');
    expect(held).not.toContain('<dt>Alkaa</dt>');
    expect((await get('/')).text).toContain('Siirtyy – uusi aika kerrotaan myöhemmin');
    await change({ startsAt: LATER.toISOString(), place: 'Kemi' });
    expect(await entry()).toEqual({ summary: 'Puurakentamisen päivä', status: 'CONFIRMED', sequence: 2 });
    expect(await page()).toContain('https://schema.org/EventRescheduled');
  });

  test('what is no event has no entry', async () => {
    const { announcement, posts } = await create(api, {});
    await publish(api, posts[0]);
    expect((await get(`/a/${announcement.slug}`)).status).toBe(200);
    expect((await get(`/a/${announcement.slug}.ics`)).status).toBe(404);
  });
});

describe('robots', () => {
  test('find every page and stay out of the rest', async () => {
    const { announcement } = await anEvent();
    const { text, headers } = await get('/sitemap.xml');
    expect(headers.get('content-type')).toContain('application/xml');
    expect(text).toContain(`<loc>http://kaiku.test/a/${announcement.slug}</loc><lastmod>`);
    expect(text).toContain(`hreflang="sv" href="http://kaiku.test/a/${announcement.slug}?language=sv"/>`);
    const draft = await anEvent({ submit: false });
    expect((await get('/sitemap.xml')).text).not.toContain(draft.announcement.slug);
    const robots = (await get('/robots.txt')).text;
    expect(robots).toContain('Disallow: /app/');
    expect(robots).toContain('Sitemap: http://kaiku.test/sitemap.xml');
  });
});

describe('what is kept in memory', () => {
  const FEEDS = ['/feed.json', '/feed.rss', '/feed.atom', '/events.json', '/events.ics', '/', '/sitemap.xml'];

  test('an unchanged answer costs one question to the database, shared by all who ask at once', async () => {
    const { headers } = await get('/feed.json');
    const questions = vi.spyOn(api.deps.database.pool, 'query');
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => get('/feed.json', { 'if-none-match': headers.get('etag') ?? '' })),
    );
    expect(asked.map(({ status }) => status)).toEqual(Array(20).fill(304));
    expect(asked[0]?.text).toBe('');
    expect(questions.mock.calls.length).toBeLessThanOrEqual(20);
    questions.mockClear();
    await get('/feed.json', { 'if-none-match': headers.get('etag') ?? '' });
    expect(questions).toHaveBeenCalledTimes(1);
    questions.mockRestore();
  });

  test('another process tells every change at once, and the same content has the same ETag there', async () => {
    const server = createApp(api.deps).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const other = { ...api, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const both = async (path: string) => {
      const [here, there] = [await read(api, path), await read(other, path)];
      expect(there.headers.get('etag'), path).toBe(here.headers.get('etag'));
      return there;
    };
    try {
      for (const path of FEEDS) await both(path);
      const { announcement, posts } = await anEvent({ texts: { fi: { title: 'Uunituore', body: 'x' } } });
      expect((await both('/events.json')).text).toContain('Uunituore');
      expect((await both('/events.ics')).text).toContain('Uunituore');
      // No entry of the audit log tells of what follows: the worker's own come later.
      for (const path of FEEDS) await both(path);
      await publish(api, posts[0]);
      expect((await both('/feed.json')).text).toContain(posts[0].id);
      expect((await both('/feed.rss')).text).toContain(posts[0].id);
      await feedStore(api.deps.database.db, '').replace({
        ...{ postId: posts[0].id, channelId: '', language: 'fi', link: null, images: [] },
        ...{ title: 'Muutettu', text: 'x' },
      });
      expect((await both('/feed.rss')).text).toContain('Muutettu');
      expect((await both('/feed.atom')).text).toContain('Muutettu');
      await feedStore(api.deps.database.db, '').remove(posts[0].id);
      expect((await both('/feed.atom')).text).not.toContain(posts[0].id);
      await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`);
      expect((await both(`/a/${announcement.slug}`)).text).toContain('Peruttu');
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('feeds may be read by pages of other sites, the pages themselves may not', async () => {
    for (const path of ['/feed.json', '/feed.rss', '/feed.atom', '/events.json', '/events.ics'])
      expect((await get(path)).headers.get('access-control-allow-origin'), path).toBe('*');
    for (const path of ['/', '/sitemap.xml', '/api/v1/posts', '/a/nothing'])
      expect((await get(path)).headers.get('access-control-allow-origin'), path).toBeNull();
    for (const path of FEEDS) {
      const { headers } = await get(path);
      expect(headers.get('set-cookie'), path).toBeNull();
      expect(headers.get('cache-control'), path).toMatch(/^public, max-age=60/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
    const head = await fetch(`${api.url}/feed.rss`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
  });
});
