/** What the first bytes of a source show it to be. */
export type Seen = 'calendar' | 'xml' | 'json' | 'html' | 'empty' | 'unknown';

export function look(bytes: Uint8Array): Seen {
  const head = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 4_096))
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart();
  if (head === '') return 'empty';
  if (/^BEGIN:VCALENDAR/i.test(head)) return 'calendar';
  if (/^[[{]/.test(head)) return 'json';
  if (/<(?:rss|feed|rdf:RDF|channel)[\s>]/i.test(head) && !/<html[\s>]/i.test(head)) return 'xml';
  if (/^<\?xml/i.test(head) && !/<html[\s>]|<!doctype html/i.test(head)) return 'xml';
  if (/^</.test(head)) return 'html';
  return 'unknown';
}

/**
 * Bytes as text: in the character set that they declare, otherwise UTF-8, and what is no UTF-8 as Windows-1252, which
 * gives every byte a character.
 * @param declared as a header or the document itself names it
 */
export function decode(bytes: Uint8Array, declared: string | null = null): string {
  const utf8 = strictly('utf-8', bytes);
  if (declared !== null && !/^utf-?8$/i.test(declared)) {
    const text = strictly(declared, bytes);
    // Many servers name a set that the author of the file never heard of; what is sound UTF-8 with letters is no accident.
    if (text !== null && (utf8 === null || isAscii(bytes) || /^utf-?16/i.test(declared))) return text;
  }
  return utf8 ?? new TextDecoder('windows-1252').decode(bytes);
}

/** The character set of a header such as `text/xml; charset=ISO-8859-1`; null where it names none. */
export function charsetOf(type: string | null): string | null {
  return /charset\s*=\s*"?([\w.:-]+)/i.exec(type ?? '')?.[1] ?? null;
}

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
