import type { ImportItem } from '../schema/import.ts';

/** What a source and an announcement can tell differently. Times are ISO 8601 in UTC; null: nothing is told. */
export const FACTS = [
  'title',
  'body',
  'link',
  'startsAt',
  'endsAt',
  'place',
  'streamUrl',
  'registrationUrl',
  'organiser',
] as const;
export type FactName = (typeof FACTS)[number];
/** What of an item is compared with what stands here, each as text; null: nothing is told. */
export type Facts = Readonly<Record<FactName, string | null>>;

/** One fact that the source tells otherwise. */
export interface Difference {
  readonly field: FactName;
  readonly here: string | null;
  readonly there: string | null;
}

/** An announcement as far as a source speaks of it. */
export interface Said {
  readonly texts: Readonly<Record<string, { readonly title: string; readonly body: string }>>;
  readonly link: string | null;
  readonly event: {
    readonly startsAt: string;
    readonly endsAt: string | null;
    readonly place: string | null;
    readonly streamUrl: string | null;
    readonly registrationUrl: string | null;
    readonly organiser: string | null;
  } | null;
}

/** The facts of an item as the source tells it. Pure. */
export function factsOfItem({ title, body, link, event }: ImportItem): Facts {
  return { title, body, link, ...eventFacts(event) };
}

/** @param language in which the item's words were put down; where it is gone, every text was changed by a person */
export function factsOfAnnouncement({ texts, link, event }: Said, language: string): Facts {
  const text = texts[language];
  return { title: text?.title ?? null, body: text?.body ?? null, link, ...eventFacts(event) };
}

/** Field by field, what is told otherwise there. */
export function differences(here: Facts, there: Facts): Difference[] {
  return FACTS.filter((field) => !isSame(field, here[field], there[field])).map((field) => ({
    field,
    here: here[field],
    there: there[field],
  }));
}

function eventFacts(event: Said['event']): Omit<Facts, 'title' | 'body' | 'link'> {
  return {
    startsAt: event?.startsAt ?? null,
    endsAt: event?.endsAt ?? null,
    place: event?.place ?? null,
    streamUrl: event?.streamUrl ?? null,
    registrationUrl: event?.registrationUrl ?? null,
    organiser: event?.organiser ?? null,
  };
}

function isSame(field: FactName, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  if (field === 'startsAt' || field === 'endsAt') return Date.parse(a) === Date.parse(b);
  return a.trim() === b.trim();
}
