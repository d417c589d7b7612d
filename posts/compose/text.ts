import { mentionsLink, replaceLink, sameAddress } from '../links.ts';
import { holdsWords, plainWords } from '../words.ts';
import { eventLines } from './event-lines.ts';
import type { Message, MessageLink, MessageSource } from './message.ts';

/**
 * Text as it can be stored and sent anywhere: halves of a character become U+FFFD (no database and no JSON reader takes
 * them), control characters go, line ends are `\n`, spaces at line ends and around the whole go.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/**
 * The text of a post on a network: title, body, an event's facts, the link where no card can carry it, the funding
 * statement. What the body says already is not said again.
 */
export function networkText(source: MessageSource): string {
  const { link, event } = source;
  const carriesCard = link !== null && source.images.length === 0;
  const body = withTracked(cleanText(source.body), link);
  const blocks = [startsWithTitle(body, source.title) ? '' : cleanText(source.title), body];
  if (event) {
    const lines = eventLines(event, source.language, source.zone, {
      place: (place) => holdsWords(body, place),
      address: (url) => {
        const shown = link && sameAddress(url, link.target) ? link.url : url;
        if (mentionsLink(body, shown)) return null;
        return carriesCard && shown === link.url ? 'card' : shown;
      },
    });
    blocks.push(cleanText(lines.join('\n')));
  }
  if (link && !carriesCard && !mentionsLink(blocks.join('\n'), link.url)) blocks.push(link.url);
  blocks.push(statementUnlessSaid(source));
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** The funding statement, or nothing when there is none or the body says it. */
export function statementUnlessSaid({ body, fundingStatement }: MessageSource): string {
  const statement = cleanText(fundingStatement ?? '');
  return holdsWords(body, statement) ? '' : statement;
}

/** The body as it goes out: the link's own address in it gives way to the one that counts clicks. */
export function withTracked(text: string, link: MessageLink | null): string {
  return link && link.url !== link.target ? replaceLink(text, link.target, link.url) : text;
}

/**
 * The same message with a link that counts clicks, also where the address stands in the text.
 * @param url the address that goes out instead of `message.link.url`
 */
export function trackLink(message: Message, url: string): Message {
  if (!message.link) return message;
  return { ...message, text: replaceLink(message.text, message.link.url, url), link: { ...message.link, url } };
}

function startsWithTitle(body: string, title: string): boolean {
  return plainWords(body.split('\n', 1)[0] ?? '') === plainWords(title);
}

/** The first comment, cleaned; null when nothing is left of it. */
export function cleanComment(comment: string | null): string | null {
  return cleanText(comment ?? '') || null;
}

/** At most `max` UTF-16 units, cut between characters, with an ellipsis where something was cut. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > max - 1) break;
    short += character;
  }
  return `${short.trimEnd()}…`;
}
