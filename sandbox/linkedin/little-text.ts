/** What LinkedIn makes of a commentary: the words a reader sees, and the markup that a GET answers. */
export interface LittleText {
  readonly text: string;
  readonly markup: string;
}

const RESERVED = new Set('\\|{}@[]()<>#*_~');
/** An unescaped one of these begins an element; when none follows, the rest of the text is lost. */
const OPENERS = new Set('{[(<');
const TEMPLATE = /^\{hashtag\|\\?#\|((?:\\.|[^|{}\\])+)\}/u;
const TAG = /^#((?:\\_|[\p{L}\p{N}])+)/u;
const MENTION = /^@\[((?:\\.|[^\]\\])+)\]\((urn:li:(?:organization|person):[\w-]+)\)/u;

const unescaped = (text: string): string => text.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1');
const escaped = (text: string): string => text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&');

interface Step extends LittleText {
  readonly length: number;
}

function hashtag(rest: string): Step | null {
  const match = TEMPLATE.exec(rest) ?? TAG.exec(rest);
  if (match === null) return null;
  const word = unescaped(match[1] ?? '');
  return { length: match[0].length, text: `#${word}`, markup: `{hashtag|\\#|${escaped(word)}}` };
}

function mention(rest: string, nameOf: (urn: string) => string | null): Step | null {
  const [whole = '', name = '', urn = ''] = MENTION.exec(rest) ?? [];
  if (whole === '') return null;
  const text = unescaped(name);
  return { length: whole.length, text, markup: nameOf(urn) === text ? `@[${escaped(text)}](${urn})` : escaped(text) };
}

function step(rest: string, nameOf: (urn: string) => string | null): Step | null {
  const letter = rest[0] ?? '';
  if (letter === '\\') {
    const next = rest[1] ?? '';
    if (RESERVED.has(next)) return { length: 2, text: next, markup: `\\${next}` };
    return { length: 1, text: '\\', markup: '\\\\' };
  }
  const element = hashtag(rest) ?? mention(rest, nameOf);
  if (element !== null) return element;
  return OPENERS.has(letter)
    ? null
    : { length: 1, text: letter, markup: RESERVED.has(letter) ? `\\${letter}` : letter };
}

/**
 * Reads little text as LinkedIn is reported to: an unescaped opener that begins no element does not fail, it silently
 * cuts the text there (n8n#10179, pipedream#17353; read 2026-11). Other unescaped reserved characters stay as they are.
 */
export function readLittleText(source: string, nameOf: (urn: string) => string | null): LittleText {
  let text = '';
  let markup = '';
  let at = 0;
  while (at < source.length) {
    const taken = step(source.slice(at), nameOf);
    if (taken === null) break;
    text += taken.text;
    markup += taken.markup;
    at += taken.length;
  }
  return { text, markup };
}
