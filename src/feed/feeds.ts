import { Feed, type Item } from 'feed';
import { eventTime } from '#posts/compose/event-lines';
import { inOrder } from '#posts/languages';
import type { AnnouncementRow } from '#src/db/announcements';
import type { PublicFilter, ShownItem } from '#src/db/feed-items';
import { currentCardPath } from './card.ts';
import { filtered } from './filter.ts';
import { paragraphs, safe } from './html.ts';
import { labels } from './labels.ts';
import { feedTitle } from './page.ts';
import { mainLanguage, type Names, nameIn, type Site } from './site.ts';
import { permalinkOf } from './store.ts';

/** What a feed is made of. */
export interface FeedContent {
  readonly filter: PublicFilter;
  readonly items: readonly ShownItem[];
  /** By id. */
  readonly organisations: ReadonlyMap<string, Names>;
  /** Sizes of the images in bytes, by media id. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). @param nextUrl the following page; null on the last one */
export function jsonFeed(site: Site, { filter, items, organisations, sizes }: FeedContent, nextUrl: string | null) {
  return {
    ...jsonHead(site, filter, '/feed.json', nextUrl),
    items: items.map(({ item, announcement }) => {
      const url = permalinkOf(site.publicUrl, announcement.slug, item.postId);
      const [image] = item.images;
      const organisation = organisations.get(announcement.organisationId);
      return {
        id: url,
        url,
        ...(item.link ? { external_url: item.link } : {}),
        title: item.title,
        content_html: paragraphs(item.body),
        content_text: item.body,
        ...imageOf(site, announcement, item.language, image?.mediaId),
        date_published: item.publishedAt.toISOString(),
        date_modified: item.updatedAt.toISOString(),
        ...(organisation ? { authors: [{ name: nameIn(organisation, item.language, site) }] } : {}),
        language: item.language,
        ...(announcement.themes.length > 0 ? { tags: announcement.themes } : {}),
        ...(item.images.length > 0
          ? {
              attachments: item.images.map(({ mediaId, mime, alt }) => ({
                url: mediaUrl(site.publicUrl, mediaId),
                mime_type: mime,
                title: alt,
                ...(sizes.has(mediaId) ? { size_in_bytes: sizes.get(mediaId) } : {}),
              })),
            }
          : {}),
        _kaiku: kaikuFacts(announcement),
      };
    }),
  };
}

/** Coming events as a JSON Feed, the soonest first: what the calendar holds, for programs that read no iCalendar. */
export function jsonEvents(site: Site, filter: PublicFilter, events: readonly AnnouncementRow[]) {
  return {
    ...jsonHead(site, filter, '/events.json', null),
    items: events.map((row) => {
      const language = wordsFor(site, row, filter.language);
      const url = site.publicUrl + filtered(`/a/${row.slug}`, { language });
      const text = row.texts[language];
      const times = row.event && {
        startsAt: new Date(row.event.startsAt),
        endsAt: row.event.endsAt ? new Date(row.event.endsAt) : null,
      };
      return {
        id: `${site.publicUrl}/a/${row.slug}`,
        url,
        title: text?.title ?? row.slug,
        ...(times
          ? {
              summary: row.event?.postponed
                ? labels(language).noDateYet
                : eventTime(times, language, site.cluster.zone),
            }
          : {}),
        content_text: text?.body ?? '',
        ...imageOf(site, row, language, row.media[0]),
        date_published: row.createdAt.toISOString(),
        date_modified: row.updatedAt.toISOString(),
        language,
        ...(row.themes.length > 0 ? { tags: row.themes } : {}),
        _kaiku: kaikuFacts(row),
      };
    }),
  };
}

function jsonHead(site: Site, filter: PublicFilter, path: string, nextUrl: string | null) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feedTitle(site, filter),
    home_page_url: site.publicUrl + filtered('/', filter),
    feed_url: site.publicUrl + filtered(path, filter),
    language: filter.language ?? mainLanguage(site),
    ...(nextUrl ? { next_url: nextUrl } : {}),
    _kaiku: { about: `${site.publicUrl}/api/docs`, zone: site.cluster.zone },
  };
}

/** The picture that was chosen, or else an event's card. */
function imageOf({ publicUrl }: Site, { slug, event }: AnnouncementRow, language: string, mediaId: string | undefined) {
  if (mediaId) return { image: mediaUrl(publicUrl, mediaId) };
  return event ? { image: publicUrl + currentCardPath(slug, language) } : {};
}

function kaikuFacts({ slug, kind, event, state }: AnnouncementRow) {
  return { announcement: slug, kind, event, cancelled: state === 'cancelled' };
}

/** The reader's language where the event has words in it, or else the cluster's first one that has. */
function wordsFor({ cluster }: Site, row: AnnouncementRow, language: string | undefined): string {
  if (language && row.texts[language]) return language;
  return Object.keys(inOrder(row.texts, cluster.languages))[0] ?? 'fi';
}

/** RSS 2.0: a title is plain text, a description is HTML. */
export function rssFeed(site: Site, content: FeedContent): string {
  const feed = emptyFeed(site, content, '/feed.rss');
  for (const shown of content.items) {
    const item = xmlItem(site, content, shown);
    const [author] = item.author ?? [];
    feed.addItem({
      ...item,
      author: [],
      // <author> must be an e-mail address; a name stands in Dublin Core's element.
      extensions: author ? [{ name: 'dc:creator', objects: { _text: author.name } }] : [],
    });
  }
  return feed.rss2();
}

/** Atom 1.0: the library marks titles and summaries as HTML, so they are written as such. */
export function atomFeed(site: Site, content: FeedContent): string {
  const feed = emptyFeed(site, content, '/feed.atom');
  for (const shown of content.items) {
    const item = xmlItem(site, content, shown);
    feed.addItem({ ...item, title: safe(item.title) });
  }
  return feed.atom1();
}

function emptyFeed(site: Site, { filter, items }: FeedContent, path: string): Feed {
  const home = site.publicUrl + filtered('/', filter);
  return new Feed({
    id: home,
    link: home,
    title: xmlText(feedTitle(site, filter)),
    description: xmlText(feedTitle(site, filter)),
    copyright: xmlText(site.cluster.name),
    author: { name: xmlText(site.cluster.name), link: home },
    language: filter.language ?? mainLanguage(site),
    generator: 'Kaiku',
    ttl: 60,
    // The newest change, so that the same items always make the same bytes and a reader's ETag holds.
    updated: new Date(Math.max(0, ...items.map(({ item }) => item.updatedAt.getTime()))),
    feed: site.publicUrl + filtered(path, filter),
  });
}

function xmlItem(site: Site, { organisations, sizes }: FeedContent, { item, announcement }: ShownItem): Item {
  const url = permalinkOf(site.publicUrl, announcement.slug, item.postId);
  const [image] = item.images;
  const organisation = organisations.get(announcement.organisationId);
  const text = xmlText(item.body);
  return {
    id: url,
    link: url,
    title: xmlText(item.title),
    description: safe(text.length > 300 ? `${text.slice(0, 299).trimEnd()}…` : text),
    content: paragraphs(text),
    date: item.updatedAt,
    published: item.publishedAt,
    author: organisation ? [{ name: xmlText(nameIn(organisation, item.language, site)) }] : [],
    category: announcement.themes.map((name) => ({ name, term: name })),
    ...(image
      ? {
          enclosure: {
            // The library reads the type of an enclosure off the address's ending.
            url: `${mediaUrl(site.publicUrl, image.mediaId)}.${image.mime.split('/')[1]}`,
            type: image.mime,
            length: sizes.get(image.mediaId) ?? 0,
          },
        }
      : {}),
  };
}

/** Without what XML cannot hold, and without the end of a CDATA section. */
function xmlText(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll(']]>', ']] >');
}

export function mediaUrl(publicUrl: string, mediaId: string): string {
  return `${publicUrl}/media/${mediaId}`;
}
