import { type RequestHandler, type Response, Router } from 'express';
import { findAnnouncement } from '#src/db/announcements';
import { getCluster } from '#src/db/cluster';
import { isPublicEvent, itemsOf, publicEvents, shownItems } from '#src/db/feed-items';
import { getMedia } from '#src/db/media';
import { FUNDINGS, findNamed, ORGANISATIONS } from '#src/db/named-things';
import { databaseNow } from '#src/db/posts';
import { announcementPage } from './announcement-page.ts';
import { eventCalendar } from './calendar.ts';
import type { FeedDeps } from './deps.ts';
import { jsonFeed, type Site, xmlFeed } from './feeds.ts';
import { frontPage, missingPage } from './front-page.ts';
import { picturesOf } from './pictures.ts';

const PAGE = 50;
const EVENTS = 500;
/** Past events stay in calendars this long, so that a late change still reaches them. */
const PAST_MS = 90 * 86_400_000;
const FRESH = 'public, max-age=60';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The public site: no sign-in, no cookies, and nothing of who reads it is kept. */
export function feedRouter(deps: FeedDeps): Router {
  const router = Router();
  router.get('/', readSite(deps, front));
  router.get('/feed.json', readSite(deps, json));
  router.get('/feed.rss', readSite(deps, rss));
  router.get('/feed.atom', readSite(deps, atom));
  router.get('/events.ics', readSite(deps, events));
  router.get('/a/:slug', readSite(deps, announcement));
  router.get('/media/:id', readSite(deps, image));
  return router;
}

type Reader = (deps: FeedDeps, site: Site, request: Parameters<RequestHandler>[0], response: Response) => Promise<void>;

function readSite(deps: FeedDeps, read: Reader): RequestHandler {
  return async (request, response) => {
    if (request.originalUrl.includes('%00')) {
      response.status(400).type('text').send('There is no such address.');
      return;
    }
    // "no-cache" is meant for caches on the way. Here is the origin: an ETag that still holds is the truth.
    delete request.headers['cache-control'];
    const site = { cluster: await getCluster(deps.database.db), publicUrl: deps.settings.publicUrl };
    await read(deps, site, request, response);
  };
}

const front: Reader = async (deps, site, _request, response) => {
  const { db } = deps.database;
  const coming = await publicEvents(db, await databaseNow(db), PAGE);
  html(response, 200, frontPage(site, coming, await shownItems(db, { limit: PAGE })));
};

const json: Reader = async (deps, site, request, response) => {
  const language = text(request.query.lang);
  const shown = await shownItems(deps.database.db, {
    limit: PAGE + 1,
    language,
    before: readBefore(text(request.query.before)),
  });
  const items = shown.slice(0, PAGE);
  const last = shown.length > PAGE ? items.at(-1)?.item : undefined;
  const query =
    last &&
    new URLSearchParams({
      before: `${last.publishedAt.toISOString()}_${last.postId}`,
      ...(language ? { lang: language } : {}),
    });
  shared(response);
  response
    .type('application/feed+json')
    .send(JSON.stringify(jsonFeed(site, items, query ? `${site.publicUrl}/feed.json?${query}` : null)));
};

const rss: Reader = async (deps, site, request, response) => {
  const shown = await shownItems(deps.database.db, { limit: PAGE, language: text(request.query.lang) });
  shared(response);
  response.type('application/rss+xml').send(xmlFeed(site, shown).rss2());
};

const atom: Reader = async (deps, site, request, response) => {
  const shown = await shownItems(deps.database.db, { limit: PAGE, language: text(request.query.lang) });
  shared(response);
  response.type('application/atom+xml').send(xmlFeed(site, shown).atom1());
};

const events: Reader = async (deps, site, _request, response) => {
  const { db } = deps.database;
  const since = new Date((await databaseNow(db)).getTime() - PAST_MS);
  shared(response);
  response.type('text/calendar').send(eventCalendar(site, await publicEvents(db, since, EVENTS)));
};

const announcement: Reader = async (deps, site, request, response) => {
  const { db } = deps.database;
  const row = await findAnnouncement(db, text(request.params.slug) ?? '');
  const items = row ? await itemsOf(db, row.id) : [];
  if (!row || (items.length === 0 && !(await isPublicEvent(db, row)))) return html(response, 404, missingPage(site));
  const organisation = await findNamed(db, ORGANISATIONS, row.organisationId);
  const funding = row.funding ? await findNamed(db, FUNDINGS, row.funding) : null;
  const names = organisation?.names ?? {};
  const made = announcementPage(site, {
    row,
    items,
    media: await picturesOf(db, row, items),
    organisation: names[site.cluster.languages[0] ?? 'fi'] ?? Object.values(names)[0] ?? site.cluster.name,
    statements: funding?.statements ?? {},
  });
  html(response, made ? 200 : 404, made ?? missingPage(site));
};

const image: Reader = async (deps, site, request, response) => {
  const row = await getMedia(deps.database.db, text(request.params.id) ?? '');
  if (!row) return html(response, 404, missingPage(site));
  shared(response);
  response.set({
    'Cache-Control': FOR_EVER,
    ETag: `"${row.sha256}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  response.type(row.mime).send(Buffer.from(await deps.media.read(row.sha256)));
};

function readBefore(written: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = (written ?? '').split('_');
  const date = new Date(at ?? '');
  return id && /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(date.getTime()) ? { at: date, id } : undefined;
}

/** Other sites may show it. */
function shared(response: Response): void {
  response.set({
    'Cache-Control': FRESH,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
}

function html(response: Response, status: number, content: string): void {
  response
    .status(status)
    .set('Cache-Control', status === 200 ? FRESH : 'no-cache')
    .type('html')
    .send(content);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
