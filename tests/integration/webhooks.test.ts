import { asc, eq, sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdChannel } from '#src/db/holds';
import type { PostRow } from '#src/db/posts';
import { recordFact } from '#src/db/posts';
import { channels, posts, webhookDeliveries, webhooks } from '#src/db/schema';
import { insertWebhook } from '#src/db/webhooks';
import { guardedFetch } from '#src/net/guarded-fetch';
import { deliver } from '#src/notify/webhooks/deliver';
import type { WebhookDeps } from '#src/notify/webhooks/deps';
import { writeOutbox } from '#src/notify/webhooks/outbox';
import { makeSecret, sealSecret } from '#src/notify/webhooks/secrets';
import { sealerOf } from '#src/secrets/seal';
import { tellWebhooks } from '#workers/webhooks';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { startEngine } from '../support/engine.ts';
import { signedIn } from '../support/people.ts';
import { type Heard, type Receiver, startReceiver } from '../support/receiver.ts';

let api: ApiServer;
let deps: WebhookDeps;
let receiver: Receiver;

beforeAll(async () => {
  api = await startApi();
  deps = { ...api.deps, random: () => 0 };
});
afterAll(() => api.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  await api.deps.database.db.delete(webhooks);
});

const EVERY = [
  'post.published',
  'post.failed',
  'post.needsDecision',
  'post.missed',
  'channel.needsReconnect',
  'announcement.approved',
];

async function connect(more: Record<string, unknown> = {}) {
  const made = await api.call('POST', '/api/v1/webhooks', { name: 'CRM', url: receiver.url, events: EVERY, ...more });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as { id: string; secret: string; revision: number };
}

/** Writes the outbox and makes every try that is due, whether its time has come or not. */
async function tell(): Promise<void> {
  await writeOutbox(deps);
  const { db } = deps.database;
  await db
    .update(webhookDeliveries)
    .set({ dueAt: new Date(0) })
    .where(sql`due_at is not null`);
  const rows = await db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.id));
  for (const { id } of rows) await deliver(deps, id);
}

async function approved(over: Record<string, unknown> = {}) {
  const made = await api.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true, ...over }));
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as { announcement: { id: string; slug: string }; posts: PostRow[] };
}

const logOf = async (id: string) => (await api.call('GET', `/api/v1/webhooks/${id}/deliveries`)).body.items;
const proven = ({ headers, body }: Heard, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as { type: string; data: Record<string, never> };

describe('what is told', () => {
  test('every event, once, in the order in which it happened, signed', async () => {
    const { secret } = await connect();
    const { announcement, posts: made } = await approved();
    const postId = (made[0] as PostRow).id;
    const { database } = api.deps;
    await database.db
      .update(posts)
      .set({ worthUntil: new Date(0) })
      .where(eq(posts.id, postId));
    await database.transaction((tx) => recordFact(tx, postId, { type: 'worthPassed' }, { actor: 'sweep' }));
    const [channel] = await database.db.select().from(channels);
    await database.transaction((tx) =>
      holdChannel(tx, channel?.id as string, { reason: 'reconnect', until: null, message: 'Sign in again.' }, 'worker'),
    );
    await tell();
    await tell();
    const told = receiver.heard.map((heard) => proven(heard, secret));
    expect(told.map(({ type }) => type)).toEqual(['announcement.approved', 'post.missed', 'channel.needsReconnect']);
    expect(told[0]?.data).toMatchObject({ announcement: { id: announcement.id, slug: announcement.slug } });
    expect(told[1]?.data).toMatchObject({ post: { id: postId, state: 'missed', channel: 'website', language: 'fi' } });
    expect(told[2]?.data).toMatchObject({ channel: { slug: 'website', reason: 'reconnect' } });
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  test('only what was chosen, only what happens from then on, only of its organisation', async () => {
    await approved();
    await connect({ organisation: 'lapin-amk', events: ['announcement.approved'] });
    await approved({ organisation: 'digipolis' });
    const { announcement } = await approved();
    await tell();
    expect(receiver.heard.map(({ body }) => JSON.parse(body).data.announcement.id)).toEqual([announcement.id]);
  });

  test('nothing is written while nobody listens, and nothing of that time is told later', async () => {
    await approved();
    expect(await writeOutbox(deps)).toBe(0);
    await connect();
    await tell();
    expect(receiver.heard).toEqual([]);
  });
});

describe('when it fails', () => {
  test('500, then silence, then 200: the same message under the same id, each try in the log', async () => {
    const { id, secret } = await connect();
    await approved();
    receiver.answers = [500, null, 200];
    const quick: WebhookDeps = {
      ...deps,
      fetch: (url, bounds) => guardedFetch(url, { ...bounds, allowPrivate: true, timeoutMs: 200 }),
    };
    deps = quick;
    for (const _try of [1, 2, 3]) await tell();
    const ids = receiver.heard.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([ids[0], ids[0], ids[0]]);
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1);
    for (const heard of receiver.heard) proven(heard, secret);
    const [delivery] = await logOf(id);
    expect(delivery).toMatchObject({ state: 'delivered', tries: 3, messageId: ids[0] });
    expect(delivery.log.map(({ status }: { status: number | null }) => status)).toEqual([500, null, 200]);
    expect(delivery.log[1].detail).toContain('did not answer in time');
  });

  test('waits grow, and after about a day it is given up', async () => {
    const { id } = await connect();
    await approved();
    receiver.answers = [503];
    await writeOutbox(deps);
    const waits = [];
    for (let tries = 1; tries <= 8; tries += 1) {
      await tell();
      const [{ nextTryAt, log }] = await logOf(id);
      waits.push(
        nextTryAt && Math.round((new Date(nextTryAt).getTime() - new Date(log.at(-1).at).getTime()) / 1000 / 5) * 5,
      );
    }
    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 28_800, 28_800, null]);
    expect((await logOf(id))[0]).toMatchObject({ state: 'failed', tries: 8 });
    expect((await api.call('GET', `/api/v1/webhooks/${id}`)).body).toMatchObject({
      enabled: true,
      failingSince: expect.any(String),
    });
  });

  test('a redirect is not followed, and a private address is not called', async () => {
    const { id } = await connect();
    await approved();
    receiver.answers = [302];
    await tell();
    const strict = { ...deps, fetch: guardedFetch };
    await deps.database.db.update(webhookDeliveries).set({ dueAt: new Date(0) });
    for (const { id: one } of await deps.database.db.select().from(webhookDeliveries)) await deliver(strict, one);
    const [{ log }] = await logOf(id);
    expect(log.map(({ detail }: { detail: string }) => detail)).toEqual([
      expect.stringContaining('sends on to another address'),
      expect.stringContaining('private network'),
    ]);
    expect(receiver.heard).toHaveLength(1);
  });

  test('long failing is told, and after five days it is switched off; switched on again it starts anew', async () => {
    const { id } = await connect();
    await approved();
    receiver.answers = [500];
    await tell();
    const failedFor = (hours: number) =>
      deps.database.db.update(webhooks).set({ failingSince: new Date(Date.now() - hours * 3_600_000) });
    await failedFor(25);
    await tell();
    await tell();
    await failedFor(121);
    await tell();
    const entries = (await api.call('GET', `/api/v1/audit?thing=webhook&thingId=${id}`)).body.items;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      'webhook.disabled',
      'webhook.failing',
      'webhook.added',
    ]);
    const off = (await api.call('GET', `/api/v1/webhooks/${id}`)).body;
    expect(off).toMatchObject({ enabled: false, disabledWhy: expect.stringContaining('500') });
    expect((await logOf(id))[0].state).toBe('dropped');

    const on = await api.call(
      'PATCH',
      `/api/v1/webhooks/${id}`,
      { enabled: true },
      { 'if-match': String(off.revision) },
    );
    expect(on.body).toMatchObject({ enabled: true, failingSince: null, disabledWhy: null });
    receiver.answers = [204];
    await approved();
    await tell();
    expect((await logOf(id))[0].state).toBe('delivered');
  });

  test('410 Gone switches it off at once', async () => {
    const { id } = await connect();
    await approved();
    receiver.answers = [410];
    await tell();
    expect((await api.call('GET', `/api/v1/webhooks/${id}`)).body.enabled).toBe(false);
  });

  test('two workers at the same delivery make one call; one that died leaves it due', async () => {
    await connect();
    await approved();
    await writeOutbox(deps);
    const [row] = await deps.database.db.select().from(webhookDeliveries);
    await Promise.all([deliver(deps, row?.id as string), deliver(deps, row?.id as string)]);
    expect(receiver.heard).toHaveLength(1);
  });
});

describe('what an administrator does', () => {
  test('a replay sends the same message again, newly signed', async () => {
    const { id, secret } = await connect();
    await approved();
    await tell();
    const [{ id: delivery }] = await logOf(id);
    const replayed = await api.call('POST', `/api/v1/webhooks/deliveries/${delivery}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { state: 'waiting' } });
    expect(api.jobs.at(-1)).toMatchObject({ queue: 'webhooks', payload: { deliveryId: delivery } });
    await tell();
    const [first, again] = receiver.heard as [Heard, Heard];
    expect(again.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(proven(again, secret)).toEqual(proven(first, secret));
    expect((await logOf(id))[0].log).toHaveLength(2);
  });

  test('after a rotation both secrets prove a message, and only the new one once the day is over', async () => {
    const { id, secret } = await connect();
    const rotated = await api.call('POST', `/api/v1/webhooks/${id}/rotate`);
    expect(rotated.body.secret).not.toBe(secret);
    await approved();
    await tell();
    for (const one of [secret, rotated.body.secret]) proven(receiver.heard[0] as Heard, one);
    await deps.database.db.update(webhooks).set({ previousUntil: new Date(0) });
    await approved();
    await tell();
    proven(receiver.heard[1] as Heard, rotated.body.secret);
    expect(() => proven(receiver.heard[1] as Heard, secret)).toThrow();
  });

  test('a test message goes out once, also to a webhook that is switched off', async () => {
    const { id, secret } = await connect();
    await api.call('PATCH', `/api/v1/webhooks/${id}`, { enabled: false }, { 'if-match': '*' });
    expect((await api.call('POST', `/api/v1/webhooks/${id}/test`)).status).toBe(202);
    await tell();
    expect(proven(receiver.heard[0] as Heard, secret).type).toBe('webhook.test');
  });

  test('the secret is shown once and stored sealed', async () => {
    const { id, secret } = await connect();
    const shown = [
      await api.call('GET', '/api/v1/webhooks'),
      await api.call('GET', `/api/v1/webhooks/${id}`),
      await api.call('GET', '/api/v1/audit'),
    ];
    expect(JSON.stringify(shown.map(({ body }) => body))).not.toContain(secret.slice(6));
    const [row] = await deps.database.db.select().from(webhooks);
    expect(JSON.stringify(row)).not.toContain(secret.slice(6));
    const twice = { 'idempotency-key': 'once' };
    const input = { name: 'Two', url: receiver.url, events: ['post.failed'] };
    const [one, two] = [
      await api.call('POST', '/api/v1/webhooks', input, twice),
      await api.call('POST', '/api/v1/webhooks', input, twice),
    ];
    expect([one.body.id === two.body.id, two.body.secret]).toEqual([true, '(was shown once)']);
  });

  test('an address that is none, or holds credentials, is refused', async () => {
    for (const url of ['ftp://example.org/', 'http://user:pass@example.org/', 'http://169.254.169.254/']) {
      const answer = await api.call('POST', '/api/v1/webhooks', { name: 'x', url, events: ['post.failed'] });
      expect([url, answer.status, answer.body.errors[0].pointer]).toEqual([url, 422, '/url']);
    }
  });

  test('an administrator of one organisation sees and makes only its own', async () => {
    const whole = await connect();
    const admin = await signedIn(api, 'hooks@lapin-amk.example', { roles: { 'lapin-amk': 'admin' } });
    const input = { name: 'Own', url: receiver.url, events: ['post.failed'] };
    expect((await admin.call('POST', '/api/v1/webhooks', input)).status).toBe(403);
    expect((await admin.call('POST', '/api/v1/webhooks', { ...input, organisation: 'digipolis' })).status).toBe(404);
    const own = await admin.call('POST', '/api/v1/webhooks', { ...input, organisation: 'lapin-amk' });
    expect(own.status).toBe(201);
    const seen = (await admin.call('GET', '/api/v1/webhooks')).body.items;
    expect(seen.map(({ id }: { id: string }) => id)).toEqual([own.body.id]);
    expect((await admin.call('DELETE', `/api/v1/webhooks/${whole.id}`)).status).toBe(403);
  });
});

test('what is due gets its job, also when the queue was lost', async () => {
  await connect();
  await approved();
  const before = api.jobs.length;
  await tellWebhooks(deps, api.deps.queues);
  await tellWebhooks(deps, api.deps.queues);
  const added = api.jobs.slice(before).filter(({ queue }) => queue === 'webhooks');
  expect(added).toHaveLength(2);
  expect(added[0]?.id).toBe(added[1]?.id);
});

test('a post that goes out is told of by the workers, over the real queue', async () => {
  const engine = await startEngine();
  const sealer = sealerOf('a secret of the tests only, long enough');
  const secret = makeSecret();
  const id = uuidv7();
  await insertWebhook(engine.deps.database.db, {
    id,
    name: 'CRM',
    url: receiver.url,
    events: ['post.published'],
    secret: sealSecret(sealer, id, secret),
    createdBy: 'test',
  });
  engine.workers({ webhooks: { ...deps, database: engine.deps.database, sealer }, webhooksEveryMs: 200 });
  const post = await engine.post();
  const [heard] = await receiver.until(1);
  expect(proven(heard as Heard, secret)).toMatchObject({
    type: 'post.published',
    data: { post: { id: post.id, state: 'published' } },
  });
  await engine.stop();
});
