import type { EventStatus } from '#posts/schema/announcement-view';
import { CARD_SIZES, cardAlt } from '#src/media/card-words';
import { cardOf, cardPath } from './card.ts';
import { mediaUrl } from './feeds.ts';
import { jsonInHtml, safe } from './html.ts';
import type { Picture } from './pictures.ts';
import type { Section, Shown } from './sections.ts';
import { nameIn, type Site } from './site.ts';

/** What the head of an announcement's page is made for. */
interface Sharing {
  /** The words that are shared. */
  readonly section: Section;
  /** Path by language. */
  readonly languages: ReadonlyMap<string, string>;
  /** Whether the page is in this language only. */
  readonly chosen: boolean;
}

/** Open Graph, Twitter's card, the other languages, and schema.org: what a shared link shows of itself. */
export function sharingHead(site: Site, shown: Shown, { section, languages, chosen }: Sharing): string {
  const { row } = shown;
  const plain = `${site.publicUrl}/a/${row.slug}`;
  const url = chosen ? site.publicUrl + (languages.get(section.language) ?? '') : plain;
  const description = section.text.replaceAll(/\s+/g, ' ').slice(0, 200);
  const image = imageOf(site, shown, section);
  const property = (name: string, content: string) => `<meta property="${name}" content="${safe(content)}">`;
  const named = (name: string, content: string) => `<meta name="${name}" content="${safe(content)}">`;
  const others = [...languages.keys()].filter((language) => language !== section.language);
  return [
    `<link rel="canonical" href="${safe(url)}">`,
    ...[...languages, ['x-default', `/a/${row.slug}`] as const].map(
      ([language, path]) => `<link rel="alternate" hreflang="${safe(language)}" href="${safe(site.publicUrl + path)}">`,
    ),
    ...(row.event
      ? [`<link rel="alternate" type="text/calendar" title="${safe(section.title)}" href="/a/${safe(row.slug)}.ics">`]
      : []),
    named('description', description),
    property('og:type', 'article'),
    property('og:title', section.title),
    property('og:description', description),
    property('og:url', url),
    property('og:site_name', site.cluster.name),
    property('og:locale', localeOf(section.language)),
    ...others.map((language) => property('og:locale:alternate', localeOf(language))),
    ...(section.publishedAt ? [property('article:published_time', section.publishedAt.toISOString())] : []),
    property('og:image', image.url),
    property('og:image:type', image.mime),
    property('og:image:alt', image.alt),
    property('og:image:width', String(image.width)),
    property('og:image:height', String(image.height)),
    named('twitter:card', 'summary_large_image'),
    named('twitter:title', section.title),
    named('twitter:description', description),
    named('twitter:image', image.url),
    named('twitter:image:alt', image.alt),
    `<script type="application/ld+json">${jsonInHtml(structured(site, shown, section, url))}</script>`,
  ].join('\n');
}

/** The chosen picture, or else the card that is made of the words. */
function imageOf(site: Site, shown: Shown, section: Section) {
  const [image] = shown.media;
  if (image) {
    const { id, mime, alt, width, height } = image;
    return { url: mediaUrl(site.publicUrl, id), mime, alt, width, height };
  }
  const card = cardOf(site, shown, section);
  const size = CARD_SIZES['website-feed'];
  const url = site.publicUrl + cardPath(shown.row.slug, section.language, card, size);
  return { url, mime: 'image/png', alt: cardAlt(card), ...size };
}

function localeOf(language: string): string {
  const known: Readonly<Record<string, string>> = { en: 'en_GB', sv: 'sv_FI' };
  return known[language] ?? `${language}_FI`;
}

function structuredImage({ publicUrl }: Site, { id, credit, licence }: Picture) {
  const url = mediaUrl(publicUrl, id);
  if (!credit && !licence) return url;
  return {
    '@type': 'ImageObject',
    url,
    ...(credit ? { creditText: credit } : {}),
    ...(licence && URL.canParse(licence) ? { license: licence } : {}),
  };
}

const STATUSES: Readonly<Record<EventStatus, string>> = {
  scheduled: 'EventScheduled',
  rescheduled: 'EventRescheduled',
  postponed: 'EventPostponed',
  cancelled: 'EventCancelled',
};

/** schema.org: Event or NewsArticle. */
function structured(site: Site, shown: Shown, section: Section, url: string): Record<string, unknown> {
  const { row, media } = shown;
  const { language } = section;
  const publisher = { '@type': 'Organization', name: nameIn(shown.organisation, language, site) };
  const images = media.map((picture) => structuredImage(site, picture));
  const common = {
    '@context': 'https://schema.org',
    url,
    inLanguage: language,
    description: section.text,
    image: images.length > 0 ? images : [imageOf(site, shown, section).url],
  };
  if (!row.event) {
    return {
      ...common,
      '@type': 'NewsArticle',
      headline: section.title,
      datePublished: (section.publishedAt ?? row.createdAt).toISOString(),
      dateModified: row.updatedAt.toISOString(),
      mainEntityOfPage: url,
      author: publisher,
      publisher,
    };
  }
  const { startsAt, endsAt, place, streamUrl, organiser, capacity } = row.event;
  const status = row.state === 'cancelled' ? 'EventCancelled' : STATUSES[row.eventStatus ?? 'scheduled'];
  const mode = place && streamUrl ? 'Mixed' : streamUrl ? 'Online' : 'Offline';
  const locations = [
    ...(place ? [{ '@type': 'Place', name: place, address: place }] : []),
    ...(streamUrl ? [{ '@type': 'VirtualLocation', url: streamUrl }] : []),
  ];
  return {
    ...common,
    '@type': 'Event',
    '@id': `${site.publicUrl}/a/${row.slug}`,
    name: section.title,
    startDate: startsAt,
    ...(endsAt ? { endDate: endsAt } : {}),
    eventStatus: `https://schema.org/${status}`,
    eventAttendanceMode: `https://schema.org/${mode}EventAttendanceMode`,
    ...(locations.length > 0 ? { location: locations.length === 1 ? locations[0] : locations } : {}),
    organizer: organiser ? { '@type': 'Organization', name: organiser } : publisher,
    ...(capacity === null ? {} : { maximumAttendeeCapacity: capacity }),
  };
}
