import { createHash } from 'node:crypto';
import type ICAL from 'ical.js';
import type { ImportItem } from '#posts/schema/import';
import { cut, oneLine, plainText } from '../plain-text.ts';
import { textOf } from './event.ts';

export const LONGEST_BODY = 4_000;

/** When one instance is, and of what. */
export interface Instance {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly allDay: boolean;
  /** The UID, or what stands for it; with the instance of a series. */
  readonly sourceId: string;
  readonly uid: string | null;
}

const WEB = /^https?:\/\/\S+$/i;

/** The words of a VEVENT with the time of one of its instances; null when it has no words at all. */
export function itemOf(component: ICAL.Component, instance: Instance): ImportItem | null {
  const description = textOf(component, 'x-alt-desc') ?? textOf(component, 'description');
  const written = textOf(component, 'description');
  const body = plainText(written ?? description ?? '');
  const title = cut(oneLine(textOf(component, 'summary') ?? ''), 200) || cut(body.split('\n')[0] ?? '', 200);
  if (title === '') return null;
  const location = oneLine(textOf(component, 'location') ?? '');
  const url = webAddress(textOf(component, 'url'));
  return {
    sourceId: instance.sourceId,
    uid: instance.uid,
    kind: 'event',
    title,
    body: cut(body === '' ? title : body, LONGEST_BODY),
    link: url,
    language: languageOf(component),
    categories: categoriesOf(component),
    publishedAt: null,
    cancelled: textOf(component, 'status')?.toUpperCase() === 'CANCELLED',
    event: {
      startsAt: instance.startsAt.toISOString(),
      endsAt: instance.endsAt?.toISOString() ?? null,
      allDay: instance.allDay,
      place: WEB.test(location) || location === '' ? null : cut(location, 300),
      streamUrl: webAddress(location) ?? conference(component),
      registrationUrl: null,
      organiser: organiserOf(component),
    },
  };
}

/** A name for an event without a UID: the same at every reading, as long as it is called the same and begins the same. */
export function derivedUid(component: ICAL.Component): string {
  const told = [textOf(component, 'summary') ?? '', String(component.getFirstPropertyValue('dtstart') ?? '')];
  return `without-uid-${createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 24)}`;
}

function webAddress(text: string | null): string | null {
  return text !== null && WEB.test(text) && URL.canParse(text) && text.length <= 2000 ? text : null;
}

/** RFC 7986 §5.11, and what Outlook and Google write. */
function conference(component: ICAL.Component): string | null {
  for (const name of ['conference', 'x-microsoft-skypeteamsmeetingurl', 'x-google-conference']) {
    const address = webAddress(String(component.getFirstPropertyValue(name) ?? ''));
    if (address) return address;
  }
  return null;
}

function organiserOf(component: ICAL.Component): string | null {
  const name = component.getFirstProperty('organizer')?.getParameter('cn');
  const plain = oneLine(typeof name === 'string' ? name : '');
  return plain === '' || plain.includes('@') ? null : cut(plain, 200);
}

function categoriesOf(component: ICAL.Component): string[] {
  const names = component.getAllProperties('categories').flatMap((property) => property.getValues() as unknown[]);
  return names
    .map((name) => cut(oneLine(String(name)), 200))
    .filter((name) => name !== '')
    .slice(0, 30);
}

function languageOf(component: ICAL.Component): string | null {
  const told = component.getFirstProperty('summary')?.getParameter('language');
  return /^([a-z]{2,3})(?:-|$)/i.exec(typeof told === 'string' ? told : '')?.[1]?.toLowerCase() ?? null;
}
