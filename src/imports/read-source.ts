import type { ImportKind } from '#posts/schema/import';
import { look } from './bytes.ts';
import { readCalendar } from './calendar/read.ts';
import { readJsonFeed, readXmlFeed } from './news.ts';
import { readPage } from './page.ts';
import { LARGEST_MARKUP, LARGEST_SOURCE, type Read, type ReadContext, unreadable } from './read.ts';

/** What came from an address, or out of a file. */
export interface Source {
  readonly bytes: Uint8Array;
  /** The Content-Type; null where nobody told. */
  readonly type: string | null;
  /** Where it came from in the end; null: a file or pasted text. */
  readonly address: string | null;
}

/**
 * Reads a source as what it is.
 * @param kind what it should be; null: whatever it shows itself to be
 */
export async function readSource(
  source: Source,
  kind: ImportKind | null,
  context: ReadContext,
): Promise<{ readonly kind: ImportKind; readonly read: Read }> {
  const seen = look(source.bytes);
  const is = KINDS[seen] ?? kind ?? 'calendar';
  const refusal = refusalOf(source, seen, is, kind);
  if (refusal) return { kind: is, read: refusal };
  const { bytes, type, address } = source;
  switch (seen) {
    case 'calendar':
      return { kind: is, read: await readCalendar(bytes, type, context) };
    case 'xml':
      return { kind: is, read: readXmlFeed(bytes, type) };
    case 'json':
      return { kind: is, read: readJsonFeed(bytes) };
    default:
      return { kind: is, read: readPage(bytes, type, address, context) };
  }
}

const KINDS: Readonly<Partial<Record<ReturnType<typeof look>, ImportKind>>> = {
  calendar: 'calendar',
  xml: 'news',
  json: 'news',
  html: 'page',
};

const NAMES: Readonly<Record<ImportKind, string>> = { calendar: 'a calendar', news: 'a news feed', page: 'a web page' };

function refusalOf(
  source: Source,
  seen: ReturnType<typeof look>,
  is: ImportKind,
  asked: ImportKind | null,
): Read | null {
  const most = seen === 'calendar' ? LARGEST_SOURCE : LARGEST_MARKUP;
  if (source.bytes.length > most)
    return unreadable('too-large', `It is larger than ${most / 1024 / 1024} MB, more than Kaiku reads.`);
  if (seen === 'empty') return unreadable('empty', 'Nothing came: it is empty.');
  if (seen === 'unknown')
    return unreadable(
      'unknown-format',
      'It is neither a calendar (iCalendar), a news feed (RSS, Atom, JSON Feed) nor a web page.',
    );
  if (asked === null || asked === is) return null;
  if (is === 'page') {
    const detail =
      `A web page came where ${NAMES[asked]} should be, perhaps one to sign in at. ` +
      'Look on the page for the address of the calendar or feed itself, or import it as a page.';
    return unreadable('html-instead', detail);
  }
  return unreadable('other-kind', `It is ${NAMES[is]}, not ${NAMES[asked]}. Change the kind of this import.`);
}
