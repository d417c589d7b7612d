import { inOrder } from '#posts/languages';
import type { AnnouncementRow } from '#src/db/announcements';
import type { ShownItem } from '#src/db/feed-items';
import type { Site } from './feeds.ts';
import { page, safe } from './html.ts';
import { labels, readable } from './labels.ts';

/** The public list: what comes, and what was said. An announcement stands there once, with its newest post. */
export function frontPage(site: Site, events: readonly AnnouncementRow[], shown: readonly ShownItem[]): string {
  const language = site.cluster.languages[0] ?? 'fi';
  const words = labels(language);
  const coming = events.filter(({ state }) => state === 'open').map((row) => eventHtml(site, row, language));
  const news = oneEach(shown, language).map(({ item, announcement }) => {
    const when = timeHtml(item.publishedAt, language, site);
    return `<li><a lang="${safe(item.language)}" href="/a/${safe(announcement.slug)}">${safe(item.title)}</a><br>${when}</li>`;
  });
  const list = (title: string, entries: string[]) =>
    entries.length > 0 ? `<h2>${safe(title)}</h2><ul class="list">${entries.join('')}</ul>` : '';
  const content = `${list(words.events, coming)}${list(words.news, news)}`;
  return page({
    language,
    title: site.cluster.name,
    main: `<h1>${safe(site.cluster.name)}</h1>${content || `<p>${safe(words.none)}</p>`}`,
    site: site.cluster.name,
  });
}

/** One item for each announcement, in the order of the newest: in the site's language where there is one. */
function oneEach(shown: readonly ShownItem[], language: string): ShownItem[] {
  const chosen = new Map<string, ShownItem>();
  for (const one of shown) {
    const { id } = one.announcement;
    const before = chosen.get(id);
    if (!before || (before.item.language !== language && one.item.language === language)) chosen.set(id, one);
  }
  return [...chosen.values()];
}

/** What a reader gets who followed a link to nothing. */
export function missingPage(site: Site): string {
  const language = site.cluster.languages[0] ?? 'fi';
  const { missing } = labels(language);
  return page({ language, title: missing, main: `<h1>${safe(missing)}</h1>`, site: site.cluster.name });
}

function eventHtml(site: Site, row: AnnouncementRow, language: string): string {
  const own = Object.keys(inOrder(row.texts, site.cluster.languages))[0] ?? language;
  const title = row.texts[own]?.title ?? row.slug;
  const when = row.event ? timeHtml(new Date(row.event.startsAt), language, site) : '';
  const place = row.event?.place ? ` · ${safe(row.event.place)}` : '';
  return `<li><a lang="${safe(own)}" href="/a/${safe(row.slug)}">${safe(title)}</a><br>${when}${place}</li>`;
}

function timeHtml(at: Date, language: string, { cluster }: Site): string {
  return `<time datetime="${at.toISOString()}">${safe(readable(at, language, cluster.zone))}</time>`;
}
