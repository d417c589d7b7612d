import { walk } from './markup.ts';

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  'address article aside blockquote dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const UNSEEN = new Set('script style template noscript iframe object embed svg math title textarea select'.split(' '));
const HTML =
  /<(?:\/?(?:p|br|div|span|a|ul|ol|li|b|strong|i|em|u|h[1-6]|table|tr|td|html|body|font|img|script|style)\b[^>]*|!doctype[^>]*|!--)>?/i;

/** Text that may be HTML, as people who write calendars and feeds mix both, as plain text. */
export function plainText(text: string): string {
  return HTML.test(text) ? tidy(fromHtml(text)) : tidy(text);
}

/** On one line. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

/** At most so many characters, ended after a sentence where there is one in the last third, otherwise after a word. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  const sentence = Math.max(
    head.lastIndexOf('. '),
    head.lastIndexOf('.\n'),
    head.lastIndexOf('! '),
    head.lastIndexOf('? '),
  );
  if (sentence > (most * 2) / 3) return `${head.slice(0, sentence + 1)} …`;
  const word = head.lastIndexOf(' ');
  return `${(word > most / 2 ? head.slice(0, word) : head).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}

function fromHtml(html: string): string {
  const parts: string[] = [];
  const links: { readonly href: string | undefined; readonly from: number }[] = [];
  let unseen = 0;
  walk(html, {
    text(text) {
      if (unseen === 0) parts.push(text.replaceAll(/\s+/g, ' '));
    },
    opened(name, { href }) {
      if (UNSEEN.has(name)) unseen += 1;
      if (unseen > 0) return;
      if (name === 'a') links.push({ href, from: parts.length });
      parts.push(name === 'br' ? '\n' : breakAt(name), name === 'li' ? '• ' : '');
    },
    closed(name) {
      if (UNSEEN.has(name)) unseen -= 1;
      else if (unseen === 0) {
        const link = name === 'a' ? links.pop() : undefined;
        if (link) parts.push(addressOf(link.href, parts.slice(link.from).join('')));
        parts.push(breakAt(name));
      }
    },
  });
  return parts.join('').replaceAll(/ *\n */g, '\n');
}

/** List items and rows follow each other; other blocks stand apart. */
function breakAt(name: string): string {
  if (!BLOCKS.has(name)) return '';
  return ['li', 'tr', 'dd', 'dt'].includes(name) ? '\n' : '\n\n';
}

/** A link's address, unless its words are that already. */
function addressOf(href: string | undefined, words: string): string {
  if (href === undefined || !/^https?:\/\//i.test(href) || words.includes(href)) return '';
  return words.trim() === '' ? href : ` (${href})`;
}

function tidy(text: string): string {
  return (
    text
      .replaceAll(/\r\n?/g, '\n')
      // Neither control characters nor halves of characters can be stored, or seen.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F\u200B\uFEFF]|\p{Surrogate}/gu, '')
      .replaceAll(/[ \t\u00A0]+/g, ' ')
      .replaceAll(/ *\n */g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  );
}
