import { decode } from '../bytes.ts';

/** The components of a calendar file as text of their own, so that a broken one spoils no other. */
export interface Blocks {
  /** Each from BEGIN:VTIMEZONE to its END. */
  readonly zones: readonly string[];
  readonly events: readonly string[];
  /** The file ended in the middle of a component. */
  readonly cutOff: boolean;
  /** There were more events than are read. */
  readonly more: boolean;
}

/** More events than this are not even taken apart. */
export const MOST_EVENTS = 20_000;

/**
 * Joins folded lines and takes the file apart. Lines are folded after 75 bytes, wherever that is (RFC 5545 §3.1): also
 * in the middle of a letter, so the bytes are joined before they become text.
 */
export function blocksOf(bytes: Uint8Array, charset: string | null): Blocks {
  const lines = decode(unfold(bytes), charset).split(/\r\n|\n|\r/);
  const zones: string[] = [];
  const events: string[] = [];
  let open: { readonly name: string; readonly lines: string[]; depth: number } | null = null;
  let more = false;
  for (const line of lines) {
    const [, verb, name] = /^(BEGIN|END):(\w+)\s*$/i.exec(line) ?? [];
    if (open === null) {
      if (verb?.toUpperCase() === 'BEGIN' && /^(?:VEVENT|VTIMEZONE)$/i.test(name ?? ''))
        open = { name: (name as string).toUpperCase(), lines: [line], depth: 1 };
      continue;
    }
    if (line !== '') open.lines.push(line);
    if (verb === undefined) continue;
    open.depth += verb.toUpperCase() === 'BEGIN' ? 1 : -1;
    if (open.depth > 0) continue;
    if (open.name === 'VTIMEZONE') zones.push(open.lines.join('\r\n'));
    else if (events.length < MOST_EVENTS) events.push(open.lines.join('\r\n'));
    else more = true;
    open = null;
  }
  return { zones, events, cutOff: open !== null, more };
}

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;

function unfold(bytes: Uint8Array): Uint8Array {
  const joined = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lineEnd = bytes[at] === CR && bytes[at + 1] === LF ? 2 : bytes[at] === LF ? 1 : 0;
    const next = bytes[at + lineEnd];
    if (lineEnd > 0 && (next === SPACE || next === TAB)) {
      at += lineEnd;
      continue;
    }
    joined[length] = bytes[at] as number;
    length += 1;
  }
  return joined.subarray(0, length);
}
