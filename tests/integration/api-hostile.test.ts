import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '#src/api/operations';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { type Browser, signedIn } from '../support/people.ts';

let api: ApiServer;
let people: Record<string, Pick<Browser, 'call'>>;
/** What the stranger must never hear of. */
let theirs: { announcement: string; slug: string; post: string; title: string };

beforeAll(async () => {
  api = await startApi();
  const [author, stranger, nobody] = [
    await signedIn(api, 'author@example.org', { roles: { 'lapin-amk': 'author' } }),
    await signedIn(api, 'stranger@example.org', { roles: { digipolis: 'admin' } }),
    await signedIn(api, 'nobody@example.org', {}),
  ];
  const { body } = await author.call('POST', '/api/v1/announcements', anAnnouncement());
  const { id, slug, texts } = body.announcement;
  theirs = { announcement: id, slug, post: body.posts[0].id, title: texts.fi.title };
  people = { key: api, stranger, nobody };
});
afterAll(() => api.close());

const HOSTILE = ['0', "' or 1=1 --", '..%2f..%2fetc%2fpasswd', 'x'.repeat(300)];
const BODIES: unknown[] = [
  undefined,
  null,
  [],
  'x',
  7,
  {},
  { name: 1, email: [], roles: { __proto__: 'admin', nowhere: 'king' }, scopes: 'all', kind: null },
  { name: 'x'.repeat(100_000), slug: '../..', texts: { fi: 5 }, areas: [], approval: { fourEyes: 'yes' } },
];

/** What works only once and takes the ground from under the rest. */
const LEFT_OUT = new Set(['post /cluster/pause']);

test.each(
  OPERATIONS.filter(({ method, path }) => !LEFT_OUT.has(`${method} ${path}`)).map(
    (one) => [`${one.method} ${one.path}`, one] as const,
  ),
)('%s breaks for nobody and tells a stranger nothing', async (_name, { method, path }) => {
  const refs = path.includes(':') ? [...HOSTILE, theirs.announcement, theirs.slug, theirs.post] : [''];
  const bodies = method === 'get' || method === 'delete' ? [undefined] : BODIES;
  for (const [who, one] of Object.entries(people)) {
    for (const [index, ref] of refs.entries()) {
      const isTheirs = index >= HOSTILE.length;
      // The key may do everything: it must not destroy what the others are refused.
      if (who === 'key' && isTheirs && method !== 'get') continue;
      const address = `/api/v1${path.replaceAll(/:\w+/g, ref)}${method === 'get' ? '?limit=1&from=never&cursor=%22' : ''}`;
      for (const body of ref === '' || isTheirs ? bodies : bodies.slice(0, 1)) {
        const answer = await one.call(method.toUpperCase(), address, body, { 'if-match': '*' });
        const told = `${who} ${address} ${JSON.stringify(body)?.slice(0, 80)} → ${answer.status}`;
        expect(answer.status, told).toBeLessThan(500);
        if (who !== 'key') expect(JSON.stringify(answer.body), told).not.toContain(theirs.title);
      }
    }
  }
});

test('nothing of it changed what the stranger was refused', async () => {
  const { body } = await api.call('GET', `/api/v1/announcements/${theirs.announcement}`);
  expect([body.texts.fi.title, body.state, body.revision]).toEqual([theirs.title, 'draft', 1]);
  expect((await api.call('GET', `/api/v1/posts/${theirs.post}`)).body.state).toBe('draft');
});
