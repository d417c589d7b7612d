import { eventTime } from '#posts/compose/event-lines';
import { inOrder } from '#posts/languages';
import type { AnnouncementRow } from '#src/db/announcements';
import type { PublicFilter, ShownItem } from '#src/db/feed-items';
import { addressOf, filtered, writePlace } from './filter.ts';
import { safe } from './html.ts';
import { labels, noticeOf, readableDay } from './labels.ts';
import { feedTitle, page } from './page.ts';
import { mainLanguage, type Names, type Site, themeName } from './site.ts';

/** The lists of the front page that go on on pages of their own. */
export const SECTIONS = ['news', 'past'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** One list; `next` is where it goes on. */
export interface Listed<Entry> {
  readonly entries: readonly Entry[];
  readonly next: { readonly at: Date; readonly id: string } | null;
}

export interface FrontPage {
  readonly filter: PublicFilter;
  /** Set on a page that goes on with one list. */
  readonly section: SectionName | null;
  readonly coming: readonly AnnouncementRow[];
  readonly past: Listed<AnnouncementRow>;
  readonly news: Listed<ShownItem>;
  readonly statements: readonly Names[];
}

/** The public list: what comes, what was said, what was. An announcement stands there once, with its newest post. */
export function frontPage(site: Site, shown: FrontPage): string {
  const { filter, section } = shown;
  const language = filter.language ?? mainLanguage(site);
  const words = labels(language);
  const lists = [
    list(words.events, shown.coming.map((row) => eventHtml(site, row, filter)).join('')),
    list(words.news, newsHtml(site, shown.news, language), more(shown.news, 'news', filter, words.older)),
    list(
      words.pastEvents,
      shown.past.entries.map((row) => eventHtml(site, row, filter)).join(''),
      more(shown.past, 'past', filter, words.older),
    ),
  ].join('\n');
  const title = feedTitle(site, { theme: filter.theme, language: undefined });
  const nothing = filter.theme || filter.language ? words.nothingLikeThat : words.none;
  const heading = filter.theme ? capital(themeName(site, filter.theme, language)) : site.cluster.name;
  return page(site, {
    language,
    inLanguage: filter.language !== undefined,
    theme: filter.theme,
    title: section === null ? title : `${section === 'news' ? words.news : words.pastEvents} · ${title}`,
    head: headOf(site, filter, section),
    languages: languagesOf(site, filter),
    main: `<h1>${safe(heading)}</h1>
${themeForm(site, filter, language)}
${lists.trim() === '' ? `<p>${safe(nothing)}</p>` : lists}`,
    statements: shown.statements,
  });
}

/** What a reader gets who followed a link to nothing. */
export function missingPage(site: Site): string {
  const language = mainLanguage(site);
  const { missing, front } = labels(language);
  const main = `<h1>${safe(missing)}</h1><p><a href="/">${safe(front)}</a></p>`;
  return page(site, { language, title: `${missing} · ${site.cluster.name}`, main });
}

function languagesOf(site: Site, { theme }: PublicFilter): Map<string, string> {
  return new Map(site.cluster.languages.map((language) => [language, filtered('/', { language, theme })]));
}

function headOf(site: Site, filter: PublicFilter, section: SectionName | null): string {
  if (section !== null) return '<meta name="robots" content="noindex, follow">';
  const alternates = [...languagesOf(site, filter), ['x-default', filtered('/', { theme: filter.theme })] as const];
  return [
    `<link rel="canonical" href="${safe(site.publicUrl + filtered('/', filter))}">`,
    ...alternates.map(
      ([language, path]) => `<link rel="alternate" hreflang="${safe(language)}" href="${safe(site.publicUrl + path)}">`,
    ),
    `<meta property="og:type" content="website">`,
    `<meta property="og:title" content="${safe(site.cluster.name)}">`,
    `<meta property="og:url" content="${safe(site.publicUrl + filtered('/', filter))}">`,
  ].join('\n');
}

/** Narrowing by theme: a form that any browser sends by itself. */
function themeForm(site: Site, { language, theme }: PublicFilter, spoken: string): string {
  if (site.themes.size === 0) return '';
  const words = labels(spoken);
  const options = [...site.themes.keys()]
    .map((slug) => ({ slug, name: capital(themeName(site, slug, spoken)) }))
    .sort((a, b) => a.name.localeCompare(b.name, spoken))
    .map(
      ({ slug, name }) => `<option value="${safe(slug)}"${slug === theme ? ' selected' : ''}>${safe(name)}</option>`,
    );
  const kept = language ? `<input type="hidden" name="language" value="${safe(language)}">` : '';
  return `<form action="/" method="get">${kept}<label>${safe(words.theme)}<select name="theme"><option value="">${safe(words.allThemes)}</option>${options.join('')}</select></label><button>${safe(words.show)}</button></form>`;
}

function list(title: string, entries: string, after = ''): string {
  return entries === '' ? '' : `<h2>${safe(title)}</h2><ul class="list">${entries}</ul>${after}`;
}

function more(listed: Listed<unknown>, section: SectionName, { language, theme }: PublicFilter, older: string): string {
  if (!listed.next) return '';
  const href = addressOf('/', { language, theme, section, before: writePlace(listed.next) });
  return `<p><a href="${safe(href)}" rel="next">${safe(older)}</a></p>`;
}

function newsHtml(site: Site, { entries }: Listed<ShownItem>, language: string): string {
  return oneEach(entries, language)
    .map(({ item, announcement }) => {
      const at = item.publishedAt;
      const when = `<time datetime="${at.toISOString()}">${safe(readableDay(at, language, site.cluster.zone))}</time>`;
      return `<li>${titleLink(announcement.slug, item.language, item.title, site)}<p class="about">${when}${themesHtml(site, announcement, language)}</p></li>`;
    })
    .join('');
}

/** One item for each announcement, in the order of the newest: in the reader's language where there is one. */
function oneEach(shown: readonly ShownItem[], language: string): ShownItem[] {
  const chosen = new Map<string, ShownItem>();
  for (const one of shown) {
    const { id } = one.announcement;
    const before = chosen.get(id);
    if (!before || (before.item.language !== language && one.item.language === language)) chosen.set(id, one);
  }
  return [...chosen.values()];
}

function eventHtml(site: Site, row: AnnouncementRow, filter: PublicFilter): string {
  const language = filter.language ?? mainLanguage(site);
  const own = row.texts[language] ? language : (Object.keys(inOrder(row.texts, site.cluster.languages))[0] ?? language);
  const title = row.texts[own]?.title ?? row.slug;
  const notice = noticeOf(row, language);
  const tag = notice ? `<strong class="tag">${safe(notice)}</strong> ` : '';
  const place = row.event?.place ? ` · ${safe(row.event.place)}` : '';
  return `<li>${tag}${titleLink(row.slug, own, title, site)}<p class="about">${whenHtml(site, row, language)}${place}${themesHtml(site, row, language)}</p></li>`;
}

function titleLink(slug: string, language: string, title: string, site: Site): string {
  const href = language === mainLanguage(site) ? `/a/${slug}` : filtered(`/a/${slug}`, { language });
  return `<a lang="${safe(language)}" href="${safe(href)}">${safe(title)}</a>`;
}

function whenHtml({ cluster }: Site, { event }: AnnouncementRow, language: string): string {
  if (!event) return '';
  if (event.postponed) return safe(labels(language).noDateYet);
  const startsAt = new Date(event.startsAt);
  const endsAt = event.endsAt ? new Date(event.endsAt) : null;
  const when = capital(eventTime({ startsAt, endsAt }, language, cluster.zone));
  return `<time datetime="${startsAt.toISOString()}">${safe(when)}</time>`;
}

function themesHtml(site: Site, { themes }: AnnouncementRow, language: string): string {
  return themes.map((slug) => ` · ${safe(themeName(site, slug, language))}`).join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
