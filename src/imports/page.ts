import { createHash } from 'node:crypto';
import type { ImportItem, ImportRefusal } from '#posts/schema/import';
import { resolveTime, shiftLocal } from '#posts/time';
import { charsetOf, decode } from './bytes.ts';
import { walk } from './markup.ts';
import { cut, oneLine, plainText } from './plain-text.ts';
import { MOST_ITEMS, type Read, type ReadContext, unreadable } from './read.ts';

type Thing = Readonly<Record<string, unknown>>;

/** JSON-LD nests; what nests deeper than this, or holds more things, was made to be in the way. */
const DEEPEST = 12;
const MOST_THINGS = 5_000;
const LONGEST_BODY = 4_000;

/**
 * Reads the events that a web page tells of as schema.org data (JSON-LD); of a page without events its news.
 * @param address where the page was found; relative links start from it
 */
export function readPage(bytes: Uint8Array, type: string | null, address: string | null, context: ReadContext): Read {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_000));
  const declared = charsetOf(type) ?? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ?? null;
  const { scripts, language } = dataIn(decode(bytes, declared));
  const things = scripts.flatMap((script) => thingsIn(jsonOf(script))).slice(0, MOST_THINGS);
  const events = things.filter(isEvent);
  const news = things.filter((thing) =>
    typesOf(thing).some((name) => /^(?:NewsArticle|Article|BlogPosting)$/.test(name)),
  );
  if (events.length === 0 && news.length === 0) {
    const detail =
      'The page holds no event that a program could read (schema.org data as JSON-LD). Write the announcement by hand, or ask for a calendar address.';
    return unreadable('no-events', detail);
  }
  const source = { address, language, ...context };
  const refused: ImportRefusal[] = [];
  const found = new Map<string, ImportItem>();
  for (const thing of events.length > 0 ? events : news) {
    const item = events.length > 0 ? eventOf(thing, source) : newsOf(thing, source);
    if ('detail' in item) refused.push(item);
    else found.set(found.has(item.sourceId) ? `${item.sourceId}#${item.event?.startsAt}` : item.sourceId, item);
  }
  const items = [...found]
    .map(([sourceId, item]) => ({ ...item, sourceId: sourceId.slice(0, 500) }))
    .sort((a, b) => (a.event?.startsAt ?? '').localeCompare(b.event?.startsAt ?? ''))
    .slice(0, MOST_ITEMS);
  return { ok: true, items, refused, notes: [], covers: null };
}

/** The JSON-LD of a page, and the language it says it is in. */
function dataIn(html: string): { scripts: string[]; language: string | null } {
  const scripts: string[] = [];
  let language: string | null = null;
  let inside: string[] | null = null;
  walk(html, {
    opened(name, { type, lang }) {
      if (name === 'html') language ??= lang ?? null;
      if (name === 'script' && /^\s*application\/ld\+json\b/i.test(type ?? '')) inside = [];
    },
    text(text) {
      inside?.push(text);
    },
    closed(name) {
      if (name !== 'script' || !inside) return;
      scripts.push(inside.join(''));
      inside = null;
    },
  });
  return { scripts, language };
}

interface Source extends ReadContext {
  readonly address: string | null;
  readonly language: string | null;
}

function eventOf(thing: Thing, source: Source): ImportItem | ImportRefusal {
  const title = cut(oneLine(textOf(thing.name)), 200);
  if (title === '') return { title: '–', code: 'no-title', detail: 'The event has no name.' };
  const start = timeOf(textOf(thing.startDate), source.zone);
  if (!start) return { title, code: 'no-start', detail: 'The event has no start that can be read (startDate).' };
  const end = timeOf(textOf(thing.endDate), source.zone);
  const link = linkOf(thing.url, source.address) ?? source.address;
  const places = listOf(thing.location).map(placeOf);
  const place = places.find((one) => one.place !== '')?.place;
  const stream = places.map((one) => linkOf(one.url, source.address)).find((one) => one !== null) ?? null;
  const body = plainText(textOf(thing.description));
  return {
    ...words(thing, title, body, source),
    sourceId: nameOf(thing, link, title, start.at),
    kind: 'event',
    link,
    publishedAt: null,
    cancelled: /EventCancelled$/.test(textOf(thing.eventStatus)),
    event: {
      startsAt: start.at.toISOString(),
      endsAt: endOf(start, end, source.zone)?.toISOString() ?? null,
      allDay: start.allDay,
      place: place ? cut(place, 300) : null,
      streamUrl: stream,
      registrationUrl:
        listOf(thing.offers)
          .map((offer) => linkOf(isThing(offer) ? offer.url : null, source.address))
          .find((one) => one !== null) ?? null,
      organiser: cut(oneLine(nameIn(listOf(thing.organizer)[0])), 200) || null,
    },
  };
}

function newsOf(thing: Thing, source: Source): ImportItem | ImportRefusal {
  const title = cut(oneLine(textOf(thing.headline) || textOf(thing.name)), 200);
  if (title === '') return { title: '–', code: 'no-title', detail: 'The article has no headline.' };
  const link = linkOf(thing.url, source.address) ?? linkOf(thing.mainEntityOfPage, source.address) ?? source.address;
  const published = timeOf(textOf(thing.datePublished), source.zone)?.at ?? null;
  return {
    ...words(thing, title, plainText(textOf(thing.description)), source),
    sourceId: nameOf(thing, link, title, published),
    kind: 'announcement',
    link,
    publishedAt: published?.toISOString() ?? null,
    cancelled: false,
    event: null,
  };
}

function words(thing: Thing, title: string, body: string, source: Source) {
  const told = textOf(thing.inLanguage) || (source.language ?? '');
  return {
    uid: null,
    title,
    body: cut(body === '' ? title : body, LONGEST_BODY),
    language: /^([a-z]{2,3})(?:[-_]|$)/i.exec(told)?.[1]?.toLowerCase() ?? null,
    categories: listOf(thing.keywords)
      .flatMap((word) => textOf(word).split(','))
      .map((word) => cut(oneLine(word), 200))
      .filter((word) => word !== '')
      .slice(0, 30),
  };
}

/** All things of a document, however they are nested: `@graph`, lists, events within events. */
function thingsIn(value: unknown, depth = 0): Thing[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.slice(0, MOST_THINGS).flatMap((one) => thingsIn(one, depth + 1));
  if (!isThing(value)) return [];
  const within = ['@graph', 'itemListElement', 'item', 'mainEntity', 'subEvent', 'event', 'events'];
  return [...(value['@type'] ? [value] : []), ...within.flatMap((name) => thingsIn(value[name], depth + 1))];
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** schema.org's kinds of events all end so, but for the few that are named here. */
function isEvent(thing: Thing): boolean {
  return typesOf(thing).some((name) => /^(?:\w*Event|Festival|Hackathon|CourseInstance|EventSeries)$/.test(name));
}

function typesOf(thing: Thing): string[] {
  return listOf(thing['@type']).map((name) => textOf(name).replace(/^.*[/:]/, ''));
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  return isThing(value) ? textOf(value['@value'] ?? value['@id'] ?? value.name ?? '') : '';
}

function nameIn(value: unknown): string {
  return isThing(value) ? textOf(value.name) : textOf(value);
}

/** A name and an address on one line, each part once: "Lapin AMK, Jokiväylä 11, Rovaniemi". */
function placeOf(value: unknown): { place: string; url: unknown } {
  if (!isThing(value)) return { place: oneLine(textOf(value)), url: null };
  const virtual = typesOf(value).includes('VirtualLocation');
  if (virtual) return { place: '', url: value.url };
  const { address } = value;
  const parts = isThing(address)
    ? [address.name, address.streetAddress, address.postalCode, address.addressLocality].map(textOf)
    : [textOf(address)];
  const all = [textOf(value.name), ...parts].map(oneLine).filter((part) => part !== '');
  const place = all.reduce((told, part) => {
    if (told.includes(part)) return told;
    return part.includes(told) ? part : `${told}, ${part}`;
  }, all[0] ?? '');
  return { place, url: null };
}

function linkOf(value: unknown, base: string | null): string | null {
  const text = textOf(value).trim();
  if (text === '' || !URL.canParse(text, base ?? undefined)) return null;
  const url = new URL(text, base ?? undefined);
  const sound = /^https?:$/.test(url.protocol) && !url.username && !url.password && url.href.length <= 2000;
  return sound ? (URL.canParse(text) ? text : url.href) : null;
}

interface Moment {
  readonly at: Date;
  readonly allDay: boolean;
}

/** ISO 8601 as pages write it: with an offset in any form, without one in the cluster's zone, or a day alone. */
function timeOf(text: string, zone: string): Moment | null {
  const [, date, clock, offset] =
    /^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?\s*$/i.exec(text) ??
    [];
  if (date === undefined) return null;
  const at = resolveTime(`${date}T${clock ?? '00:00'}${offset ? plainOffset(offset) : ''}`, zone);
  return at.ok ? { at: at.instant, allDay: clock === undefined } : null;
}

function plainOffset(offset: string): string {
  if (/^z$/i.test(offset)) return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** The end of a day without hours is its last minute; an end that is not after the start tells nothing. */
function endOf(start: Moment, end: Moment | null, zone: string): Date | null {
  const last = end ?? (start.allDay ? start : null);
  if (!last) return null;
  const at = last.allDay ? new Date(shiftLocal(last.at, zone, { days: 1 }).getTime() - 60_000) : last.at;
  return at > start.at ? at : null;
}

function nameOf(thing: Thing, link: string | null, title: string, at: Date | null): string {
  const name = textOf(thing['@id']) || link || '';
  if (name !== '' && name.length <= 400) return name;
  const told = JSON.stringify([name, title, at?.toISOString() ?? '']);
  return `derived-${createHash('sha256').update(told).digest('hex').slice(0, 24)}`;
}

/** Some systems wrap the data in a comment, and leave line ends within texts. */
function jsonOf(text: string): unknown {
  const bare = text
    .trim()
    .replace(/^(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/)$/, '');
  for (const form of [bare, bare.replaceAll(/[\r\n\t]+/g, ' ')]) {
    try {
      return JSON.parse(form);
    } catch {
      // The next form, or nothing.
    }
  }
  return null;
}
