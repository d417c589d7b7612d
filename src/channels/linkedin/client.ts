import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { RestliClient } from 'linkedin-api-client';
import { failureName, neverConnected, withoutSecrets } from '../network.ts';

const PRODUCTION_ORIGINS = ['https://api.linkedin.com', 'https://www.linkedin.com'];
const JSON_TIMEOUT_MS = 30_000;
const BYTES_TIMEOUT_MS = 120_000;
/** The hard end comes a little after the client's own time-outs, which know whether a connection stood. */
const GRACE_MS = 5_000;
const MAX_ANSWER_BYTES = 20_000_000;
const NO_SUCH_VERSION = 426;

export interface LinkedInClientSettings {
  /** Where a stand-in answers for api. and www.linkedin.com; the real ones when absent. Without a slash at the end. */
  readonly origin?: string;
  /** `YYYYMM`, the wanted one first. The next is tried when LinkedIn no longer (or not yet) knows one. */
  readonly versions: readonly [string, ...string[]];
  readonly timeouts?: { readonly jsonMs?: number; readonly bytesMs?: number };
}

export interface RestCall {
  /** Below `/rest`, with `{name}` where a key of `keys` belongs; the client encodes it. */
  readonly path: string;
  readonly keys?: Readonly<Record<string, string>>;
  /** Arrays become `List(…)`. */
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly token: string;
}

export interface RestError {
  readonly status: number;
  readonly code: string | null;
  readonly serviceCode: number | null;
  readonly message: string;
  /** Codes of the single inputs that were refused. */
  readonly inputCodes: readonly string[];
}

/**
 * What a call came to. `unclear`: it may have been read, but there is no answer. `notSent`: no connection was made.
 * `refused` holds every status outside 2xx; `classify` says what it means.
 */
export type Reply =
  | { readonly kind: 'ok'; readonly body: unknown; readonly createdId: string | null }
  | { readonly kind: 'refused'; readonly error: RestError }
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'notSent'; readonly why: string };

export interface LinkedInClient {
  get(call: RestCall): Promise<Reply>;
  find(call: RestCall & { readonly finder: string }): Promise<Reply>;
  create(call: RestCall & { readonly entity: object }): Promise<Reply>;
  patch(call: RestCall & { readonly set: object }): Promise<Reply>;
  remove(call: RestCall): Promise<Reply>;
  act(call: RestCall & { readonly action: string; readonly data: object }): Promise<Reply>;
  /** A question to the sign-in server, below `/oauth/v2`; it knows no versions. Nothing of the form is ever told. */
  ask(path: string, form: Readonly<Record<string, string>>): Promise<Reply>;
  /** Sends bytes to an address that LinkedIn gave. */
  putBytes(call: { readonly url: string; readonly bytes: Uint8Array; readonly token: string }): Promise<Reply>;
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly createdEntityId?: unknown;
}
type Opening = { readonly accessToken: string; readonly versionString: string };

/** A client of the versioned REST API. It never follows redirects and never repeats a call that was processed. */
export function createLinkedInClient(settings: LinkedInClientSettings): LinkedInClient {
  const rest = restClient(settings);
  let working = settings.versions[0];

  /** 426 means that nothing was processed, so the same call may be made again with another version. */
  async function call(token: string, send: (opening: Opening) => Promise<Answer>): Promise<Reply> {
    const order = [working, ...settings.versions.filter((version) => version !== working)];
    let reply: Reply = { kind: 'notSent', why: 'no version is set' };
    for (const versionString of order) {
      reply = await replyOf(() => send({ accessToken: token, versionString }), [token]);
      if (reply.kind !== 'refused' || reply.error.status !== NO_SUCH_VERSION) {
        working = versionString;
        return reply;
      }
    }
    return reply;
  }

  return {
    get: (it) => call(it.token, (opening) => rest.get({ ...opening, ...where(it) })),
    find: (it) => call(it.token, (opening) => rest.finder({ ...opening, ...where(it), finderName: it.finder })),
    create: (it) => call(it.token, (opening) => created(rest.create({ ...opening, ...where(it), entity: it.entity }))),
    patch: (it) =>
      call(it.token, (opening) => rest.partialUpdate({ ...opening, ...where(it), patchSetObject: it.set })),
    remove: (it) => call(it.token, (opening) => rest.delete({ ...opening, ...where(it) })),
    act: (it) =>
      call(it.token, (opening) => rest.action({ ...opening, ...where(it), actionName: it.action, data: it.data })),
    ask: (path, form) =>
      replyOf(
        () => rest.axiosInstance.post(`https://www.linkedin.com/oauth/v2/${path}`, new URLSearchParams(form)),
        Object.values(form),
      ),
    putBytes: async ({ url, bytes, token }) => {
      if (!isOfLinkedIn(url, settings.origin))
        return { kind: 'notSent', why: 'the address for the image is not LinkedIn’s' };
      const timeout = settings.timeouts?.bytesMs ?? BYTES_TIMEOUT_MS;
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' };
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return replyOf(() => rest.axiosInstance.put(url, body, { headers, timeout }), [token]);
    },
  };
}

function restClient(settings: LinkedInClientSettings): RestliClient {
  const rest = new RestliClient({
    timeout: settings.timeouts?.jsonMs ?? JSON_TIMEOUT_MS,
    // A redirected POST would be a second call.
    maxRedirects: 0,
    maxBodyLength: Number.POSITIVE_INFINITY,
    maxContentLength: MAX_ANSWER_BYTES,
    // A kept connection that the other side has just closed fails like a lost answer; a new one cannot.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
  });
  rest.axiosInstance.interceptors.request.use((config) => {
    if (config.url !== undefined) config.url = redirected(config.url, settings.origin);
    const timeoutMs = config.timeout ?? JSON_TIMEOUT_MS;
    config.signal = AbortSignal.timeout(timeoutMs + Math.min(GRACE_MS, timeoutMs));
    return config;
  });
  return rest;
}

/**
 * The npm client decodes the new id after LinkedIn has said yes, and throws when it cannot. That yes must not be lost:
 * it counts as one without an id.
 */
async function created(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (isHttpFailure(error)) throw error;
    return { status: 201, data: null };
  }
}

function where(call: RestCall) {
  return { resourcePath: call.path, pathKeys: { ...call.keys }, queryParams: { ...call.query } };
}

function redirected(url: string, origin: string | undefined): string {
  const real = PRODUCTION_ORIGINS.find((each) => url.startsWith(`${each}/`));
  return origin === undefined || real === undefined ? url : origin + url.slice(real.length);
}

/** The token goes along, so nobody else may get it. */
function isOfLinkedIn(address: string, origin: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (origin !== undefined && url.origin === new URL(origin).origin) return true;
  return url.protocol === 'https:' && (url.hostname === 'linkedin.com' || url.hostname.endsWith('.linkedin.com'));
}

/** Errors of the npm client hold the token in their configuration, so none leaves this function. */
async function replyOf(send: () => Promise<Answer>, secrets: readonly string[]): Promise<Reply> {
  try {
    const answer = await send();
    const id = answer.createdEntityId;
    return { kind: 'ok', body: answer.data, createdId: typeof id === 'string' && id !== '' ? id : null };
  } catch (error) {
    if (!isHttpFailure(error)) throw error;
    if (error.response) return { kind: 'refused', error: restErrorOf(error.response, secrets) };
    const why = `the connection failed (${failureName(error)})`;
    return neverConnected(error) ? { kind: 'notSent', why } : { kind: 'unclear', why };
  }
}

function isHttpFailure(error: unknown): error is { response?: Answer } {
  return typeof error === 'object' && error !== null && 'isAxiosError' in error;
}

function restErrorOf(answer: Answer, secrets: readonly string[]): RestError {
  const data = asRecord(answer.data);
  const inputs = asRecord(data.errorDetails).inputErrors;
  return {
    status: answer.status,
    code: typeof data.code === 'string' ? data.code : null,
    serviceCode: typeof data.serviceErrorCode === 'number' ? data.serviceErrorCode : null,
    message: typeof data.message === 'string' ? withoutSecrets(data.message, secrets) : 'no reason given',
    inputCodes: (Array.isArray(inputs) ? inputs : [])
      .map((input) => asRecord(input).code)
      .filter((code) => typeof code === 'string'),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
