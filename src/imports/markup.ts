import { type Handler, Parser } from 'htmlparser2';

/** Nobody nests deeper; whoever does, wants to be expensive: the parser's work at each tag grows with the depth. */
const DEEPEST = 1_000;
const CHUNK = 16 * 1024;

export interface Markup {
  opened(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  closed(name: string): void;
}

/** Goes through HTML once, in time that grows with its length, and keeps no tree of it. Ends where it nests absurdly. */
export function walk(html: string, markup: Markup): void {
  let depth = 0;
  const handler: Partial<Handler> = {
    onopentag(name, attributes) {
      depth += 1;
      if (depth <= DEEPEST) markup.opened(name, attributes);
    },
    ontext(text) {
      if (depth <= DEEPEST) markup.text(text);
    },
    onclosetag(name) {
      if (depth <= DEEPEST) markup.closed(name);
      depth -= 1;
    },
  };
  const parser = new Parser(handler);
  for (let at = 0; at < html.length && depth <= DEEPEST; at += CHUNK) parser.write(html.slice(at, at + CHUNK));
  parser.end();
}
