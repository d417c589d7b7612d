import type { AnnouncementRow } from '#src/db/announcements';
import { type PublicFilter, type ShownItem, shownItems } from '#src/db/feed-items';
import { findMedia } from '#src/db/media';
import { databaseNow } from '#src/db/posts';
import { publicEvents, publicPages } from '#src/db/public-site';
import { eventCalendar } from './calendar.ts';
import type { FeedDeps } from './deps.ts';
import { atomFeed, type FeedContent, jsonEvents, jsonFeed, rssFeed } from './feeds.ts';
import { addressOf, filtered, readFilter, readPlace, writePlace } from './filter.ts';
import { frontPage, type Listed, SECTIONS, type SectionName } from './front-page.ts';
import type { Made } from './kept.ts';
import { feedTitle } from './page.ts';
import type { Key, PublicRoute } from './route.ts';
import { organisationsOf, type Site, statementsOf } from './site.ts';
import { robots, SITEMAP_LIMIT, sitemap } from './sitemap.ts';

/** Items of a feed, and of a list on a page. */
const FEED = 50;
const LIST = 30;
/** Coming events are few; this is what no cluster reaches. */
const EVENTS = 500;
/** Past events stay in calendars this long, so that a late change still reaches them. */
const PAST_MS = 90 * 86_400_000;

type Query = Parameters<PublicRoute['key']>[0]['query'];

const byFilter = ({ query }: { query: Query }): Key => ({ ...readFilter(query) });

/** The list itself, as a page, as feeds and as a calendar. */
export const listRoutes: readonly PublicRoute[] = [
  {
    path: '/',
    shared: false,
    key: ({ query }) => ({
      ...readFilter(query),
      section: SECTIONS.find((name) => name === query.section),
      before: placeIn(query),
    }),
    make: front,
  },
  {
    path: '/feed.json',
    shared: true,
    key: ({ query }) => ({ ...readFilter(query), before: placeIn(query) }),
    make: json,
  },
  {
    path: '/feed.rss',
    shared: true,
    key: byFilter,
    make: async (deps, site, filter) => made('application/rss+xml', rssFeed(site, await feedContent(deps, filter))),
  },
  {
    path: '/feed.atom',
    shared: true,
    key: byFilter,
    make: async (deps, site, filter) => made('application/atom+xml', atomFeed(site, await feedContent(deps, filter))),
  },
  { path: '/events.json', shared: true, key: byFilter, make: comingJson },
  { path: '/events.ics', shared: true, key: byFilter, make: calendar },
  {
    path: '/sitemap.xml',
    shared: false,
    key: () => ({}),
    make: async ({ database }, site) =>
      made('application/xml', sitemap(site, await publicPages(database.db, SITEMAP_LIMIT))),
  },
  {
    path: '/robots.txt',
    shared: false,
    key: () => ({}),
    make: async (_deps, site) => made('text/plain', robots(site.publicUrl)),
  },
];

async function front({ database: { db } }: FeedDeps, site: Site, key: Key): Promise<Made> {
  const { language, theme } = key;
  const section = (key.section ?? null) as SectionName | null;
  const before = readPlace(key.before);
  const filter: PublicFilter = { language, theme };
  const now = await databaseNow(db);
  const more = { ...filter, limit: LIST + 1 };
  const wanted = (name: SectionName) => section === null || section === name;
  const coming = section === null ? await publicEvents(db, { when: 'coming', now }, { ...filter, limit: EVENTS }) : [];
  const past = wanted('past') ? await publicEvents(db, { when: 'past', now, before }, more) : [];
  const news = wanted('news') ? await shownItems(db, { ...more, before }) : [];
  const shown = {
    past: cut(past, (row) => ({ at: new Date(row.event?.startsAt ?? 0), id: row.id })),
    news: cut(news, ({ item }) => ({ at: item.publishedAt, id: item.postId })),
  };
  const told = [...coming, ...shown.past.entries, ...shown.news.entries.map(({ announcement }) => announcement)];
  const statements = await statementsOf(db, told);
  return made('text/html', frontPage(site, { ...shown, filter, section, coming, statements }));
}

/** One entry more was read than is shown: there is a next page when it came. */
function cut<Entry>(read: readonly Entry[], place: (last: Entry) => { at: Date; id: string }): Listed<Entry> {
  const entries = read.slice(0, LIST);
  const last = read.length > LIST ? entries.at(-1) : undefined;
  return { entries, next: last ? place(last) : null };
}

async function json(deps: FeedDeps, site: Site, key: Key): Promise<Made> {
  const { language, theme } = key;
  const content = await feedContent(deps, { language, theme }, { before: readPlace(key.before), limit: FEED + 1 });
  const items = content.items.slice(0, FEED);
  const last = content.items.length > FEED ? items.at(-1)?.item : undefined;
  const before = last && writePlace({ at: last.publishedAt, id: last.postId });
  const next = before ? site.publicUrl + addressOf('/feed.json', { language, theme, before }) : null;
  return made('application/feed+json', JSON.stringify(jsonFeed(site, { ...content, items }, next)));
}

async function comingJson({ database: { db } }: FeedDeps, site: Site, filter: Key): Promise<Made> {
  const events = await coming(db, filter);
  return made('application/feed+json', JSON.stringify(jsonEvents(site, filter, events)));
}

async function coming(db: FeedDeps['database']['db'], filter: PublicFilter): Promise<AnnouncementRow[]> {
  return publicEvents(db, { when: 'coming', now: await databaseNow(db) }, { ...filter, limit: EVENTS });
}

async function calendar({ database: { db } }: FeedDeps, site: Site, filter: Key): Promise<Made> {
  const since = new Date((await databaseNow(db)).getTime() - PAST_MS);
  const events = await publicEvents(db, { when: 'since', since }, { ...filter, limit: EVENTS });
  const head = { name: feedTitle(site, filter), path: filtered('/events.ics', filter), language: filter.language };
  return made('text/calendar', eventCalendar(site, head, events));
}

async function feedContent(
  { database: { db } }: FeedDeps,
  filter: PublicFilter,
  page: { limit: number; before?: { at: Date; id: string } | undefined } = { limit: FEED },
): Promise<FeedContent> {
  const items: ShownItem[] = await shownItems(db, { ...filter, ...page });
  const media = await findMedia(db, [...new Set(items.flatMap(({ item }) => item.images.map((one) => one.mediaId)))]);
  const organisations = await organisationsOf(
    db,
    items.map(({ announcement }) => announcement),
  );
  return { filter, items, organisations, sizes: new Map(media.map(({ id, bytes }) => [id, bytes])) };
}

function placeIn(query: Query): string | undefined {
  const place = readPlace(query.before);
  return place && writePlace(place);
}

function made(type: string, body: string): Made {
  return { status: 200, type: `${type}; charset=utf-8`, body };
}
