import type { Operation } from './faults.ts';
import type { Platform } from './model.ts';

/** One request that reached a platform. Tokens and secrets are masked. */
export interface RequestEntry {
  /** Sandbox clock, ms. */
  readonly at: number;
  readonly platform: Platform;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; a picture is told by its size. */
  body: string | null;
  operation: Operation | null;
  page: string | null;
  /** The fault that ended it. */
  fault: string | null;
  /** Null when no answer was sent: the connection was dropped, or hangs. */
  status: number | null;
}

const SECRET_NAMES =
  'access_token|input_token|fb_exchange_token|refresh_token|client_secret|appsecret_proof|token|code';
const IN_QUERY = new RegExp(`((?:^|[?&])(?:${SECRET_NAMES})=)[^&]*`, 'gi');
const IN_JSON = new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*")[^"]*`, 'gi');

/** Text without the values of tokens, codes and secrets. */
export function masked(text: string): string {
  return text.replace(IN_QUERY, '$1***').replace(IN_JSON, '$1***');
}

const KEPT_HEADERS = /^(?:content-type|content-length|user-agent|host|linkedin-version|x-.*)$/;

export function maskedHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'authorization') kept[name] = 'Bearer ***';
    else if (value !== undefined && KEPT_HEADERS.test(name)) kept[name] = String(value);
  }
  return kept;
}

const KEPT_ENTRIES = 20_000;

export class RequestLog {
  #entries: RequestEntry[] = [];

  add(entry: RequestEntry): RequestEntry {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES / 2);
    return entry;
  }

  list(): readonly RequestEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
