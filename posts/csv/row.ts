import type { Column, ColumnName } from './columns.ts';
import { readWrittenTime } from './written-time.ts';

/** A thing as a file may name it: by its slug, or by its name in any language. */
export interface NamedThing {
  readonly slug: string;
  readonly names: Readonly<Record<string, string>>;
}

/** What a file's names stand for. */
export interface Vocabulary {
  readonly organisations: readonly NamedThing[];
  readonly channels: readonly NamedThing[];
  readonly themes: readonly NamedThing[];
  readonly targetGroups: readonly NamedThing[];
  readonly fundings: readonly NamedThing[];
  readonly campaigns: readonly NamedThing[];
}

const EVENT_COLUMNS = ['startsAt', 'endsAt', 'place', 'streamUrl', 'registrationUrl', 'capacity', 'organiser'] as const;
const KINDS: Readonly<Record<string, string>> = {
  tiedote: 'announcement',
  meddelande: 'announcement',
  announcement: 'announcement',
  tapahtuma: 'event',
  evenemang: 'event',
  event: 'event',
};
const ALL = new Set(['', 'all', 'kaikki', 'alla']);

/**
 * One row of a file → what `POST /announcements` takes, unchecked: the schema says what is wrong with it. A cell that
 * cannot be understood goes along as it was written, so that it is refused by name and never guessed.
 * @param ownOrganisation for rows that name none; null: the file must say
 */
export function announcementOf(
  columns: readonly (Column | null)[],
  cells: readonly string[],
  vocabulary: Vocabulary,
  ownOrganisation: string | null,
): Record<string, unknown> {
  const cell = (name: ColumnName) => {
    const index = columns.findIndex((column) => column?.name === name);
    return index < 0 ? '' : (cells[index] ?? '').trim();
  };
  const list = (name: ColumnName, things: readonly NamedThing[]) =>
    parts(cell(name)).map((word) => slugOf(word, things));
  const one = (name: ColumnName, things: readonly NamedThing[]) => {
    const word = cell(name);
    return word === '' ? undefined : slugOf(word, things);
  };
  const event = eventOf(cell);
  const said = KINDS[cell('kind').toLowerCase()] ?? cell('kind');
  return withoutNothing({
    kind: said === '' ? (event ? 'event' : 'announcement') : said,
    organisation: one('organisation', vocabulary.organisations) ?? ownOrganisation ?? undefined,
    texts: textsOf(columns, cells),
    channels: ALL.has(cell('channels').toLowerCase()) ? 'all' : list('channels', vocabulary.channels),
    themes: list('themes', vocabulary.themes),
    targetGroups: list('targetGroups', vocabulary.targetGroups),
    funding: one('funding', vocabulary.fundings),
    campaign: one('campaign', vocabulary.campaigns),
    link: cell('link') || undefined,
    publishAt: timeOf(cell('publishAt')),
    worthUntil: timeOf(cell('worthUntil')),
    event,
  });
}

function textsOf(columns: readonly (Column | null)[], cells: readonly string[]) {
  const texts: Record<string, Record<string, string>> = {};
  columns.forEach((column, index) => {
    const words = (cells[index] ?? '').trim();
    if (!column?.language || words === '') return;
    texts[column.language] = { ...texts[column.language], [column.name]: words };
  });
  const first = columns.find((column) => column?.name === 'title')?.language;
  // A row without any words lacks those of the first language.
  return Object.keys(texts).length === 0 && first ? { [first]: {} } : texts;
}

function eventOf(cell: (name: ColumnName) => string) {
  const facts = Object.fromEntries(EVENT_COLUMNS.map((name) => [name, cell(name) || undefined]));
  if (Object.values(facts).every((value) => value === undefined)) return undefined;
  const capacity = facts.capacity;
  return withoutNothing({
    ...facts,
    startsAt: timeOf(facts.startsAt ?? ''),
    endsAt: timeOf(facts.endsAt ?? ''),
    capacity: capacity !== undefined && /^\d+$/.test(capacity) ? Number(capacity) : capacity,
  });
}

function timeOf(written: string): string | undefined {
  return written === '' ? undefined : (readWrittenTime(written) ?? written);
}

function parts(cell: string): string[] {
  return cell
    .split(/[,;|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function slugOf(word: string, things: readonly NamedThing[]): string {
  const same = (other: string) => other.normalize('NFC').toLowerCase() === word.normalize('NFC').toLowerCase();
  const found = things.find(({ slug, names }) => same(slug) || Object.values(names).some(same));
  return found?.slug ?? word;
}

function withoutNothing(things: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(things).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
