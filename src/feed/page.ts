import { filtered } from './filter.ts';
import { safe } from './html.ts';
import { labels, languageName, spoken } from './labels.ts';
import { mainLanguage, type Names, nameIn, type Site, themeName } from './site.ts';
import { emblemHtml, STYLE } from './style.ts';

export interface Page {
  /** Of the content; the page's own words are in it where they can be. */
  readonly language: string;
  readonly title: string;
  /** Further elements of the head, as HTML. */
  readonly head?: string;
  /** As HTML. */
  readonly main: string;
  /** Where the same is in other languages: path by language. Empty where there is no choice. */
  readonly languages?: ReadonlyMap<string, string>;
  /** The theme that the page is about: feeds for it are offered. */
  readonly theme?: string | undefined;
  /** Whether the reader chose the language: feeds in it are offered. */
  readonly inLanguage?: boolean;
  /** The funding statements that must stand on it, with the emblem. */
  readonly statements?: readonly Names[];
}

/** A whole page without scripts: readable on anything, and safe to cache. */
export function page(site: Site, one: Page): string {
  const { language, title, head = '', main, languages = new Map() } = one;
  const words = labels(language);
  const name = safe(site.cluster.name);
  const home = one.inLanguage ? filtered('/', { language }) : '/';
  return `<!doctype html>
<html lang="${safe(spoken(language))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
${discovery(site, one)}
${head}
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">${safe(words.skip)}</a>
<header><a class="home" href="${safe(home)}">${name}</a>${languageLinks(one, languages)}</header>
<main id="content">
${main}
</main>
<footer>
${subscribing(site, one)}
${fundingHtml(site, one)}
</footer>
</body>
</html>
`;
}

/** Every feed: of everything, of this language, of this theme; readers find them by these elements. */
function discovery(site: Site, { language, theme, inLanguage }: Page): string {
  const narrowed = { language: inLanguage ? language : undefined, theme };
  const kinds = [
    ['application/feed+json', '/feed.json'],
    ['application/rss+xml', '/feed.rss'],
    ['application/atom+xml', '/feed.atom'],
    ['text/calendar', '/events.ics'],
  ] as const;
  const one = (title: string, filter: { language?: string | undefined; theme?: string | undefined }) =>
    kinds.map(
      ([type, path]) =>
        `<link rel="alternate" type="${type}" title="${safe(title)}" href="${safe(filtered(path, filter))}">`,
    );
  const narrow = narrowed.language || narrowed.theme ? one(feedTitle(site, narrowed), narrowed) : [];
  return [...narrow, ...one(site.cluster.name, {})].join('\n');
}

/** A feed's name: the cluster, and what the feed is narrowed to. */
export function feedTitle(
  site: Site,
  { language, theme }: { language?: string | undefined; theme?: string | undefined },
): string {
  const parts = [
    site.cluster.name,
    ...(theme ? [themeName(site, theme, language ?? mainLanguage(site))] : []),
    ...(language ? [languageName(language)] : []),
  ];
  return parts.join(' · ');
}

function languageLinks({ language, inLanguage }: Page, languages: ReadonlyMap<string, string>): string {
  if (languages.size < 2) return '';
  const links = [...languages].map(([code, path]) => {
    const current = code === language && inLanguage ? ' aria-current="true"' : '';
    const shown = safe(languageName(code));
    return `<li><a lang="${safe(code)}" hreflang="${safe(code)}" href="${safe(path)}"${current}>${shown}</a></li>`;
  });
  return `<nav aria-label="${safe(labels(language).languages)}"><ul class="row">${links.join('')}</ul></nav>`;
}

function subscribing(site: Site, { language, theme, inLanguage }: Page): string {
  const words = labels(language);
  const filter = { language: inLanguage ? language : undefined, theme };
  const calendar = `webcal://${new URL(site.publicUrl).host}${filtered('/events.ics', filter)}`;
  const links = [
    [words.calendar, calendar],
    ['RSS', filtered('/feed.rss', filter)],
    ['Atom', filtered('/feed.atom', filter)],
    ['JSON Feed', filtered('/feed.json', filter)],
    [words.calendarFile, filtered('/events.ics', filter)],
  ] as const;
  const items = links.map(([name, href]) => `<li><a class="button" href="${safe(href)}">${safe(name)}</a></li>`);
  return `<h2>${safe(words.subscribe)}</h2><ul class="row">${items.join('')}</ul>`;
}

function fundingHtml(site: Site, { language, statements = [] }: Page): string {
  return statements
    .map((statement) => {
      const words = safe(nameIn(statement, language, site));
      return `<p class="funding">${emblemHtml(labels(language).emblem)}<span>${words}</span></p>`;
    })
    .join('\n');
}
