import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultSpec } from '#sandbox/world/faults';
import type { Fingerprint, Snapshot } from '#src/channels/contract';
import { createLinkedInChannel } from '#src/channels/linkedin/index';
import { picture, sandboxStage, snapshotOf, tools } from './channels-stage.ts';

const stage = await sandboxStage('linkedin');
const { channel, access } = stage;
const { world, origin } = stage.sandbox;
beforeEach(() => stage.reset());
afterAll(() => stage.close());

function goesWrong(spec: Omit<FaultSpec, 'platform' | 'times'>): void {
  world.addFault({ platform: 'linkedin', times: 1, ...spec });
}

function sought(snapshot: Snapshot, more: Partial<Fingerprint> = {}): Fingerprint {
  const { text, link, postId } = snapshot;
  return { text, link, armedAt: new Date(world.clock.now()), owned: new Set(), hint: null, postId, ...more };
}

const publish = (snapshot: Snapshot) => channel.publish(snapshot, access, tools(stage));

describe('an unclear answer of LinkedIn', () => {
  test.each([
    ['a yes without an id', { mode: 'no-id' }, 'found'],
    ['a conflict', { mode: 'conflict-409' }, 'absent'],
    ['HTML with the post made', { mode: 'html-500', created: true }, 'found'],
    ['an empty answer', { mode: 'empty-body' }, 'found'],
    ['a connection dropped before', { mode: 'drop-before' }, 'absent'],
    ['a connection dropped after', { mode: 'drop-after' }, 'found'],
    ['silence after', { mode: 'hang-after' }, 'found'],
    ['a service that is away', { mode: 'server-503' }, 'absent'],
  ] as const)('%s is uncertain, and a look tells', async (_name, fault, seen) => {
    goesWrong({ operation: 'publish', ...fault });
    const snapshot = snapshotOf(stage, { body: 'Epäselvä vastaus (Kemistä)' });
    const sent = sought(snapshot);
    expect((await publish(snapshot)).kind).toBe('uncertain');
    expect((await channel.find(sent, access)).kind).toBe(seen);
  });

  test('a repeat that it refuses as one names the first, which is found before it is listed', async () => {
    world.addFault({ platform: 'linkedin', operation: 'publish', mode: 'finder-lag', times: 1, delayMs: 600_000 });
    const snapshot = snapshotOf(stage, { body: 'Sama teksti kahdesti' });
    const first = await publish(snapshot);
    if (first.kind !== 'published') throw new Error(first.kind);
    const sent = sought(snapshot);
    const again = await publish(snapshot);
    expect(again).toMatchObject({ kind: 'uncertain', hint: first.remoteId });
    expect(await channel.find(sent, access)).toEqual({ kind: 'absent', proof: false });
    expect(await channel.find({ ...sent, hint: first.remoteId }, access)).toMatchObject({
      kind: 'found',
      seen: { remoteId: first.remoteId },
    });
  });

  test('a duplicate of a post that is not there is a ghost', async () => {
    goesWrong({ operation: 'publish', mode: 'ghost-duplicate' });
    const snapshot = snapshotOf(stage, { body: 'Haamu' });
    const outcome = await publish(snapshot);
    if (outcome.kind !== 'uncertain') throw new Error(outcome.kind);
    expect(outcome.hint).toMatch(/^urn:li:share:\d+$/);
    const sighting = await channel.find(sought(snapshot, { hint: outcome.hint ?? null }), access);
    expect(sighting).toEqual({ kind: 'absent', proof: false });
  });

  test('a post that is listed late is absent first and found later', async () => {
    world.addFault({ platform: 'linkedin', operation: 'publish', mode: 'finder-lag', times: 1, delayMs: 60_000 });
    goesWrong({ operation: 'publish', mode: 'drop-after' });
    const snapshot = snapshotOf(stage, { body: 'Myöhään luettelossa' });
    const sent = sought(snapshot);
    expect((await publish(snapshot)).kind).toBe('uncertain');
    expect((await channel.find(sent, access)).kind).toBe('absent');
    world.advance(61_000);
    expect((await channel.find(sent, access)).kind).toBe('found');
  });

  test('a look reads back past many younger posts', async () => {
    const snapshot = snapshotOf(stage, { body: 'Etsitty (julkaisu)' });
    const sent = sought(snapshot);
    world.postByHand({ page: access.remoteId, text: snapshot.text });
    world.advance(60_000);
    for (let n = 0; n < 250; n += 1) world.postByHand({ page: access.remoteId, text: `Muu ${n}` });
    expect((await channel.find(sent, access)).kind).toBe('found');
    expect(world.requests().filter((call) => call.operation === 'read')).toHaveLength(3);
  });
});

describe('a clear no of LinkedIn', () => {
  test.each([
    ['permission', { mode: 'permission' }, 'permission'],
    ['a restricted member', { mode: 'blocked' }, 'blocked'],
    ['rejected', { mode: 'rejected' }, 'rejected'],
    ['expired key', { mode: 'auth-expired' }, 'authExpired'],
  ] as const)('%s', async (_name, fault, kind) => {
    goesWrong({ operation: 'publish', ...fault });
    expect((await publish(snapshotOf(stage, { body: 'Ei käy' }))).kind).toBe(kind);
    expect(stage.judge?.shown()).toEqual([]);
  });

  test('the limit of a day ends at 00:00 UTC, that of comments after a minute', async () => {
    world.clock.freeze(true);
    world.clock.setTo(Date.parse('2026-12-01T21:30:00Z'));
    goesWrong({ operation: 'publish', mode: 'throttle', window: 'day' });
    const snapshot = snapshotOf(stage, { body: 'Raja' });
    expect(await publish(snapshot)).toMatchObject({ kind: 'throttled', until: new Date('2026-12-02T00:00:00Z') });
    const made = await publish(snapshot);
    if (made.kind !== 'published') throw new Error(made.kind);
    goesWrong({ operation: 'comment', mode: 'throttle', window: 'minute' });
    expect(await channel.comment(made.remoteId, 'x', access)).toMatchObject({
      until: new Date('2026-12-01T21:31:00Z'),
    });
  });

  test('a retired version gives way to the next; with none left the connection is set up wrongly', async () => {
    const snapshot = snapshotOf(stage, { body: 'Versio' });
    const next = createLinkedInChannel({ origin, versions: ['202510', '202609'] });
    expect((await next.publish(snapshot, access, tools(stage))).kind).toBe('published');
    expect(stage.judge?.shown()).toHaveLength(1);
    const none = createLinkedInChannel({ origin, versions: ['202510', '202511'] });
    expect((await none.publish(snapshot, access, tools(stage))).kind).toBe('misconfigured');
    expect(await none.health(access)).toMatchObject({ ok: false, outcome: { kind: 'misconfigured' } });
  });
});

describe('a failed upload to LinkedIn', () => {
  test.each([
    ['a service that is away', { operation: 'upload', mode: 'server-503' }, 'notSent'],
    ['a dropped connection', { operation: 'upload', mode: 'drop-after' }, 'notSent'],
    ['an image that is never ready', { operation: 'upload', mode: 'image-slow' }, 'notSent'],
    ['an unreadable image', { operation: 'upload', mode: 'image-failed' }, 'rejected'],
    ['a throttle', { operation: 'upload', mode: 'throttle' }, 'throttled'],
    ['a state that cannot be read', { operation: 'read', mode: 'html-500' }, 'notSent'],
  ] as const)('by %s is never uncertain, and nothing is armed', async (_name, fault, kind) => {
    world.addFault({ platform: 'linkedin', ...fault });
    const hasty = createLinkedInChannel({ origin, versions: ['202609'], imageWait: { everyMs: 10, upToMs: 100 } });
    const leave = tools(stage);
    const images = [await picture('a', 'a'), await picture('b', 'b')];
    const outcome = await hasty.publish(snapshotOf(stage, { body: 'Kuvia', images }), access, leave);
    expect(outcome.kind).toBe(kind);
    expect(leave.armedAfter).toEqual([]);
    expect(stage.judge?.shown()).toEqual([]);
  });

  test('stops waiting when the process must stop', async () => {
    world.addFault({ platform: 'linkedin', operation: 'upload', mode: 'image-slow' });
    const stop = new AbortController();
    const leave = { ...tools(stage), signal: stop.signal };
    const images = [await picture('a', 'a')];
    const publishing = createLinkedInChannel({ origin, versions: ['202609'] }).publish(
      snapshotOf(stage, { body: 'Seis', images }),
      access,
      leave,
    );
    stop.abort();
    expect((await publishing).kind).toBe('notSent');
    expect(leave.armedAfter).toEqual([]);
  });
});

describe('after a publish to LinkedIn', () => {
  test('a post that cannot be read back is published without a note', async () => {
    goesWrong({ operation: 'read', mode: 'html-500' });
    const outcome = await publish(snapshotOf(stage, { body: 'Luku ei onnistu' }));
    expect(outcome.kind).toBe('published');
    expect(outcome).not.toHaveProperty('note');
  });
});

describe('numbers of LinkedIn', () => {
  async function made(images: number, body: string): Promise<string> {
    const pictures = await Promise.all(Array.from({ length: images }, (_, n) => picture(`k${n}`, 'alt')));
    const outcome = await publish(snapshotOf(stage, { body, images: pictures }));
    if (outcome.kind !== 'published') throw new Error(outcome.kind);
    return outcome.remoteId;
  }

  test('ask for shares and other posts in lists of their own', async () => {
    const share = await made(0, 'Teksti');
    const post = await made(2, 'Kuvia');
    expect([share, post].map((urn) => urn.split(':')[2])).toEqual(['share', 'ugcPost']);
    for (const [n, urn] of [share, post].entries()) {
      world.setNumbers(urn, { views: 100 + n, reach: 70, reactions: 4, comments: 1, shares: 0, clicks: 9 });
    }
    const { samples, failure } = await channel.metrics([share, post], access);
    expect(failure).toBeNull();
    expect(samples.get(share)?.measures).toMatchObject({
      views: 100,
      reach: 70,
      reactions: 4,
      comments: 1,
      shares: 0,
      clicks: 9,
    });
    expect(samples.get(post)?.measures).toMatchObject({ views: 101, linkClicks: null });
  });

  test('are 0 only for a post that is known to stand there', async () => {
    const quiet = await made(0, 'Hiljainen');
    const deleted = await made(0, 'Poistettu');
    for (const urn of [quiet, deleted]) {
      world.setNumbers(urn, { views: 0, reach: 0, reactions: 0, comments: 0, shares: 0, clicks: 0 });
    }
    world.deleteByHand(deleted);
    const { samples, gone } = await channel.metrics([quiet, deleted], access);
    expect(gone).toEqual([deleted]);
    expect([...samples.keys()]).toEqual([quiet]);
    expect(samples.get(quiet)?.measures).toMatchObject({ views: 0, reach: 0, clicks: 0 });
  });

  test('are left out when neither numbers nor post can be read', async () => {
    const quiet = await made(0, 'Hiljainen');
    world.setNumbers(quiet, { views: 0, reach: 0, reactions: 0, comments: 0, shares: 0, clicks: 0 });
    goesWrong({ operation: 'read', mode: 'server-503' });
    const { samples, gone, failure } = await channel.metrics([quiet], access);
    expect({ size: samples.size, gone, failure }).toEqual({ size: 0, gone: [], failure: null });
  });

  test('come for many posts, also where the list makes the address too long', async () => {
    const urns = Array.from(
      { length: 120 },
      (_, n) => world.postByHand({ page: access.remoteId, text: `J ${n}` }).remoteId,
    );
    for (const urn of urns) world.setNumbers(urn, { views: 3 });
    const { samples, failure } = await channel.metrics(urns, access);
    expect({ size: samples.size, failure }).toEqual({ size: 120, failure: null });
  });
});
