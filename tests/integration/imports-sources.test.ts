import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ImportKind } from '#posts/schema/import';
import { fetchSource } from '#src/imports/fetch-source';
import { readSource } from '#src/imports/read-source';
import { type Bounds, guardedFetch } from '#src/net/guarded-fetch';
import { startApi } from '../support/api-server.ts';
import { aCalendar, type Partner, startPartner } from '../support/partner.ts';
import { create, inDays, publish, read } from '../support/public-site.ts';

const context = () => ({ now: new Date(), zone: 'Europe/Helsinki' });

/** As in production but for its own network, where a test lives, and its patience. */
const nearby =
  (timeoutMs = 5_000) =>
  (address: string, bounds: Bounds = {}) =>
    guardedFetch(address, { ...bounds, timeoutMs, allowPrivate: true });

async function withPartner(work: (partner: Partner) => Promise<void>) {
  const partner = await startPartner();
  try {
    await work(partner);
  } finally {
    await partner.close();
  }
}

test('what a source may do to whoever asks it ends with a clear refusal, and within bounds', () =>
  withPartner(async (partner) => {
    const { pages, url } = partner;
    pages.set('/drip', { drip: true });
    pages.set('/round', { status: 301, headers: { location: '/round' } });
    pages.set('/large', { endless: 50 * 1024 * 1024, headers: { 'content-type': 'text/calendar' } });
    pages.set('/announced', { body: 'x', headers: { 'content-length': String(50 * 1024 * 1024) } });
    pages.set('/inward', { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    pages.set('/broken', { status: 503 });
    pages.set('/closed', { status: 403 });
    const codeOf = async (path: string, patience?: number) => {
      const fetched = await fetchSource(nearby(patience), `${url}${path}`, 'calendar');
      expect(fetched.kind === 'failed' ? fetched.detail : '').toMatch(/^.{20,}\.$/);
      return fetched.kind === 'failed' ? fetched.code : fetched.kind;
    };
    const before = process.memoryUsage().rss;
    expect(await codeOf('/drip', 300)).toBe('source-timed-out');
    expect(await codeOf('/round')).toBe('source-too-many-redirects');
    expect(await codeOf('/large')).toBe('source-too-large');
    expect(await codeOf('/announced')).toBe('source-too-large');
    expect(await codeOf('/inward')).toBe('source-private-address');
    expect(await codeOf('/broken')).toBe('source-bad-status');
    expect(await codeOf('/closed')).toBe('source-bad-status');
    expect(await codeOf('/nowhere')).toBe('source-bad-status');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(partner.asked.filter(({ path }) => path === '/round').length).toBeLessThanOrEqual(6);
  }));

test('a name that leads into a private network is refused when connecting', async () => {
  for (const address of ['10.0.0.8', '127.0.0.1', '::1', '169.254.169.254']) {
    const fetch = (url: string, bounds: Bounds = {}) => guardedFetch(url, bounds, async () => [address]);
    const fetched = await fetchSource(fetch, 'http://kalenteri.example/x.ics', 'calendar');
    expect(fetched).toMatchObject({ kind: 'failed', code: 'source-private-address' });
  }
});

test('packed to almost nothing, it is still no larger than is read', () =>
  withPartner(async ({ pages, url }) => {
    const body = gzipSync(Buffer.alloc(200 * 1024 * 1024, 'X'));
    pages.set('/bomb', { body, headers: { 'content-encoding': 'gzip', 'content-type': 'text/calendar' } });
    const before = process.memoryUsage().rss;
    expect(await fetchSource(nearby(20_000), `${url}/bomb`, 'calendar')).toMatchObject({ code: 'source-too-large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  }));

test('what Kaiku publishes it reads back: the same name, time and place', async () => {
  const api = await startApi();
  try {
    const texts = {
      fi: {
        title: 'Hirsi nyt – suunnittelijoiden iltapäivä',
        body: 'Kolme suunnittelijaa, yksi hirsi; kahvit, kakkua.\n\nTervetuloa & tuo kaveri!',
      },
      en: { title: 'Logs now', body: 'Three designers.' },
    };
    const event = {
      startsAt: inDays(23).toISOString(),
      endsAt: inDays(23.125).toISOString(),
      place: 'Lapin AMK, Jokiväylä 11, Rovaniemi',
      organiser: 'Digipolis',
    };
    const { announcement, posts } = await create(api, { kind: 'event', texts, event, themes: ['wood-construction'] });
    for (const post of posts) await publish(api, post);
    const back = async (path: string, kind: ImportKind) => {
      const fetched = await fetchSource(nearby(), `${api.url}${path}`, kind);
      if (fetched.kind !== 'content') throw new Error(JSON.stringify(fetched));
      const answer = await readSource(fetched.source, kind, context());
      if (!answer.read.ok) throw new Error(answer.read.detail);
      return answer.read.items;
    };
    const told = {
      title: texts.fi.title,
      event: { startsAt: event.startsAt, endsAt: event.endsAt, place: event.place, allDay: false },
    };
    const [fromCalendar, ...others] = await back('/events.ics', 'calendar');
    expect(others).toEqual([]);
    expect(fromCalendar).toMatchObject(told);
    expect(fromCalendar?.uid).toContain(announcement.id);
    expect(fromCalendar?.body).toContain('yksi hirsi; kahvit, kakkua.\n\nTervetuloa & tuo kaveri!');
    expect(await back(`/a/${announcement.slug}`, 'page')).toMatchObject([
      { ...told, event: { ...told.event, organiser: 'Digipolis' } },
    ]);
    for (const path of ['/feed.rss', '/feed.atom', '/feed.json']) {
      const news = await back(path, 'news');
      const finnish = news.find(({ title }) => title === texts.fi.title);
      expect([path, finnish?.link]).toEqual([path, expect.stringContaining(`/a/${announcement.slug}`)]);
      expect(Date.parse(finnish?.publishedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    }
    await api.call('POST', `/api/v1/announcements/${announcement.id}/cancel`, {});
    expect((await back('/events.ics', 'calendar'))[0]?.cancelled).toBe(true);
    expect((await read(api, '/events.ics')).status).toBe(200);
  } finally {
    await api.close();
  }
});

test('a calendar under another type, or in Latin letters that a header names, is read', () =>
  withPartner(async ({ pages, url }) => {
    const text = aCalendar(['UID:1', 'SUMMARY:Sähköpäivä', 'DTSTART:20990101T100000Z']);
    pages.set('/a', { body: text, headers: { 'content-type': 'text/html' } });
    pages.set('/b', {
      body: Buffer.from(text, 'latin1'),
      headers: { 'content-type': 'text/calendar; charset=iso-8859-1' },
    });
    for (const path of ['/a', '/b']) {
      const fetched = await fetchSource(nearby(), `${url}${path}`, 'calendar');
      if (fetched.kind !== 'content') throw new Error(JSON.stringify(fetched));
      const now = new Date('2098-12-25T00:00:00Z');
      const { read: answer } = await readSource(fetched.source, 'calendar', { now, zone: 'Europe/Helsinki' });
      expect(answer).toMatchObject({ ok: true, items: [{ title: 'Sähköpäivä' }] });
    }
  }));
