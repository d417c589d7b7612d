import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { failureName, neverConnected, withoutSecrets } from '../network.ts';
import { type Usage, usageOf } from './usage.ts';

const PRODUCTION_ORIGIN = 'https://graph.facebook.com';
const JSON_TIMEOUT_MS = 30_000;
const BYTES_TIMEOUT_MS = 120_000;
/** The hard end comes a little after the client's own time-outs, which know whether a connection stood. */
const GRACE_MS = 5_000;

export interface FacebookClientSettings {
  /** Where a stand-in answers; the real origin when absent. Without a slash at the end. */
  readonly origin?: string;
  /** Graph version, such as `v25.0`. */
  readonly version: string;
  readonly appSecret?: string;
  readonly timeouts?: { readonly jsonMs?: number; readonly bytesMs?: number };
}

export interface FacebookCall {
  readonly method: 'get' | 'post' | 'delete';
  /** Below the version, without a leading slash. A query in it stays in the query, for a POST too. */
  readonly path: string;
  /** Strings only: in multipart the client throws outside its promise for `false` and `null` (platforms contract §3.1). */
  readonly params?: Readonly<Record<string, string>>;
  readonly token: string;
  readonly file?: { readonly bytes: Uint8Array; readonly filename: string; readonly mime: string };
}

export interface GraphError {
  readonly code: number;
  readonly subcode: number | null;
  readonly message: string;
}

/**
 * What a call came to. `unclear`: it may have been read, but there is no answer that can be understood. `notSent`: no
 * connection was made.
 */
export type Reply =
  | { readonly kind: 'ok'; readonly body: unknown; readonly usage: Usage }
  | { readonly kind: 'refused'; readonly error: GraphError; readonly usage: Usage }
  | { readonly kind: 'unclear'; readonly why: string; readonly usage: Usage }
  | { readonly kind: 'notSent'; readonly why: string };

export interface FacebookClient {
  call(call: FacebookCall): Promise<Reply>;
}

/** What one call carries through the npm client, which exposes neither origin nor status nor headers. */
interface Passage {
  readonly origin: string;
  readonly timeoutMs: number;
  status?: number;
  headers?: IncomingHttpHeaders;
  failure?: unknown;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
}
type HttpDone = (error: unknown, response: HttpAnswer | undefined, body: unknown) => void;
type HttpRequest = (options: Record<string, unknown> & { uri: string }, done: HttpDone) => { abort(): void };

interface FbApi {
  api(path: string, method: string, params: Record<string, unknown>): Promise<unknown>;
}
interface FbModule {
  readonly Facebook: new (options: Record<string, unknown>) => FbApi;
}

const passages = new AsyncLocalStorage<Passage>();
const { Facebook } = loadFb();

/** A Graph API client. Several with different origins live side by side; parallel calls do not mix. */
export function createFacebookClient(settings: FacebookClientSettings): FacebookClient {
  const fb = new Facebook({
    Promise,
    version: settings.version,
    ...(settings.appSecret ? { appSecret: settings.appSecret } : {}),
  });
  return {
    async call(call) {
      const passage = passageFor(call, settings);
      const answer = await passages.run(passage, () =>
        fb.api(call.path, call.method, paramsOf(call)).then(
          (body) => ({ body, error: undefined }),
          (exception: { response?: { error?: unknown } | null }) => ({
            body: undefined,
            error: exception.response?.error ?? null,
          }),
        ),
      );
      return replyOf(passage, answer, [call.token, settings.appSecret]);
    },
  };
}

function passageFor(call: FacebookCall, settings: FacebookClientSettings): Passage {
  const { jsonMs = JSON_TIMEOUT_MS, bytesMs = BYTES_TIMEOUT_MS } = settings.timeouts ?? {};
  return { origin: settings.origin ?? PRODUCTION_ORIGIN, timeoutMs: call.file ? bytesMs : jsonMs };
}

/** A fresh object every time: the npm client writes the token into what it is given. */
function paramsOf(call: FacebookCall): Record<string, unknown> {
  const { file } = call;
  const params: Record<string, unknown> = { ...call.params, access_token: call.token };
  if (file) {
    const value = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
    params.source = { value, options: { filename: file.filename, contentType: file.mime } };
  }
  return params;
}

function replyOf(passage: Passage, answer: { body: unknown; error: unknown }, secrets: (string | undefined)[]): Reply {
  const usage = usageOf(passage.headers ?? {});
  const { failure, status } = passage;
  if (failure) {
    const why = `the connection failed (${failureName(failure)})`;
    return neverConnected(failure) ? { kind: 'notSent', why } : { kind: 'unclear', why, usage };
  }
  if (answer.error === undefined) {
    // The npm client takes every JSON without `error` for success, whatever the status.
    if (status !== undefined && status < 300) return { kind: 'ok', body: answer.body, usage };
    return { kind: 'unclear', why: `an answer with status ${status ?? 'unknown'}`, usage };
  }
  const error = graphErrorOf(answer.error, secrets);
  if (error) return { kind: 'refused', error, usage };
  return { kind: 'unclear', why: `an answer that cannot be read (status ${status ?? 'unknown'})`, usage };
}

function graphErrorOf(error: unknown, secrets: (string | undefined)[]): GraphError | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, error_subcode: subcode, message, error_user_msg: forPeople } = error as Record<string, unknown>;
  if (typeof code !== 'number') return null;
  const said = [forPeople, message].find((text): text is string => typeof text === 'string' && text !== '');
  return {
    code,
    subcode: typeof subcode === 'number' ? subcode : null,
    // The platform repeats a malformed token in its message.
    message: withoutSecrets(said ?? 'no reason given', secrets),
  };
}

/**
 * Loads `fb` with the HTTP module under it swapped, the one way to its status, headers and origin that needs no patch
 * (platforms contract §3.1 b), and with its debug log silenced, because that prints addresses with tokens. The module
 * cache is put back, so nobody else notices.
 */
function loadFb(): FbModule {
  const require = createRequire(import.meta.url);
  const fbPath = require.resolve('fb');
  const fbRequire = createRequire(fbPath);
  const fbFolder = `${dirname(dirname(fbPath))}${sep}`;
  // A copy loaded by others, or by an earlier instance of this module, has the plain HTTP module inside.
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(fbFolder) && !path.startsWith(`${fbFolder}node_modules${sep}`)) delete require.cache[path];
  }
  const http = fbRequire('request') as HttpRequest & { debug: boolean };
  http.debug = false;
  const putBack = [swap(fbRequire, 'request', carrying(http)), swap(fbRequire, 'debug', () => () => undefined)];
  try {
    return require(fbPath) as FbModule;
  } finally {
    for (const restore of putBack) restore();
  }
}

function swap(fbRequire: NodeJS.Require, name: string, exports: unknown): () => void {
  fbRequire(name);
  const module = fbRequire.cache[fbRequire.resolve(name)];
  if (!module) throw new Error(`the module "${name}" of the Facebook client was not found`);
  const real: unknown = module.exports;
  module.exports = exports;
  return () => {
    module.exports = real;
  };
}

function carrying(http: HttpRequest): HttpRequest {
  return (options, done) => {
    const passage = passages.getStore();
    if (!passage) return http(options, done);
    let open = true;
    const finish: HttpDone = (error, response, body) => {
      if (!open) return;
      open = false;
      clearTimeout(hardEnd);
      if (error) passage.failure = error;
      if (response) {
        passage.status = response.statusCode;
        passage.headers = response.headers;
      }
      done(error, response, body);
    };
    const uri = options.uri.startsWith(`${PRODUCTION_ORIGIN}/`)
      ? passage.origin + options.uri.slice(PRODUCTION_ORIGIN.length)
      : options.uri;
    const sent = http({ ...options, uri, timeout: passage.timeoutMs, followRedirect: false }, finish);
    const hardEnd = setTimeout(() => {
      sent.abort();
      finish(Object.assign(new Error('the answer took too long'), { code: 'ESOCKETTIMEDOUT' }), undefined, undefined);
    }, passage.timeoutMs + Math.min(GRACE_MS, passage.timeoutMs));
    return sent;
  };
}
