import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, anAnnouncement, KEY, startApi } from '../support/api-server.ts';
import { countChanges } from '../support/content-changes.ts';
import { HOSTILE_TEXTS, type Schema, valuesOf } from '../support/from-schema.ts';
import { browser, signedIn } from '../support/people.ts';

/** Stands in the other organisation's own things alone: their slugs and ids, which the generator knows, have no such sign. */
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
/** The other organisation's things. Who may do everything is not told of them. */
let theirs: string[];
let changes: () => Promise<number>;
/** Who sees both organisations. */
const SEES_ALL = ['key', 'clusterAdmin'];

beforeAll(async () => {
  api = await startApi();
  document = JSON.parse(await readFile('docs/openapi.json', 'utf8'));
  await makeTheirs();
  for (const role of ['viewer', 'author', 'approver', 'admin'] as const) {
    await signedIn(api, `${role}@example.com`, { roles: { digipolis: role } });
    headersOf[role] = await cookieOf(`${role}@example.com`);
  }
  await signedIn(api, 'stranger@example.com', {});
  headersOf.stranger = await cookieOf('stranger@example.com');
  await signedIn(api, 'chief@example.com', { clusterAdmin: true });
  headersOf.clusterAdmin = await cookieOf('chief@example.com');
  const read = { name: 'reader', organisation: 'digipolis', scopes: ['read'] };
  headersOf.readingKey = { authorization: `Bearer ${(await make('/api-keys', read)).key}` };
  changes = await countChanges(api.deps.database);
}, 120_000);
afterAll(() => api.close());

async function make(path: string, body: unknown) {
  const made = await api.call('POST', `/api/v1${path}`, body);
  expect(made.status, `${path} ${JSON.stringify(made.body)}`).toBe(201);
  return made.body;
}

/** One of each that belongs to an organisation, with the sign in every text that people write. */
async function makeTheirs(): Promise<void> {
  const texts = { fi: { title: `Luonnos ${MARKER}`, body: `Ei vielä muille: ${MARKER}` } };
  const author = await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } });
  const { body } = await author.call('POST', '/api/v1/announcements', anAnnouncement({ texts }));
  const { id } = body.announcement;
  const said = await make(`/announcements/${id}/comments`, { body: `Sanottu: ${MARKER}` });
  const preview = await make(`/announcements/${id}/previews`, {});
  const organisation = 'lapin-amk';
  const url = 'https://example.invalid/hook';
  const hook = await make('/webhooks', { name: MARKER, url, events: ['post.published'], organisation });
  const key = await make('/api-keys', { name: MARKER, scopes: ['read'], organisation });
  theirs = [id, body.announcement.slug, body.posts[0].id, author.id, said.id, preview.id, hook.id, key.id];
}

/** Anew for each operation, since the ones before changed and deleted what they could. */
async function makeOurs(no: number): Promise<Readonly<Record<string, string>>> {
  const organisation = 'digipolis';
  const page = { kind: 'facebook', slug: `sivu-${no}`, name: 'Sivu', remoteId: String(1_000 + no) };
  const channel = await make('/channels', { ...page, accessToken: 'good-token', languages: ['fi'] });
  const made = await make('/announcements', anAnnouncement({ organisation, channels: [channel.slug] }));
  const someone = { name: 'Joku', email: `joku-${no}@example.com`, roles: { digipolis: 'viewer' } };
  const { person } = await make('/people', someone);
  const url = 'https://example.invalid/hook';
  const hook = await make('/webhooks', { name: 'Oma', url, events: ['post.published'], organisation });
  const key = await make('/api-keys', { name: 'Oma', scopes: ['read'], organisation });
  return {
    announcements: made.announcement.id,
    posts: made.posts[0].id,
    webhooks: hook.id,
    'api-keys': key.id,
    people: person.id,
    channels: channel.slug,
    organisations: organisation,
    themes: 'wood-construction',
    fundings: 'A72158',
    'campaign-templates': 'standard',
  };
}

test(`${REQUESTS} requests made from the document: nothing breaks, nothing leaks, nothing refused changes anything`, {
  timeout: 600_000,
}, async () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const roles = Object.keys(headersOf);
  const each = Math.ceil(REQUESTS / (operations.length * roles.length));
  const count = { sent: 0, refused: 0, changed: 0 };
  for (const [index, { path, method, operation }] of operations.entries()) {
    const ours = await makeOurs(index);
    for (const role of roles) {
      const requests = fc.sample(requestsOf(path, operation, role, ours), { numRuns: each, seed: SEED + index });
      for (const request of requests) {
        const told = `seed ${SEED}: ${role} ${method} ${request.path} ${JSON.stringify(request.body)?.slice(0, 2_000)}`;
        const before = await changes();
        const answer = await send(method, request, headersOf[role] ?? {});
        count.sent += 1;
        expect(answer.status, `${told} → ${answer.text}`).toBeLessThan(500);
        if (!SEES_ALL.includes(role)) expect(answer.text, told).not.toContain(MARKER);
        const changed = (await changes()) - before;
        if (answer.status >= 400) {
          count.refused += 1;
          expect(changed, `${told} was refused (${answer.status}), and something changed`).toBe(0);
        } else if (changed > 0) count.changed += 1;
      }
    }
  }
  process.stderr.write(`${JSON.stringify(count)}\n`);
  expect(count.sent).toBeGreaterThanOrEqual(REQUESTS);
  expect(count.refused).toBeGreaterThan(REQUESTS / 2);
  expect(count.changed).toBeGreaterThan(REQUESTS / 80);
});

interface Request {
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string;
  readonly file: boolean;
}

function requestsOf(
  path: string,
  { parameters = [], requestBody }: Operation,
  role: string,
  ours: Readonly<Record<string, string>>,
): fc.Arbitrary<Request> {
  const { schemas } = document.components;
  const names = [...Object.values(ours), ...(SEES_ALL.includes(role) ? [] : theirs)];
  const fitting = ours[path.split('/')[3] ?? ''] ?? names[0] ?? '';
  const refs = fc.oneof(
    { weight: 6, arbitrary: fc.constant(fitting) },
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
  const ifMatch = fc.constantFrom('*', '*', '*', '"1"', '"999999999999999999999"', 'x');
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
