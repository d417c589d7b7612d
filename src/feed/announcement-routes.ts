import { asRead, findAnnouncement } from '#src/db/announcements';
import { itemsOf } from '#src/db/feed-items';
import { FUNDINGS, findNamed, ORGANISATIONS } from '#src/db/named-things';
import { isPublicEvent } from '#src/db/public-site';
import { paintCard } from '#src/media/card';
import { announcementPage } from './announcement-page.ts';
import { eventCalendar } from './calendar.ts';
import { cardOf, sizeNamed } from './card.ts';
import type { FeedDeps } from './deps.ts';
import { filtered, readFilter } from './filter.ts';
import { missingPage } from './front-page.ts';
import type { Made } from './kept.ts';
import { picturesOf } from './pictures.ts';
import type { Key, PublicRoute } from './route.ts';
import { type Shown, sectionsOf } from './sections.ts';
import type { Site } from './site.ts';

const ofOne: PublicRoute['key'] = ({ params, query }) => ({
  slug: text(params.slug),
  language: readFilter(query).language,
});

/** One announcement: its calendar entry, its card, its page. */
export const announcementRoutes: readonly PublicRoute[] = [
  { path: '/a/:slug.ics', shared: true, key: ofOne, make: entry },
  {
    path: '/a/:slug/card-:size.png',
    shared: true,
    key: (request) => ({ ...ofOne(request), size: text(request.params.size) }),
    make: card,
  },
  { path: '/a/:slug', shared: false, key: ofOne, make: announcement },
];

async function announcement(deps: FeedDeps, site: Site, { slug, language }: Key): Promise<Made> {
  const shown = await readShown(deps, slug);
  const page = shown && announcementPage(site, shown, language);
  return page ? { status: 200, type: 'text/html; charset=utf-8', body: page } : missing(site);
}

async function entry(deps: FeedDeps, site: Site, { slug, language }: Key): Promise<Made> {
  const shown = await readShown(deps, slug);
  if (!shown?.row.event) return missing(site);
  const [section] = sectionsOf(site, shown);
  const path = filtered(`/a/${shown.row.slug}.ics`, { language });
  const body = eventCalendar(site, { name: section?.title ?? site.cluster.name, path, language }, [shown.row]);
  return { status: 200, type: 'text/calendar; charset=utf-8', body };
}

async function card(deps: FeedDeps, site: Site, key: Key): Promise<Made> {
  const size = sizeNamed(key.size ?? '');
  const shown = size && (await readShown(deps, key.slug));
  const sections = shown ? sectionsOf(site, shown) : [];
  // Only in languages that there are: nobody makes us draw one for every language of the world.
  const section = key.language ? sections.find(({ language }) => language === key.language) : sections[0];
  if (!size || !shown || !section) return missing(site);
  return { status: 200, type: 'image/png', body: await paintCard(cardOf(site, shown, section), size) };
}

/** Null when there is no such announcement, or it is not for the public. */
async function readShown({ database: { db } }: FeedDeps, slug = ''): Promise<Shown | null> {
  const found = await findAnnouncement(db, slug);
  const row = found && asRead(found);
  const items = row ? await itemsOf(db, row.id) : [];
  if (!row || (items.length === 0 && !(await isPublicEvent(db, row)))) return null;
  const organisation = await findNamed(db, ORGANISATIONS, row.organisationId);
  const funding = row.funding ? await findNamed(db, FUNDINGS, row.funding) : null;
  return {
    row,
    items,
    media: await picturesOf(db, row, items),
    organisation: organisation?.names ?? {},
    statements: funding?.statements ?? {},
  };
}

function missing(site: Site): Made {
  return { status: 404, type: 'text/html; charset=utf-8', body: missingPage(site) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
