import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, anAnnouncement, KEY, startApi } from '../support/api-server.ts';
import { HOSTILE_TEXTS, type Schema, valuesOf } from '../support/from-schema.ts';
import { browser, signedIn } from '../support/people.ts';

/** Stands in the other organisation's draft alone: its slug, which the generator knows, has no such sign. */
const MARKER = 'Quokan_salaisuus';
const REQUESTS = 10_000;
const SEED = Number(process.env.KAIKU_FUZZ_SEED ?? 20_261_125);

interface Operation {
  readonly parameters?: { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

let api: ApiServer;
const headersOf: Record<string, Record<string, string>> = { nobody: {}, key: { authorization: `Bearer ${KEY}` } };
let document: Document;
/** The other organisation's things. The key may do everything, so it is not told of them. */
let theirs: string[];
/** An announcement of the organisation whose people ask, and its post. */
let ours: string[];

beforeAll(async () => {
  api = await startApi();
  document = JSON.parse(await readFile('docs/openapi.json', 'utf8'));
  const texts = { fi: { title: `Luonnos ${MARKER}`, body: `Ei vielä muille: ${MARKER}` } };
  const author = await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } });
  const { body } = await author.call('POST', '/api/v1/announcements', anAnnouncement({ texts }));
  theirs = [body.announcement.id, body.announcement.slug, body.posts[0].id, author.id];
  const own = await api.call('POST', '/api/v1/announcements', anAnnouncement({ organisation: 'digipolis' }));
  ours = [own.body.announcement.id, own.body.posts[0].id];
  for (const role of ['viewer', 'author', 'approver', 'admin']) {
    await signedIn(api, `${role}@example.com`, { roles: { digipolis: role } });
    headersOf[role] = await cookieOf(`${role}@example.com`);
  }
  await signedIn(api, 'stranger@example.com', {});
  headersOf.stranger = await cookieOf('stranger@example.com');
}, 120_000);
afterAll(() => api.close());

test(`${REQUESTS} requests made from the document: nothing breaks, nothing leaks, nothing refused changes anything`, {
  timeout: 600_000,
}, async () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const roles = Object.keys(headersOf);
  const each = Math.ceil(REQUESTS / (operations.length * roles.length));
  let sent = 0;
  let refused = 0;
  let known = await fingerprint(CONTENT);
  for (const [index, { path, method, operation }] of operations.entries()) {
    for (const role of roles) {
      const requests = fc.sample(requestsOf(path, operation, role), { numRuns: each, seed: SEED + index });
      for (const request of requests) {
        const told = `seed ${SEED}: ${role} ${method} ${request.path} ${JSON.stringify(request.body)?.slice(0, 2_000)}`;
        const answer = await send(method, request, headersOf[role] ?? {});
        sent += 1;
        expect(answer.status, `${told} → ${answer.text}`).toBeLessThan(500);
        if (role !== 'key') expect(answer.text, told).not.toContain(MARKER);
        if (answer.status < 400) known = '';
        else refused += 1;
      }
      const now = await fingerprint(CONTENT);
      if (known !== '')
        expect(now, `seed ${SEED}: ${role} ${method} ${path} was refused, and something changed`).toBe(known);
      known = now;
    }
  }
  expect(sent).toBeGreaterThanOrEqual(REQUESTS);
  expect(refused).toBeGreaterThan(REQUESTS / 2);
});

interface Request {
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string;
  readonly file: boolean;
}

function requestsOf(path: string, { parameters = [], requestBody }: Operation, role: string): fc.Arbitrary<Request> {
  const { schemas } = document.components;
  const names = [...ours, 'digipolis', 'website', 'wood-construction', ...(role === 'key' ? [] : theirs)];
  const refs = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.oneof(fc.uuid(), fc.constantFrom(...HOSTILE_TEXTS.map((text) => text.slice(0, 300)))) },
  );
  const queries = parameters.filter((one) => one.in === 'query');
  const query = fc.record(Object.fromEntries(queries.map((one) => [one.name, valuesOf(one.schema, schemas, names)])), {
    requiredKeys: [],
  });
  const file = requestBody !== undefined && !('application/json' in requestBody.content);
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema ? valuesOf(schema, schemas, names) : fc.constant(file ? 'not an image' : undefined);
  const refsOfPath = fc.array(refs, { minLength: 2, maxLength: 2 });
  const ifMatch = fc.constantFrom('*', '"1"', '"999999999999999999999"', 'x');
  return fc.record({ refsOfPath, query, body, ifMatch }).map((made) => {
    let next = 0;
    const filled = path.replaceAll(/\{\w+\}/g, () => encode(String(made.refsOfPath[next++])));
    const asked = Object.entries(made.query as Record<string, unknown>).map(
      ([name, value]) => `${name}=${encode(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}`,
    );
    return { path: `${filled}?${asked.join('&').slice(0, 6_000)}`, body: made.body, ifMatch: made.ifMatch, file };
  });
}

/** Half of a surrogate pair has no place in an address. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '')) || '%20';
}

async function send(method: string, { path, body, ifMatch, file }: Request, who: Record<string, string>) {
  const form = new FormData();
  form.append('file', new Blob([JSON.stringify(body) ?? '']), '../x.png');
  const sends = body !== undefined && method !== 'get';
  const answer = await fetch(`${api.url}${path}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...who,
      origin: api.url,
      'if-match': ifMatch,
      ...(sends && !file ? { 'content-type': 'application/json' } : {}),
    },
    ...(sends ? { body: file ? form : JSON.stringify(body) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

async function cookieOf(email: string): Promise<Record<string, string>> {
  const answer = await browser(api).call('POST', '/api/auth/sign-in/email', {
    email,
    password: 'a long enough password',
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { cookie: cookies.join('; ') };
}

/** All content, as one text; what is about being asked at all (sessions, limits, last use, refusals in the log) is left out. */
const CONTENT = [
  'accounts',
  'announcements',
  'api_keys',
  'attempts',
  'audit',
  'campaign_templates',
  'channels',
  'cluster',
  'comments',
  'csv_imports',
  'csv_rows',
  'feed_items',
  'fundings',
  'import_items',
  'imports',
  'media',
  'organisations',
  'people',
  'person_roles',
  'posts',
  'preview_links',
  'samples',
  'target_groups',
  'themes',
  'webhooks',
];
const ASKED_ONLY = "array['last_used_at', 'updated_at']";

async function fingerprint(tables: readonly string[]): Promise<string> {
  const each = tables.map(
    (table) =>
      `(select coalesce(md5(string_agg(md5((to_jsonb(t) - ${ASKED_ONLY})::text), '' order by to_jsonb(t)::text)), '') from ${table} t${table === 'audit' ? " where thing <> 'request'" : ''})`,
  );
  const { rows } = await api.deps.database.pool.query(`select concat_ws('/', ${each.join(', ')}) as print`);
  return rows[0].print;
}
