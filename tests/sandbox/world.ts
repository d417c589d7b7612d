import { afterAll, beforeAll, beforeEach } from 'vitest';
import { SANDBOX_PAGES, type Sandbox, type SandboxPage, startSandbox } from '#sandbox/start';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null for an empty body, the text itself when it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of every shape
  readonly body: any;
}

function pageAt(index: number): SandboxPage {
  const page = SANDBOX_PAGES[index];
  if (page === undefined) throw new Error('the default world has four pages');
  return page;
}
export const facebookPage = pageAt(0);
export const otherFacebookPage = pageAt(1);
export const linkedinPage = pageAt(2);
export const otherLinkedinPage = pageAt(3);

export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function asAnswer(pending: Promise<Response>): Promise<Answer> {
  const response = await pending;
  const text = await response.text();
  let body: unknown = text === '' ? null : text;
  if (response.headers.get('content-type')?.includes('json') === true && text !== '') body = JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

export const LINKEDIN_HEADERS = {
  'linkedin-version': '202609',
  'x-restli-protocol-version': '2.0.0',
  'content-type': 'application/json',
};

export const linkedinBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  author: linkedinPage.remoteId,
  commentary: 'Hei maailma',
  visibility: 'PUBLIC',
  distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
  lifecycleState: 'PUBLISHED',
  isReshareDisabledByAuthor: false,
  ...more,
});

/** One sandbox for a file, as it was at the start before each test. */
export function sandboxForTests() {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(() => sandbox.world.reset());
  afterAll(() => sandbox.close());

  const raw = (path: string, init: RequestInit = {}) => asAnswer(fetch(`${sandbox.origin}${path}`, init));

  /** A Graph call with the page's token in the query, as the client library sends it. */
  const graph = (
    method: string,
    path: string,
    params: Record<string, string> = {},
    token = facebookPage.accessToken,
  ) => {
    const query = new URLSearchParams(method === 'POST' ? {} : params);
    query.set('access_token', token);
    const body = method === 'POST' ? new URLSearchParams(params) : null;
    return raw(`/v25.0/${path}?${query}`, { method, body });
  };

  const upload = (params: Record<string, string>, bytes: Uint8Array<ArrayBuffer> = new Uint8Array(PNG)) => {
    const form = new FormData();
    form.set('source', new Blob([bytes], { type: 'image/png' }), 'a.png');
    for (const [name, value] of Object.entries(params)) form.set(name, value);
    const path = `/v25.0/${facebookPage.remoteId}/photos?access_token=${facebookPage.accessToken}`;
    return raw(path, { method: 'POST', body: form });
  };

  const rest = (
    method: string,
    path: string,
    body: unknown = undefined,
    headers: Record<string, string> = {},
    token = linkedinPage.accessToken,
  ) =>
    raw(path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...LINKEDIN_HEADERS, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });

  /** Publishes on LinkedIn and answers the URN. */
  const publishUrn = async (more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const answer = await rest('POST', '/rest/posts', linkedinBody(more));
    return answer.headers.get('x-restli-id') ?? '';
  };

  const control = (method: string, path: string, body?: unknown) =>
    raw(`/sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });

  return {
    raw,
    graph,
    upload,
    rest,
    publishUrn,
    control,
    get world() {
      return sandbox.world;
    },
    get origin() {
      return sandbox.origin;
    },
  };
}
