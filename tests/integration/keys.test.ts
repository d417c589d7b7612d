import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SANDBOX_PAGES } from '#sandbox/start';
import type { Channel, Renewal } from '#src/channels/contract';
import { openDatabase } from '#src/db/client';
import { channels } from '#src/db/schema';
import { createKeys, type Entry } from '#src/publishing/keys';
import { openTokens, sealTokens } from '#src/secrets/channel-tokens';
import { checkChannels } from '#workers/channel-health';
import { openStage, type Stage } from '../faults/stage.ts';

const PAGE = SANDBOX_PAGES.find(({ kind }) => kind === 'linkedin');
const HOUR_MS = 3_600_000;

// A process of workers starts, and a round comes every quarter of a minute.
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage;
let page: string;
beforeEach(async () => {
  stage = await openStage();
  page = await stage.page('linkedin');
  const { accessToken = '', refreshToken = '' } = PAGE ?? {};
  stage.sandbox.world.setToken(accessToken, 'expired');
  await set({
    ...sealTokens(stage.kaiku.sealer, page, { accessToken, refreshToken }),
    tokenExpiresAt: new Date(Date.now() - HOUR_MS),
  });
});

const db = () => stage.engine.deps.database.db;
const set = (values: Partial<typeof channels.$inferInsert>) =>
  db().update(channels).set(values).where(eq(channels.id, page));
async function row() {
  const [found] = await db().select().from(channels).where(eq(channels.id, page));
  if (!found) throw new Error('the page is gone');
  return found;
}
/** The refresh calls that LinkedIn's stand-in has seen. */
const renewals = () =>
  stage.sandbox.world
    .requests()
    .filter(({ path, body }) => path === '/oauth/v2/accessToken' && body?.includes('grant_type=refresh_token'));

/** A process of its own: its own connections and its own memory, and LinkedIn's channel as wired. */
function keysOfAnotherProcess(max: number, linkedin: Channel = stage.kaiku.publishing.channels.linkedin) {
  const database = openDatabase(stage.engine.databaseUrl, { max, onError: () => undefined });
  onTestFinished(() => database.close());
  const shared = { queues: stage.engine.deps.queues, sealer: stage.kaiku.sealer, logger: pino({ level: 'silent' }) };
  const all = { ...stage.kaiku.publishing.channels, linkedin };
  return (worker: string) => createKeys({ database, channels: all, worker, ...shared });
}

const tokenOf = (entry: Entry) => (entry.kind === 'open' ? entry.access.accessToken : entry.outcome.kind);

describe('an expired key', () => {
  test('two hundred ask for it at once, and LinkedIn is asked once', async () => {
    const channel = await row();
    const processes = Array.from({ length: 20 }, () => keysOfAnotherProcess(4));
    const askers = processes.flatMap((inProcess, no) =>
      Array.from({ length: 10 }, (_, each) => inProcess(`worker-${no}-${each}`)),
    );
    expect(askers).toHaveLength(200);
    const entries = await Promise.all(askers.map((keys) => keys.open(channel)));
    expect(renewals()).toHaveLength(1);
    const tokens = new Set(entries.map(tokenOf));
    expect(tokens.size).toBe(1);
    const [token] = tokens;
    expect(stage.sandbox.world.tokens.find('linkedin', token ?? '')?.state).toBe('valid');
    const after = await row();
    expect(openTokens(stage.kaiku.sealer, after)).toEqual({ accessToken: token, refreshToken: PAGE?.refreshToken });
    expect(after.tokenExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 59 * 24 * HOUR_MS);
    expect(after.refreshExpiresAt).not.toBeNull();
    expect(entries.every((entry) => entry.channel.accessToken === after.accessToken)).toBe(true);
  });

  test('that nothing renews any more holds the page, and nobody asks again', async () => {
    stage.sandbox.world.setToken(PAGE?.refreshToken ?? '', 'revoked');
    const channel = await row();
    const processes = Array.from({ length: 5 }, () => keysOfAnotherProcess(2));
    const entries = await Promise.all(processes.map((inProcess) => inProcess('w').open(channel)));
    expect(entries.map(tokenOf)).toEqual(entries.map(() => 'authExpired'));
    expect(renewals()).toHaveLength(1);
    expect(await row()).toMatchObject({ holdReason: 'reconnect', accessToken: channel.accessToken });
  });

  test('that cannot be renewed just now is not asked for at every call', async () => {
    const fault = stage.sandbox.world.addFault({ platform: 'linkedin', operation: 'health', mode: 'server-503' });
    const channel = await row();
    const one = keysOfAnotherProcess(2);
    expect(tokenOf(await one('a').open(channel))).toBe('notSent');
    expect(tokenOf(await one('b').open(channel))).toBe('notSent');
    expect(renewals()).toHaveLength(1);
    expect((await row()).holdReason).toBeNull();
    stage.sandbox.world.clearFaults(fault.id);
    await set({ renewNotBefore: new Date(Date.now() - 1) });
    expect(tokenOf(await one('c').open(channel))).toContain('AQVsandbox-');
  });

  test('publishes after it was renewed, and the post never notices', async () => {
    await stage.worker();
    const post = await stage.engine.post({ channelId: page, kind: 'linkedin' });
    await stage.engine.until(post.id, 'published');
    expect(stage.copies(post)).toHaveLength(1);
    expect(renewals()).toHaveLength(1);
  });
});

const renewed: Renewal = {
  kind: 'renewed',
  accessToken: 'a new one',
  expiresAt: new Date(Date.now() + 99 * HOUR_MS),
  refreshToken: null,
  refreshExpiresAt: null,
};

describe('the refresh token', () => {
  test.each([
    [null, PAGE?.refreshToken],
    ['another one', 'another one'],
  ])('after an answer with %o is %o', async (told, kept) => {
    const linkedin: Channel = {
      ...stage.kaiku.publishing.channels.linkedin,
      renew: async () => ({ ...renewed, refreshToken: told }),
    };
    const entry = await keysOfAnotherProcess(2, linkedin)('w').open(await row());
    expect(tokenOf(entry)).toBe('a new one');
    expect(openTokens(stage.kaiku.sealer, await row()).refreshToken).toBe(kept);
  });

  test('of a page that a person connects meanwhile stands, and so does its key', async () => {
    const fresh = { accessToken: 'by hand', refreshToken: 'by hand too' };
    const linkedin: Channel = {
      ...stage.kaiku.publishing.channels.linkedin,
      async renew() {
        await set({ ...sealTokens(stage.kaiku.sealer, page, fresh), tokenExpiresAt: null });
        return renewed;
      },
    };
    const entry = await keysOfAnotherProcess(3, linkedin)('w').open(await row());
    expect(tokenOf(entry)).toBe('by hand');
    expect(openTokens(stage.kaiku.sealer, await row())).toEqual(fresh);
  });
});

describe('the daily check', () => {
  const check = () => checkChannels(stage.kaiku.publishing)();

  test('learns when the key ends, and comes again in a day', async () => {
    stage.sandbox.world.setToken(PAGE?.accessToken ?? '', 'valid');
    await set({ tokenExpiresAt: null });
    await check();
    const after = await row();
    expect(after.health).toMatchObject({ ok: true });
    expect(after.tokenExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 50 * 24 * HOUR_MS);
    expect(after.apiVersionEndsAt).toEqual(new Date('2027-09-15T00:00:00Z'));
    expect(after.checkDueAt.getTime()).toBeGreaterThan(Date.now() + 23 * HOUR_MS);
    const asked = stage.sandbox.world.requests().length;
    await check();
    expect(stage.sandbox.world.requests()).toHaveLength(asked);
  });

  test('renews a key that ends within ten days', async () => {
    stage.sandbox.world.setToken(PAGE?.accessToken ?? '', 'valid');
    await set({ tokenExpiresAt: new Date(Date.now() + 9 * 24 * HOUR_MS) });
    await check();
    expect(renewals()).toHaveLength(1);
    expect((await row()).health).toMatchObject({ ok: true });
  });

  test('holds a page whose key is dead, so that its posts wait', async () => {
    await set({ refreshToken: null, tokenExpiresAt: null });
    await check();
    expect(await row()).toMatchObject({ holdReason: 'reconnect', health: { ok: false } });
    const post = await stage.engine.post({ channelId: page, kind: 'linkedin' });
    await stage.worker();
    const { stateData } = await stage.engine.until(post.id, 'parked');
    expect(stateData).toMatchObject({ reason: 'reconnect' });
    expect(stage.copies(post)).toHaveLength(0);
  });

  test('stops nothing where it may not read the page’s facts, and says so', async () => {
    stage.sandbox.world.setToken(PAGE?.accessToken ?? '', 'lost-role');
    await set({ tokenExpiresAt: null });
    await check();
    expect(await row()).toMatchObject({ holdReason: null, health: { ok: false } });
  });

  test('comes again in an hour when LinkedIn is away', async () => {
    await set({ tokenExpiresAt: null });
    stage.sandbox.world.addFault({ platform: 'linkedin', operation: 'any', mode: 'server-503' });
    await check();
    const after = await row();
    expect(after).toMatchObject({ holdReason: null, health: { ok: false } });
    expect(after.checkDueAt.getTime()).toBeLessThan(Date.now() + 2 * HOUR_MS);
  });

  test('gets a new key where the old one is refused before its time', async () => {
    await set({ tokenExpiresAt: null });
    await check();
    expect(renewals()).toHaveLength(1);
    expect(await row()).toMatchObject({ holdReason: null, health: { ok: true } });
  });

  test('mends by itself a page whose key LinkedIn refused, and what waited goes out', async () => {
    await set({ tokenExpiresAt: null, checkDueAt: new Date(Date.now() + HOUR_MS) });
    const post = await stage.engine.post({ channelId: page, kind: 'linkedin' });
    await stage.worker();
    await stage.engine.until(post.id, 'published');
    expect(stage.copies(post)).toHaveLength(1);
    expect(await row()).toMatchObject({ holdReason: null, health: { ok: true } });
  });
});
