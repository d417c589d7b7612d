import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '#src/api/app';
import { insertPosts } from '#src/db/posts';
import { announcements, channels, organisations } from '#src/db/schema';
import { feedStore } from '#src/feed/store';
import { apiDeps } from '#src/start/all';
import type { Asked, Asking } from './support/asker.ts';
import { type Installation, openInstallation } from './support/installation.ts';
import { databaseTime } from './support/load.ts';
import { percentile } from './support/system.ts';

const ITEMS = 300;
const EVENTS = 60;
const ROUNDS = 3;
const BURST = { requests: 10_000, sockets: 64 };
const WARM_UP = { requests: 1_000, sockets: 64 };
const STEADY = { perSecond: 200, seconds: 10 };
const PATHS = ['/feed.json', '/feed.rss', '/events.ics', '/'];

/** The public site beside a static file of the feed's size, both served by the same Express of one process. */
export async function feed(): Promise<string> {
  const installation = await openInstallation('postgres');
  if (!installation) return 'not measured';
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-bench-static-'));
  const deps = apiDeps(installation.kaiku, installation.settings);
  const app = createApp({ ...deps, settings: { ...deps.settings, staffUiFolder: folder } });
  const server = app.listen(0, '127.0.0.1');
  // A connection that waits for its turn is not closed under the asking.
  server.keepAliveTimeout = 60_000;
  const asker = new Worker(new URL('./support/asker.js', import.meta.url));
  try {
    await once(server, 'listening');
    await fill(installation);
    await writeFile(join(folder, 'feed.json'), await (await fetch(`${origin(server)}/feed.json`)).text());
    const STATIC = '/app/feed.json';
    const rates = await ratesOf(asker, server, [STATIC, ...PATHS]);
    const rows: string[] = [];
    for (const path of [STATIC, ...PATHS]) {
      const unchanged = await steady(asker, server, path, true);
      const whole = await steady(asker, server, path, false);
      const rate = rates.get(path) ?? 0;
      const share = (rate / (rates.get(STATIC) ?? 1)).toFixed(2);
      rows.push(`| ${[path, Math.round(rate), share, ...unchanged, ...whole].join(' | ')} |`);
    }
    return rows.join('\n');
  } finally {
    await asker.terminate();
    server.close();
    server.closeAllConnections();
    await installation.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export const FEED_HEAD =
  '| address | 304/s | beside the file | 304 at 200/s: p50 ms | p99 ms | whole at 200/s: p50 ms | p99 ms |\n|---|---|---|---|---|---|---|';

/** The middle of some rounds, in which each takes its turn: what else the machine does hits them alike. */
async function ratesOf(asker: Worker, server: Server, paths: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number[]>(paths.map((path) => [path, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const path of paths) {
      const etag = await etagOf(server, path);
      await ask(asker, server, { path, etag, pace: WARM_UP });
      const asked = await ask(asker, server, { path, etag, pace: BURST });
      found.get(path)?.push(BURST.requests / asked.seconds);
    }
  }
  return new Map([...found].map(([path, rates]) => [path, percentile(rates, 0.5)]));
}

async function steady(asker: Worker, server: Server, path: string, unchanged: boolean): Promise<string[]> {
  const etag = unchanged ? await etagOf(server, path) : null;
  const { firstByteMs } = await ask(asker, server, { path, etag, pace: STEADY });
  return [percentile(firstByteMs, 0.5), percentile(firstByteMs, 0.99)].map((ms) => ms.toFixed(1));
}

async function ask(asker: Worker, server: Server, asking: Omit<Asking, 'port'>): Promise<Asked> {
  asker.postMessage({ ...asking, port: (server.address() as AddressInfo).port } satisfies Asking);
  const [asked] = (await once(asker, 'message')) as [Asked];
  const wanted = asking.etag ? '304' : '200';
  const others = Object.entries(asked.statuses).filter(([status]) => status !== wanted);
  if (others.length > 0) throw new Error(`${asking.path} answered ${JSON.stringify(asked.statuses)}`);
  return asked;
}

async function etagOf(server: Server, path: string): Promise<string> {
  const { headers } = await fetch(`${origin(server)}${path}`, { method: 'HEAD' });
  return headers.get('etag') ?? '';
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A website that has been used for some years. */
async function fill(installation: Installation): Promise<void> {
  const { database } = installation.kaiku.publishing;
  const [organisation] = await database.db.select().from(organisations);
  const website = (await database.db.select().from(channels)).find(({ kind }) => kind === 'website-feed');
  if (!organisation || !website) throw new Error('the first start made no organisation or no website');
  const now = await databaseTime(installation);
  const text = 'Tervetuloa kuulemaan, mitä Lapin puukerrostaloista on opittu. '.repeat(12);
  for (let index = 0; index < ITEMS; index += 1) {
    const id = uuidv7();
    const title = `Puurakentamisen ilta ${index}`;
    const event = index < EVENTS ? eventAt(new Date(now.getTime() + (index + 1) * 86_400_000)) : null;
    await database.transaction(async (tx) => {
      await tx.db.insert(announcements).values({
        ...{
          id,
          slug: `ilta-${index}`,
          kind: event ? 'event' : 'announcement',
          organisationId: organisation.id,
          event,
        },
        ...{ texts: { fi: { title, body: text } }, channels: [website.slug], state: 'open', createdBy: 'bench' },
      });
      const message = { title, text, link: null, images: [], firstComment: null };
      const planned = { channelId: website.id, channel: website.slug, language: 'fi', step: null, message };
      const times = { scheduledAt: now, worthUntil: new Date(now.getTime() + 86_400_000) };
      const [post] = await insertPosts(tx, id, [{ ...planned, ...times }], { name: 'scheduled' });
      const item = {
        postId: post?.id ?? '',
        channelId: website.id,
        language: 'fi',
        title,
        text,
        link: null,
        images: [],
      };
      await feedStore(tx.db, installation.settings.publicUrl).put(item);
    });
  }
}

function eventAt(startsAt: Date) {
  const nothing = { endsAt: null, streamUrl: null, registrationUrl: null, capacity: null, organiser: null };
  return { ...nothing, startsAt: startsAt.toISOString(), place: 'Rovaniemi' };
}
