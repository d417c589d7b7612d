import { mediaUrl } from './feeds.ts';
import { filtered } from './filter.ts';
import { paragraphs, safe } from './html.ts';
import { labels, readable } from './labels.ts';
import { page } from './page.ts';
import { type Section, type Shown, sectionsOf } from './sections.ts';
import { sharingHead } from './sharing.ts';
import { nameIn, type Site, themeName } from './site.ts';

/**
 * Null when the announcement is not public.
 * @param language the one that the reader chose; undefined: all of them, the cluster's first one first
 */
export function announcementPage(site: Site, shown: Shown, language: string | undefined): string | null {
  const all = sectionsOf(site, shown);
  const chosen = all.filter((section) => section.language === language);
  const sections = chosen.length > 0 ? chosen : all;
  const [first] = sections;
  if (!first) return null;
  const { row } = shown;
  const words = labels(first.language);
  const told = row.state === 'cancelled' ? words.cancelled : row.event?.postponed ? words.noDateYet : null;
  const notice = told === null ? '' : `<p class="cancelled">${safe(told)}</p>`;
  const path = `/a/${row.slug}`;
  const languages = new Map(all.map((one) => [one.language, filtered(path, { language: one.language })]));
  return page(site, {
    language: first.language,
    inLanguage: chosen.length > 0,
    title: `${first.title} · ${site.cluster.name}`,
    head: sharingHead(site, shown, { section: first, languages, chosen: chosen.length > 0 }),
    languages,
    main: `<article>
${notice}
${sections.map((section) => sectionHtml(site, shown, section)).join('\n')}
</article>`,
    statements: Object.keys(shown.statements).length > 0 ? [shown.statements] : [],
  });
}

function sectionHtml(site: Site, shown: Shown, section: Section): string {
  const { language } = section;
  const words = labels(language);
  const anchors = section.anchors.map((id) => `<span id="${safe(id)}"></span>`).join('');
  const about = [
    ...(section.publishedAt ? [`${safe(words.published)} ${timeHtml(section.publishedAt, language, site)}`] : []),
    safe(nameIn(shown.organisation, language, site)),
    ...shown.row.themes.map((slug) => safe(themeName(site, slug, language))),
  ];
  const more = section.link ? `<p><a href="${safe(section.link)}">${safe(words.more)}</a></p>` : '';
  return `<section lang="${safe(language)}">${anchors}
<h1>${safe(section.title)}</h1>
<p class="about">${about.join(' · ')}</p>
${imagesHtml(site, shown, language)}
${paragraphs(section.text)}
${more}
${factsHtml(site, shown, language)}
</section>`;
}

function imagesHtml({ publicUrl }: Site, { media }: Shown, language: string): string {
  const { picture } = labels(language);
  return media
    .map(({ id, alt, width, height, credit, licence }) => {
      const told = [credit && `${picture}: ${credit}`, licence].filter(Boolean).join(' · ');
      const caption = told === '' ? '' : `<figcaption>${safe(told)}</figcaption>`;
      return `<figure><img src="${safe(new URL(mediaUrl(publicUrl, id)).pathname)}" alt="${safe(alt)}" width="${width}" height="${height}">${caption}</figure>`;
    })
    .join('\n');
}

function factsHtml(site: Site, { row }: Shown, language: string): string {
  const { event, slug } = row;
  if (!event) return '';
  const words = labels(language);
  const link = (url: string) => `<a href="${safe(url)}">${safe(url)}</a>`;
  const facts: [string, string | null][] = [
    [words.starts, event.postponed ? null : timeHtml(new Date(event.startsAt), language, site)],
    [words.ends, event.postponed ? null : event.endsAt && timeHtml(new Date(event.endsAt), language, site)],
    [words.place, event.place && safe(event.place)],
    [words.stream, event.streamUrl && link(event.streamUrl)],
    [words.register, event.registrationUrl && link(event.registrationUrl)],
    [words.capacity, event.capacity === null ? null : String(event.capacity)],
    [words.organiser, event.organiser && safe(event.organiser)],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [`<dt>${safe(name)}</dt><dd>${value}</dd>`] : []));
  const calendar = filtered(`/a/${slug}.ics`, { language });
  return `<dl class="facts">${rows.join('')}</dl>
<p><a class="button" href="${safe(calendar)}">${safe(words.toCalendar)}</a></p>`;
}

function timeHtml(at: Date, language: string, { cluster }: Site): string {
  return `<time datetime="${at.toISOString()}">${safe(readable(at, language, cluster.zone))}</time>`;
}
