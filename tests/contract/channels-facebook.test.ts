import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SANDBOX_APPS, SANDBOX_PAGES } from '#sandbox/start';
import type { FaultSpec } from '#sandbox/world/faults';
import type { Fingerprint, Snapshot } from '#src/channels/contract';
import { createFacebookChannel } from '#src/channels/facebook/index';
import { picture, sandboxStage, snapshotOf, tools } from './channels-stage.ts';

const stage = await sandboxStage('facebook');
const { channel, access } = stage;
const { world, origin } = stage.sandbox;
beforeEach(() => stage.reset());
afterAll(() => stage.close());

function goesWrong(spec: Omit<FaultSpec, 'platform' | 'times'>): void {
  world.addFault({ platform: 'facebook', times: 1, ...spec });
}

function sought(snapshot: Snapshot, more: Partial<Fingerprint> = {}): Fingerprint {
  const { text, link, postId } = snapshot;
  return { text, link, armedAt: new Date(world.clock.now()), owned: new Set(), hint: null, postId, ...more };
}

const publish = (snapshot: Snapshot) => channel.publish(snapshot, access, tools(stage));

describe('an unclear answer of Facebook', () => {
  test.each([
    ['code 2 with the post made', { mode: 'code2-created' }, 'found'],
    ['code 2 without', { mode: 'code2-not-created' }, 'absent'],
    ['code 1 with the post made', { mode: 'code1-created' }, 'found'],
    ['HTML with the post made', { mode: 'html-500', created: true }, 'found'],
    ['HTML without', { mode: 'html-500' }, 'absent'],
    ['nothing in it', { mode: 'empty-body' }, 'found'],
    ['a connection dropped before', { mode: 'drop-before' }, 'absent'],
    ['a connection dropped after', { mode: 'drop-after' }, 'found'],
    ['silence after', { mode: 'hang-after' }, 'found'],
    ['a service that is away', { mode: 'server-503' }, 'absent'],
  ] as const)('%s is uncertain, and a look tells', async (_name, fault, seen) => {
    goesWrong({ operation: 'publish', ...fault });
    const snapshot = snapshotOf(stage, { body: 'Epäselvä vastaus Kemistä' });
    const sent = sought(snapshot);
    expect((await publish(snapshot)).kind).toBe('uncertain');
    expect((await channel.find(sent, access)).kind).toBe(seen);
  });

  test('a repeat that it refuses as one is uncertain, and the first is found', async () => {
    const snapshot = snapshotOf(stage, { body: 'Sama teksti kahdesti' });
    const first = await publish(snapshot);
    const sent = sought(snapshot);
    expect((await publish(snapshot)).kind).toBe('uncertain');
    expect(await channel.find(sent, access)).toMatchObject({
      kind: 'found',
      seen: { remoteId: first.kind === 'published' && first.remoteId },
    });
    goesWrong({ operation: 'publish', mode: 'duplicate-368' });
    expect((await publish(snapshot)).kind).toBe('uncertain');
  });

  test('posts that others own are never taken', async () => {
    const snapshot = snapshotOf(stage, { body: 'Toisen julkaisun teksti' });
    const first = await publish(snapshot);
    if (first.kind !== 'published') throw new Error(first.kind);
    const sighting = await channel.find(sought(snapshot, { owned: new Set([first.remoteId]) }), access);
    expect(sighting).toEqual({ kind: 'absent', proof: false });
  });

  test('a look reads back past many younger posts', async () => {
    const snapshot = snapshotOf(stage, { body: 'Etsitty julkaisu' });
    const sent = sought(snapshot);
    world.postByHand({ page: access.remoteId, text: snapshot.text });
    world.advance(60_000);
    for (let n = 0; n < 250; n += 1) world.postByHand({ page: access.remoteId, text: `Muu ${n}` });
    expect((await channel.find(sent, access)).kind).toBe('found');
    expect(world.requests().filter((call) => call.operation === 'read')).toHaveLength(3);
  });
});

describe('a clear no of Facebook', () => {
  test.each([
    ['permission', { mode: 'permission' }, 'permission'],
    ['blocked', { mode: 'blocked' }, 'blocked'],
    ['rejected', { mode: 'rejected' }, 'rejected'],
    ['a link that it does not take', { mode: 'rejected', code: 1609005 }, 'rejected'],
    ['expired key', { mode: 'auth-expired' }, 'authExpired'],
    ['password changed', { mode: 'auth-expired', subcode: 460 }, 'authExpired'],
  ] as const)('%s', async (_name, fault, kind) => {
    goesWrong({ operation: 'publish', ...fault });
    expect((await publish(snapshotOf(stage, { body: 'Ei käy' }))).kind).toBe(kind);
    expect(stage.judge?.shown()).toEqual([]);
  });

  test('a throttle ends when Facebook says', async () => {
    world.clock.freeze(true);
    goesWrong({ operation: 'publish', mode: 'throttle', minutes: 19 });
    const outcome = await publish(snapshotOf(stage, { body: 'Hidasta' }));
    expect(outcome).toMatchObject({ kind: 'throttled', until: new Date(world.clock.now() + 19 * 60_000) });
  });
});

describe('a failed upload to Facebook', () => {
  test.each([
    ['code 2', { mode: 'code2-not-created' }, 'notSent'],
    ['a dropped connection', { mode: 'drop-after' }, 'notSent'],
    ['silence', { mode: 'hang-before' }, 'notSent'],
    ['an unreadable image', { mode: 'image-failed' }, 'rejected'],
    ['a throttle', { mode: 'throttle' }, 'throttled'],
  ] as const)('by %s is never uncertain, and nothing is armed', async (_name, fault, kind) => {
    goesWrong({ operation: 'upload', ...fault });
    const channelInHaste = createFacebookChannel({ origin, version: 'v25.0', timeouts: { jsonMs: 200, bytesMs: 200 } });
    const leave = tools(stage);
    const images = [await picture('a', 'a'), await picture('b', 'b')];
    const outcome = await channelInHaste.publish(snapshotOf(stage, { body: 'Kuvia', images }), access, leave);
    expect(outcome.kind).toBe(kind);
    expect(leave.armedAfter).toEqual([]);
    expect(stage.judge?.shown()).toEqual([]);
  });

  test('sends each image as unpublished', async () => {
    await publish(snapshotOf(stage, { body: 'Kuva', images: [await picture('a', 'Hirsi')] }));
    const [upload] = world.requests().filter((call) => call.operation === 'upload');
    expect(upload?.body).toContain('published');
    expect(upload?.body).toContain('false');
  });
});

describe('numbers of Facebook', () => {
  async function published(count: number): Promise<string[]> {
    const posts = Array.from({ length: count }, (_, n) =>
      world.postByHand({ page: access.remoteId, text: `Julkaisu ${n}` }),
    );
    for (const [n, post] of posts.entries()) {
      world.setNumbers(post.remoteId, { views: 10 + n, reach: 5, reactions: 3, comments: 0, shares: 0, clicks: 2 });
    }
    return posts.map((post) => post.remoteId);
  }

  test('come for many posts in few calls', async () => {
    const ids = await published(120);
    const { samples, failure, gone } = await channel.metrics(ids, access);
    expect({ failure, gone, size: samples.size }).toEqual({ failure: null, gone: [], size: 120 });
    // Shares of 0 are left out by the platform, and left out is not known.
    expect(samples.get(ids[119] ?? '')).toMatchObject({
      measures: { views: 129, reach: 5, reactions: 3, comments: 0, shares: null, clicks: 2, linkClicks: null },
      notes: [],
    });
    const calls = world.requests().length;
    expect(calls).toBe(3 + 3 + 3);
    await channel.metrics(ids, access);
    expect(world.requests().length - calls).toBe(3 + 3);
  });

  test.each(['fail', 'omit'] as const)(
    'name deleted posts as gone and keep the rest (missing ids %s)',
    async (missingIds) => {
      world.switches = { ...world.switches, missingIds };
      const ids = await published(7);
      world.deleteByHand(ids[2] ?? '');
      world.deleteByHand(ids[6] ?? '');
      const { samples, gone, failure } = await channel.metrics(ids, access);
      expect(failure).toBeNull();
      expect(gone).toEqual([ids[2], ids[6]]);
      expect(samples.size).toBe(5);
    },
  );

  test('lose only the metric that Facebook retired, and try it again a day later', async () => {
    const ids = await published(2);
    const fresh = createFacebookChannel({ origin, version: 'v25.0', now: () => new Date(world.clock.now()) });
    world.switches = { ...world.switches, retiredMetrics: ['post_media_view'] };
    const { samples } = await fresh.metrics(ids, access);
    expect(samples.get(ids[0] ?? '')).toMatchObject({
      measures: { views: null, reach: 5, clicks: 2 },
      notes: [expect.stringContaining('views')],
    });
    world.switches = { ...world.switches, retiredMetrics: [] };
    expect((await fresh.metrics(ids, access)).samples.get(ids[0] ?? '')?.measures.views).toBeNull();
    world.advance(86_400_000);
    expect((await fresh.metrics(ids, access)).samples.get(ids[0] ?? '')?.measures.views).toBe(10);
  });

  test('lose views, reach and clicks only, when those alone are refused', async () => {
    const ids = await published(2);
    const token = world.tokens.find('facebook', access.accessToken);
    if (!token) throw new Error('no token');
    const { value: _value, state: _state, ...rest } = token;
    const scopes = token.scopes.filter((scope) => scope !== 'read_insights');
    const accessToken = world.tokens.add({ ...rest, scopes }).value;
    const { samples, failure } = await createFacebookChannel({ origin, version: 'v25.0' }).metrics(ids, {
      ...access,
      accessToken,
    });
    expect(failure).toBeNull();
    expect(samples.get(ids[1] ?? '')?.measures).toMatchObject({ views: null, reach: null, clicks: null, reactions: 3 });
  });

  test('fail as a whole when the platform refuses', async () => {
    const ids = await published(1);
    goesWrong({ operation: 'metrics', mode: 'throttle', minutes: 5 });
    expect(await channel.metrics(ids, access)).toMatchObject({ failure: { kind: 'throttled' }, gone: [] });
  });
});

describe('the health of a Facebook page', () => {
  const { id: appId, secret: appSecret } = SANDBOX_APPS.facebook;
  const withApp = createFacebookChannel({ origin, version: 'v25.0', appId, appSecret });

  test('names the page', async () => {
    const [page] = SANDBOX_PAGES;
    expect(await withApp.health(access)).toMatchObject({ ok: true, pageName: page?.name });
  });

  test('refuses a person’s key and the key of another page', async () => {
    const user = world.tokens.add({
      platform: 'facebook',
      kind: 'user',
      appId,
      personId: 'person-1',
      pageIds: [access.remoteId],
      scopes: ['pages_manage_posts'],
      declined: [],
      issuedAt: world.clock.now(),
      expiresAt: null,
    });
    const other = SANDBOX_PAGES.filter((page) => page.kind === 'facebook')[1]?.accessToken ?? '';
    for (const accessToken of [user.value, other]) {
      const health = await withApp.health({ ...access, accessToken });
      expect(health).toMatchObject({
        ok: false,
        outcome: { kind: 'authExpired' },
        message: expect.stringContaining('page’s own key'),
      });
    }
  });

  test('is bad and told as such when the platform is away', async () => {
    const nowhere = createFacebookChannel({ origin: 'http://127.0.0.1:1', version: 'v25.0' });
    expect(await nowhere.health(access)).toMatchObject({ ok: false, outcome: { kind: 'notSent' } });
  });
});
