import { ApiProblem, problemOf } from './problem.ts';
import { keyHeaders, signedOut, thisVisit } from './session.ts';

interface Write {
  readonly body?: unknown;
  /** The revision that the person saw; the server answers 412 when somebody else was faster. */
  readonly revision?: number;
  /** The same key for the same intent: a repeated click or a retry after a broken connection is done once. */
  readonly key?: string;
}

/** @throws ApiProblem for every answer that is not a success, and with code `unreachable` when there was none. */
export function get<Answer>(path: string, query: Record<string, string | number | undefined> = {}): Promise<Answer> {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(given).toString();
  return send<Answer>(search ? `${path}?${search}` : path, {});
}

export function post<Answer>(path: string, write: Write = {}): Promise<Answer> {
  return send<Answer>(path, init('POST', write));
}

/** @param revision the one that the person saw; null for things that have none */
export function patch<Answer>(path: string, revision: number | null, body: unknown): Promise<Answer> {
  return send<Answer>(path, init('PATCH', { body, ...(revision === null ? {} : { revision }) }));
}

export function remove(path: string): Promise<void> {
  return send<void>(path, init('DELETE', {}));
}

function init(method: string, { body, revision, key }: Write): RequestInit {
  const isForm = body instanceof FormData;
  return {
    method,
    headers: {
      'Idempotency-Key': key ?? crypto.randomUUID(),
      ...(revision === undefined ? {} : { 'If-Match': String(revision) }),
      ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  };
}

async function send<Answer>(path: string, request: RequestInit): Promise<Answer> {
  const visit = thisVisit();
  const headers = { ...request.headers, ...keyHeaders() };
  // What is shown must be what is: an ETag tells a revision, and a state may change without a new one.
  const response = await fetch(`/api/v1${path}`, {
    ...request,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch(() => {
    throw new ApiProblem(0, 'unreachable', '');
  });
  if (response.status === 401 && visit === thisVisit()) signedOut.dispatchEvent(new Event('refused'));
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}
