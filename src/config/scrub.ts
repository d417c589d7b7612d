const REDACTED = '[redacted]';

/** Names whose values are never written down, whatever the case and the separator: access_token, accessToken … */
const NAMES = [
  '(?:proxy[-_]?)?authorization',
  '(?:set[-_]?)?cookie2?',
  '(?:x[-_]?)?api[-_]?key',
  '[a-z0-9_-]{0,40}token',
  '[a-z0-9_-]{0,40}secret',
  '[a-z0-9_-]{0,40}password',
  'appsecret[-_]?proof',
  'private[-_]?key',
].join('|');

/** A string inside JSON, which may itself be JSON inside a string: then its quotes are escaped. `\1` is the quote. */
const STRING = String.raw`\1(?:(?!\1)(?:\\.|[^\\]))*\1`;
/** The value is a string, a flat list of strings (headers may come so) or a number. */
const FIELD = new RegExp(
  String.raw`(\\{0,7}")(${NAMES})\1(\s*:\s*)(?:${STRING}|\[\s*${STRING}(?:\s*,\s*${STRING})*\s*\]|-?[0-9][0-9.eE+-]*)`,
  'gi',
);
const PARAMETER = new RegExp(String.raw`(?<![\w-])(${NAMES}|(?<=[?&])code)=[^&\s"'\\<>]+`, 'gi');
const BEARER = /\b(Bearer|(?:Basic|OAuth)(?=\s+\S*[0-9=]))\s+[\w.~+/|=-]{8,}/g;
const ADDRESS_PASSWORD = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/?#"'@\\]*):[^\s/?#"'@\\]+@/gi;
/** A path that opens something by itself: a preview link, a link to set a password. */
const CAPABILITY = /(\/(?:preview|reset-password)\/)[\w.~-]{16,}/g;

/**
 * Takes secrets out of a text: values of JSON fields and of URL parameters that are named like one, credentials of
 * Authorization headers, and passwords in addresses. A line of JSON stays one.
 */
export function scrub(text: string): string {
  return text
    .replace(
      FIELD,
      (_, quote: string, name: string, colon: string) => `${quote}${name}${quote}${colon}${quote}${REDACTED}${quote}`,
    )
    .replace(PARAMETER, (_, name: string) => `${name}=${REDACTED}`)
    .replace(BEARER, (_, scheme: string) => `${scheme} ${REDACTED}`)
    .replace(CAPABILITY, (_, before: string) => `${before}${REDACTED}`)
    .replace(ADDRESS_PASSWORD, (_, before: string) => `${before}:${REDACTED}@`);
}
