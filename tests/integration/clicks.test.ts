import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, type OpenDatabase, openDatabase } from '#src/db/client';
import { startEmbeddedPostgres } from '#src/db/embedded/start';
import { firstStart } from '#src/db/first-start';
import { migrateAll } from '#src/db/migrate';
import { announcements, channels, cluster, linkClicks, links, organisations, posts } from '#src/db/schema';
import { type ClickCounter, createClickCounter } from '#src/feed/click-counter';
import { shortLinkRouter } from '#src/feed/short-links';
import { freshDatabase } from '../support/database.ts';
import { ownFolder } from '../support/embedded.ts';

const logger = pino({ level: 'silent' });
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function aLink(db: Database, code: string, target: string): Promise<string> {
  const [organisation] = await db.select().from(organisations).limit(1);
  const [channel] = await db.select().from(channels).limit(1);
  const announcementId = uuidv7();
  await db.insert(announcements).values({
    id: announcementId,
    slug: `a-${code.toLowerCase()}`,
    kind: 'announcement',
    organisationId: organisation?.id as string,
    texts: {},
    channels: [],
    state: 'open',
    createdBy: 'test',
  });
  const message = { title: 't', text: 't', link: null, images: [], firstComment: null };
  const [post] = await db
    .insert(posts)
    .values({
      announcementId,
      channelId: channel?.id as string,
      language: 'fi',
      state: 'draft',
      stateData: { name: 'draft' },
      message,
    })
    .returning();
  await db.insert(links).values({ code, postId: post?.id as string, target });
  return post?.id as string;
}

async function started(url: string): Promise<OpenDatabase> {
  const database = openDatabase(url, { onError: () => undefined });
  await firstStart(database, { bootstrapKey: null, dataFolder: await ownFolder() });
  return database;
}

async function counted(database: OpenDatabase): Promise<Record<string, number>> {
  const rows = await database.db.select().from(linkClicks);
  return Object.fromEntries(rows.map(({ code, day, clicks }) => [`${code} ${day}`, clicks]));
}

describe('counting', () => {
  let database: OpenDatabase;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    database = openDatabase(fresh.url, { onError: () => undefined });
    await firstStart(database, { bootstrapKey: 'k'.repeat(32), dataFolder: '/tmp' });
    await aLink(database.db, 'one', 'https://example.fi/1');
    await aLink(database.db, 'two', 'https://example.fi/2');
    drop = fresh.drop;
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  test('goes by link and by the day of the cluster’s zone', async () => {
    let now = new Date('2026-06-30T20:59:59Z');
    const clicks = createClickCounter({ db: database.db, logger, now: () => now });
    clicks.count('one');
    clicks.count('one');
    now = new Date('2026-06-30T21:00:00Z');
    clicks.count('one');
    clicks.count('two');
    clicks.count('never-made');
    expect(await clicks.flush()).toBe(true);
    expect(await counted(database)).toEqual({ 'one 2026-06-30': 2, 'one 2026-07-01': 1, 'two 2026-07-01': 1 });
    await clicks.close();
  });

  test('a batch whose answer was lost is counted once, with what came meanwhile', async () => {
    const before = (await counted(database))['two 2026-07-02'] ?? 0;
    let lose = 3;
    const deaf = new Proxy(database.db, {
      get(db, name) {
        if (name !== 'execute') return Reflect.get(db, name);
        return async (query: Parameters<Database['execute']>[0]) => {
          const answer = await db.execute(query);
          lose -= 1;
          if (lose >= 0) throw new Error('the connection broke before the answer came');
          return answer;
        };
      },
    });
    const clicks = createClickCounter({ db: deaf, logger, now: () => new Date('2026-07-02T09:00:00Z') });
    for (let times = 0; times < 5; times += 1) clicks.count('two');
    expect(await clicks.flush()).toBe(false);
    clicks.count('two');
    expect(await clicks.flush()).toBe(false);
    await clicks.close();
    expect((await counted(database))['two 2026-07-02']).toBe(before + 6);
  });
});

describe('the redirect', () => {
  test('20,000 clicks with a killed database in the middle: none lost, none twice', { timeout: 120_000 }, async () => {
    const dataDir = join(await ownFolder(), 'data');
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await migrateAll(postgres.url);
    const database = await started(postgres.url);
    const clicks = createClickCounter({ db: database.db, logger, everyMs: 50 });
    const server = await listening(database, clicks);
    const codes = ['aa', 'bb', 'cc', 'dd'];
    for (const code of codes) await aLink(database.db, code, `https://example.fi/${code}`);
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const followed = await Promise.all(codes.map((code) => click(agent, port, code)));
    expect(followed).toEqual(codes.map((code) => `https://example.fi/${code}`));
    const total = 20_000;
    let sent = codes.length;
    const killAt = [total / 4, total / 2];
    const walkers = Array.from({ length: 32 }, async () => {
      while (sent < total) {
        sent += 1;
        const mine = sent;
        if (killAt.includes(mine)) await killDatabase(postgres.dataDir);
        expect(await click(agent, port, codes[mine % codes.length] as string)).toBeTruthy();
      }
    });
    await Promise.all(walkers);
    while (!(await clicks.flush())) await pause(50);
    const sum = Object.values(await counted(database)).reduce((a, b) => a + b, 0);
    expect(sum).toBe(total);
    agent.destroy();
    server.close();
    await clicks.close();
    await database.close();
    await postgres.stop();
  });

  test('adds the cluster’s parameters, answers while the database is away, and leads nowhere else', async () => {
    const fresh = await freshDatabase();
    const database = await started(fresh.url);
    await database.db.update(cluster).set({ linkParameters: 'utm_source={kind}&utm_campaign={announcement}&a=b' });
    await aLink(database.db, 'UTM', 'https://example.fi/ilmo?a=1#paikka');
    await aLink(database.db, 'other', 'https://example.fi/');
    const clicks = createClickCounter({ db: database.db, logger });
    const server = await listening(database, clicks);
    const { port } = server.address() as AddressInfo;
    const follow = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, redirect: 'manual' });
      return [answer.status, answer.headers.get('location')];
    };
    const address = 'https://example.fi/ilmo?a=1&utm_source=website-feed&utm_campaign=a-utm#paikka';
    expect(await follow('/r/UTM')).toEqual([302, address]);
    for (const bad of [
      '/r/https:%2F%2Fevil.example',
      '/r/%2F%2Fevil.example',
      '/r/utm',
      '/r/UTM?to=https://evil.example/',
    ]) {
      const [status, location] = await follow(bad);
      expect([404, 302]).toContain(status);
      expect([null, address]).toContain(location);
    }
    await fresh.drop();
    expect(await follow('/r/UTM', 'HEAD')).toEqual([302, address]);
    expect(await follow('/r/other')).toEqual([503, null]);
    server.close();
    await database.close();
  });
});

async function listening(database: OpenDatabase, clicks: ClickCounter): Promise<Server> {
  const server = express()
    .use(shortLinkRouter({ db: database.db, clicks }))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function click(agent: Agent, port: number, code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': BROWSER };
    get({ host: '127.0.0.1', port, path: `/r/${code}`, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.headers.location ?? ''));
    }).on('error', reject);
  });
}

/** kill -9 to the server; while it comes back from the last one, it has no number or an old one. */
async function killDatabase(dataDir: string): Promise<void> {
  for (;;) {
    try {
      const [pid] = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
      if (process.kill(Number(pid), 'SIGKILL')) return;
    } catch {
      await pause(20);
    }
  }
}
