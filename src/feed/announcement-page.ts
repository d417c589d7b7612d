import { inOrder } from '#posts/languages';
import { messageFor } from '#posts/plan';
import type { AnnouncementRow } from '#src/db/announcements';
import type { FeedItemRow } from '#src/db/feed-items';
import { mediaUrl, type Site } from './feeds.ts';
import { jsonInHtml, page, paragraphs, safe } from './html.ts';
import { labels, readable } from './labels.ts';
import type { Picture } from './pictures.ts';

/** Everything that a public page of one announcement shows. */
export interface Shown {
  readonly row: AnnouncementRow;
  /** The newest first. */
  readonly items: readonly FeedItemRow[];
  readonly media: readonly Picture[];
  readonly organisation: string;
  /** By language. */
  readonly statements: Readonly<Record<string, string>>;
}

/** The words in one language, with the ids of the posts that stand here: permalinks point at them. */
interface Section {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly anchors: readonly string[];
  readonly publishedAt: Date | null;
}

/** Null when the announcement is not public. */
export function announcementPage(site: Site, shown: Shown): string | null {
  const sections = sectionsOf(site, shown);
  const [first] = sections;
  if (!first) return null;
  const { row } = shown;
  const cancelled =
    row.state === 'cancelled' ? `<p class="cancelled">${safe(labels(first.language).cancelled)}</p>` : '';
  const main = `<article>
${cancelled}
${sections.map((section) => sectionHtml(site, shown, section)).join('\n')}
</article>`;
  return page({
    language: first.language,
    title: `${first.title} · ${site.cluster.name}`,
    head: head(site, shown, first),
    main,
    site: site.cluster.name,
  });
}

/** The words that went out, in each language; an event that nobody published yet shows its own words. */
function sectionsOf(site: Site, { row, items, statements }: Shown): Section[] {
  const languages = [
    ...new Set([...Object.keys(inOrder(row.texts, site.cluster.languages)), ...items.map((item) => item.language)]),
  ];
  return languages.flatMap((language): Section[] => {
    const own = items.filter((item) => item.language === language);
    const [newest] = own;
    if (newest) {
      const anchors = own.map(({ postId }) => postId);
      return [
        {
          language,
          title: newest.title,
          text: newest.body,
          link: newest.link,
          anchors,
          publishedAt: newest.publishedAt,
        },
      ];
    }
    const text = row.texts[language];
    if (!text || row.kind !== 'event' || items.length > 0) return [];
    const message = messageFor(
      {
        texts: row.texts,
        link: row.link,
        images: [],
        event: null,
        fundingStatements: statements,
        publishAt: null,
        worthUntil: null,
        steps: [],
      },
      { id: '', slug: '', kind: 'website-feed', languages: [language] },
      language,
      site.cluster.zone,
    );
    return [{ language, title: message.title, text: message.text, link: row.link, anchors: [], publishedAt: null }];
  });
}

function sectionHtml(site: Site, shown: Shown, section: Section): string {
  const words = labels(section.language);
  const anchors = section.anchors.map((id) => `<span id="${safe(id)}"></span>`).join('');
  const published = section.publishedAt
    ? `<p>${safe(words.published)} ${timeHtml(section.publishedAt, section.language, site)} · ${safe(shown.organisation)}</p>`
    : `<p>${safe(shown.organisation)}</p>`;
  const more = section.link ? `<p><a href="${safe(section.link)}">${safe(words.more)}</a></p>` : '';
  return `<section lang="${safe(section.language)}">${anchors}
<h1>${safe(section.title)}</h1>
${published}
${imagesHtml(site, shown, section.language)}
${paragraphs(section.text)}
${more}
${factsHtml(site, shown.row, section.language)}
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

function factsHtml(site: Site, { event }: AnnouncementRow, language: string): string {
  if (!event) return '';
  const words = labels(language);
  const link = (url: string) => `<a href="${safe(url)}">${safe(url)}</a>`;
  const facts: [string, string | null][] = [
    [words.starts, timeHtml(new Date(event.startsAt), language, site)],
    [words.ends, event.endsAt && timeHtml(new Date(event.endsAt), language, site)],
    [words.place, event.place && safe(event.place)],
    [words.stream, event.streamUrl && link(event.streamUrl)],
    [words.register, event.registrationUrl && link(event.registrationUrl)],
    [words.capacity, event.capacity === null ? null : String(event.capacity)],
    [words.organiser, event.organiser && safe(event.organiser)],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [`<dt>${safe(name)}</dt><dd>${value}</dd>`] : []));
  return `<dl>${rows.join('')}</dl>`;
}

function timeHtml(at: Date, language: string, { cluster }: Site): string {
  return `<time datetime="${at.toISOString()}">${safe(readable(at, language, cluster.zone))}</time>`;
}

function head(site: Site, shown: Shown, first: Section): string {
  const url = `${site.publicUrl}/a/${shown.row.slug}`;
  const description = first.text.replaceAll(/\s+/g, ' ').slice(0, 200);
  const [image] = shown.media;
  const meta = (property: string, content: string) => `<meta property="${property}" content="${safe(content)}">`;
  return [
    `<link rel="canonical" href="${safe(url)}">`,
    `<meta name="description" content="${safe(description)}">`,
    meta('og:type', 'article'),
    meta('og:title', first.title),
    meta('og:description', description),
    meta('og:url', url),
    meta('og:site_name', site.cluster.name),
    meta('og:locale', first.language === 'en' ? 'en_GB' : first.language === 'sv' ? 'sv_FI' : 'fi_FI'),
    ...(image
      ? [
          meta('og:image', mediaUrl(site.publicUrl, image.id)),
          meta('og:image:alt', image.alt),
          meta('og:image:width', String(image.width)),
          meta('og:image:height', String(image.height)),
        ]
      : []),
    `<script type="application/ld+json">${jsonInHtml(structured(site, shown, first, url))}</script>`,
  ].join('\n');
}

/** schema.org: Event or NewsArticle. */
function structured(
  site: Site,
  { row, media, organisation }: Shown,
  first: Section,
  url: string,
): Record<string, unknown> {
  const publisher = { '@type': 'Organization', name: organisation };
  const common = {
    '@context': 'https://schema.org',
    url,
    inLanguage: first.language,
    description: first.text,
    image: media.map(({ id, credit, licence }) =>
      credit || licence
        ? {
            '@type': 'ImageObject',
            url: mediaUrl(site.publicUrl, id),
            ...(credit ? { creditText: credit } : {}),
            ...(licence && URL.canParse(licence) ? { license: licence } : {}),
          }
        : mediaUrl(site.publicUrl, id),
    ),
  };
  if (!row.event) {
    return {
      ...common,
      '@type': 'NewsArticle',
      headline: first.title,
      datePublished: (first.publishedAt ?? row.createdAt).toISOString(),
      dateModified: row.updatedAt.toISOString(),
      author: publisher,
      publisher,
    };
  }
  const { startsAt, endsAt, place, streamUrl, organiser } = row.event;
  const status = row.state === 'cancelled' ? 'EventCancelled' : 'EventScheduled';
  const mode = place && streamUrl ? 'Mixed' : streamUrl ? 'Online' : 'Offline';
  return {
    ...common,
    '@type': 'Event',
    name: first.title,
    startDate: startsAt,
    ...(endsAt ? { endDate: endsAt } : {}),
    eventStatus: `https://schema.org/${status}`,
    eventAttendanceMode: `https://schema.org/${mode}EventAttendanceMode`,
    location: [
      ...(place ? [{ '@type': 'Place', name: place, address: place }] : []),
      ...(streamUrl ? [{ '@type': 'VirtualLocation', url: streamUrl }] : []),
    ],
    organizer: { '@type': 'Organization', name: organiser ?? organisation },
  };
}
