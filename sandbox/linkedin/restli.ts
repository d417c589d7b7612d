/** A query value of Rest.li 2.0: text, `List(a,b)` or `(key:value)`. */
export type RestliValue = string | readonly RestliValue[] | { readonly [key: string]: RestliValue };

/** Text that is no Rest.li value. */
export class RestliSyntaxError extends Error {}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): RestliValue {
    const value = this.#value();
    if (this.#at < this.#text.length) throw new RestliSyntaxError(`unexpected "${this.#text.slice(this.#at)}"`);
    return value;
  }

  #take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #value(): RestliValue {
    if (this.#take('List(')) return this.#list();
    if (this.#take('(')) return this.#record();
    return this.#word(/[,()]/);
  }

  #list(): RestliValue[] {
    const items: RestliValue[] = [];
    if (this.#take(')')) return items;
    for (;;) {
      items.push(this.#value());
      if (this.#take(')')) return items;
      if (!this.#take(',')) throw new RestliSyntaxError('a list does not end');
    }
  }

  #record(): Record<string, RestliValue> {
    const record: Record<string, RestliValue> = {};
    for (;;) {
      const key = this.#word(/[:,()]/);
      if (!this.#take(':')) throw new RestliSyntaxError('a record has a key without a value');
      record[key] = this.#value();
      if (this.#take(')')) return record;
      if (!this.#take(',')) throw new RestliSyntaxError('a record does not end');
    }
  }

  #word(end: RegExp): string {
    const rest = this.#text.slice(this.#at);
    const length = rest.search(end);
    const word = length < 0 ? rest : rest.slice(0, length);
    this.#at += word.length;
    return decode(word);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new RestliSyntaxError(`"${text}" is not encoded`);
  }
}

function parseValue(raw: string): RestliValue {
  if (raw.startsWith('List(') || raw.startsWith('(')) return new Reader(raw).whole();
  const text = decode(raw);
  return text.startsWith('List(') ? new Reader(text).whole() : text;
}

/** Reads a raw query string; punctuation of lists and records must stand raw, their members encoded. */
export function parseQuery(raw: string): ReadonlyMap<string, RestliValue> {
  const values = new Map<string, RestliValue>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    values.set(decode(name), at < 0 ? '' : parseValue(pair.slice(at + 1)));
  }
  return values;
}
