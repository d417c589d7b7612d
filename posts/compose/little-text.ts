/**
 * LinkedIn's "little text", the form of a post's commentary (platforms contract §2.4, read 2026-11-24). Fifteen
 * characters are reserved; one that stands unescaped does not fail the call but cuts the post there, silently.
 * Comments are plain text and must not go through here.
 */
const RESERVED = /[\\|{}@[\]()<>#*_~]/g;
const RESERVED_ONE = /[\\|{}@[\]()<>#*_~]/;

// A tag starts where a word starts (text start, space, opening bracket or quote), so that the fragment of an address
// (`/page#part`) stays an address; and it holds at least one letter, so that "#1" stays a number.
const HASHTAG = /(?<=^|[\s\p{Ps}\p{Pi}"'])#(?=[\p{N}\p{M}_]*\p{L})([\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)/gu;

/**
 * Writes plain text as little text: hashtags as `{hashtag|\#|word}`, every other reserved character escaped. It takes
 * every string; lone surrogates pass through unchanged. `fromLittleText(toLittleText(t)) === t` for every `t`.
 */
export function toLittleText(plain: string): string {
  let wire = '';
  let done = 0;
  for (const match of plain.matchAll(HASHTAG)) {
    wire += escapeReserved(plain.slice(done, match.index));
    wire += `{hashtag|\\#|${escapeReserved(match[1] ?? '')}}`;
    done = match.index + match[0].length;
  }
  return wire + escapeReserved(plain.slice(done));
}

function escapeReserved(text: string): string {
  return text.replace(RESERVED, '\\$&');
}

// No class crosses the start of another token, so reading is linear however the text was made up.
const TAG_TEMPLATE = /\{hashtag\|(?:\\?[#＃])\|((?:[^\\{}|]|\\[\s\S])+)\}/y;
const MENTION = /@\[((?:[^\\[\]]|\\[\s\S])+)\]\((?:[^\\()]|\\[\s\S])*\)/y;

/**
 * What a reader sees of little text, ours or anyone's: tag templates become `#word`, mentions their name, backslashes
 * before reserved characters go. Total: what is no valid token stands as it is.
 */
export function fromLittleText(wire: string): string {
  let seen = '';
  let at = 0;
  while (at < wire.length) {
    const here = wire[at] ?? '';
    const token = here === '{' ? tokenAt(TAG_TEMPLATE, wire, at) : here === '@' ? tokenAt(MENTION, wire, at) : null;
    if (token) {
      seen += (here === '{' ? '#' : '') + dropEscapes(token.inner);
      at = token.end;
    } else if (here === '\\' && RESERVED_ONE.test(wire[at + 1] ?? '')) {
      seen += wire[at + 1];
      at += 2;
    } else {
      seen += here;
      at += 1;
    }
  }
  return seen;
}

function tokenAt(token: RegExp, wire: string, at: number): { inner: string; end: number } | null {
  token.lastIndex = at;
  const match = token.exec(wire);
  return match ? { inner: match[1] ?? '', end: token.lastIndex } : null;
}

function dropEscapes(text: string): string {
  return text.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1');
}
