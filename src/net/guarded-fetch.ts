import { isIP } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { ACCEPT_ENCODING, abandon, readBody } from './read-body.ts';
import { assertAllowed, guardedLookup, type Resolve, systemResolve } from './resolve.ts';
import { type Refusal, refused, whyBroken } from './why.ts';

/** How far a fetch may go. */
export interface Bounds {
  /** Of the body, as sent and unpacked. Default 5 MB. */
  readonly maxBytes?: number;
  /** For everything together: names, redirects, body. Default 10 s. */
  readonly timeoutMs?: number;
  /** Default 3. */
  readonly maxRedirects?: number;
  /** The `Accept` header. A web page is refused when it does not name `text/html` or everything. */
  readonly accept?: string;
  /** Credentials among them stay behind when a redirect leaves the origin. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** Only with POST, and a POST follows no redirect. */
  readonly body?: string;
  /** Trial and tests only: this machine and its own network, on any port. Link-local addresses stay refused. */
  readonly allowPrivate?: boolean;
  /** Ends the fetch early; told as `timedOut`. */
  readonly signal?: AbortSignal;
}

/** What came. 304 is `notModified`, with an empty body. */
export interface Answer {
  readonly ok: true;
  readonly status: number;
  /** By lower-case name; repeated ones are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where the last redirect led. */
  readonly finalUrl: string;
  readonly notModified: boolean;
}

export type Fetched = Answer | Refusal;

/** As the rest of Kaiku takes it as an argument. */
export type GuardedFetch = (address: string, bounds?: Bounds) => Promise<Fetched>;

const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization']);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** https://fetch.spec.whatwg.org/#port-blocking above 1023, and where databases listen. */
const CLOSED_PORTS = new Set([
  1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 9200, 10_080, 11_211, 27_017,
]);

/**
 * Fetches an address that a person typed. Goes only to the public internet by http or https, judges every redirect
 * anew, connects to the very address it checked, and reads no more and waits no longer than allowed.
 *
 * @param resolve names → IP addresses; tests imitate a name that changes its mind
 */
export async function guardedFetch(
  address: string,
  bounds: Bounds = {},
  resolve: Resolve = systemResolve,
): Promise<Fetched> {
  const allowPrivate = bounds.allowPrivate ?? false;
  const timeoutMs = bounds.timeoutMs ?? 10_000;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = bounds.signal ? AbortSignal.any([deadline, bounds.signal]) : deadline;
  const agent = new Agent({
    connect: { lookup: guardedLookup(resolve, allowPrivate), timeout: timeoutMs },
    maxHeaderSize: 32 * 1024,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  try {
    return await follow(address, bounds, { agent, signal, allowPrivate });
  } finally {
    await agent.destroy();
  }
}

/** What is wrong with an address before anybody is asked about it, or null. */
export function addressRefusal(address: string, allowPrivate = false): Refusal | null {
  if (!URL.canParse(address)) return refused('badAddress', '');
  const url = new URL(address);
  const host = url.hostname;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('badScheme', host);
  if (url.username !== '' || url.password !== '') return refused('credentials', host);
  if (!allowPrivate && !isOpenPort(url)) return refused('badPort', host);
  const digits = host.replace(/^\[|\]$/g, '');
  try {
    if (isIP(digits) !== 0) assertAllowed([digits], allowPrivate);
    return null;
  } catch {
    return refused('privateAddress', host);
  }
}

interface Way {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly allowPrivate: boolean;
}

async function follow(address: string, bounds: Bounds, way: Way): Promise<Fetched> {
  const maxRedirects = bounds.method === 'POST' ? 0 : (bounds.maxRedirects ?? 3);
  let current = address;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const refusal = addressRefusal(current, way.allowPrivate);
    if (refusal) return refusal;
    const url = new URL(current);
    const keepsCredentials = url.origin === new URL(address).origin;
    const fetched = await once(url, { ...bounds, headers: headersOf(bounds, keepsCredentials) }, way);
    if (!('location' in fetched)) return fetched;
    if (!URL.canParse(fetched.location, current)) return refused('badAddress', url.hostname);
    current = new URL(fetched.location, current).href;
  }
  return refused('tooManyRedirects', new URL(address).hostname);
}

async function once(url: URL, bounds: Bounds, way: Way): Promise<Fetched | { readonly location: string }> {
  try {
    const response = await request(url, {
      method: bounds.method ?? 'GET',
      headers: bounds.headers ?? {},
      body: bounds.body ?? null,
      dispatcher: way.agent,
      signal: way.signal,
    });
    return await take(url, response, bounds);
  } catch (error) {
    return whyBroken(error, url.hostname, way.signal.aborted);
  }
}

async function take(
  url: URL,
  response: Dispatcher.ResponseData,
  bounds: Bounds,
): Promise<Fetched | { readonly location: string }> {
  const { statusCode: status } = response;
  const headers = plainHeaders(response.headers);
  const location = headers.location;
  if (REDIRECTS.has(status) && location !== undefined) {
    abandon(response.body);
    return { location };
  }
  const notModified = status === 304;
  if (!notModified && (status < 200 || status > 299)) {
    abandon(response.body);
    return { ...refused('badStatus', url.hostname), status, detail: `${url.hostname} answered ${status}.` };
  }
  if (!notModified && isUnwantedPage(headers['content-type'], bounds.accept)) {
    abandon(response.body);
    return refused('webPage', url.hostname);
  }
  const read = await readBody(response.body, {
    encoding: headers['content-encoding'] ?? '',
    length: bounds.method === 'HEAD' ? null : lengthOf(headers['content-length']),
    maxBytes: bounds.maxBytes ?? 5_000_000,
  });
  if (!read.ok) return refused(read.reason, url.hostname);
  return { ok: true, status, headers, body: read.body, finalUrl: url.href, notModified };
}

function headersOf(bounds: Bounds, keepsCredentials: boolean): Record<string, string> {
  const own = Object.entries(bounds.headers ?? {}).filter(
    ([name]) => keepsCredentials || !CREDENTIALS.has(name.toLowerCase()),
  );
  return {
    'user-agent': 'Kaiku',
    accept: bounds.accept ?? '*/*',
    'accept-encoding': ACCEPT_ENCODING,
    ...Object.fromEntries(own),
  };
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function isUnwantedPage(contentType: string | undefined, accept = '*/*'): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '') && !/text\/html|\*\/\*/i.test(accept);
}

function lengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null;
}

/** Below 1024 only the web's own; above, nothing that is known to speak something else. */
function isOpenPort(url: URL): boolean {
  const port = url.port === '' ? 443 : Number(url.port);
  return port < 1024 ? port === 80 || port === 443 : !CLOSED_PORTS.has(port);
}
