import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import express from 'express';
import { createApp } from '#src/api/app';
import { apiDeps } from '#src/start/all';
import type { Asked, Asking } from './support/asker.ts';
import { openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, schedule } from './support/load.ts';
import { percentile } from './support/system.ts';

const POSTS = 500;
const SOCKETS = 16;
const READS = 2_000;
const WRITES = 300;

export interface ApiFigures {
  readonly [name: string]: { readonly perSecond: number; readonly p99Ms: number; readonly ratioToEmptyRoute: number };
}

/** Reads and a write of the interface beside an empty Express route, all served by this process and asked by a thread. */
export async function api(): Promise<ApiFigures> {
  const installation = await openInstallation('postgres');
  if (!installation) throw new Error('there is no PostgreSQL');
  const server = createApp(apiDeps(installation.kaiku, installation.settings)).listen(0, '127.0.0.1');
  const empty = express()
    .get('/', (_request, response) => void response.end())
    .listen(0, '127.0.0.1');
  const asker = new Worker(new URL('./support/asker.js', import.meta.url));
  try {
    await Promise.all([server, empty].map((each) => once(each, 'listening')));
    for (const each of [server, empty]) each.keepAliveTimeout = 60_000;
    const pages = await connectPages(installation, 4);
    const start = (await databaseTime(installation)).getTime() + 86_400_000;
    const times = Array.from({ length: POSTS }, (_, index) => new Date(start + index * 600_000));
    const [post] = await schedule(installation, pages, times);
    const headers = `Authorization: Bearer ${installation.apiKey}\r\n`;
    const week = `from=${new Date(start).toISOString()}&to=${new Date(start + 3 * 86_400_000).toISOString()}&limit=200`;
    const asked = {
      emptyRoute: { at: empty, path: '/', requests: READS },
      readPost: { at: server, path: `/api/v1/posts/${post?.id}`, requests: READS, headers },
      listDays: { at: server, path: `/api/v1/posts?${week}`, requests: WRITES, headers },
      listAnnouncements: { at: server, path: '/api/v1/announcements?limit=50', requests: WRITES, headers },
      createAnnouncement: { at: server, path: '/api/v1/announcements', requests: WRITES, headers, body: ANNOUNCEMENT },
    };
    const rates = new Map<string, { perSecond: number; p99Ms: number }>();
    for (const [name, { at, ...asking }] of Object.entries(asked)) rates.set(name, await rate(asker, at, asking));
    const beside = rates.get('emptyRoute')?.perSecond ?? Number.NaN;
    return Object.fromEntries(
      [...rates].map(([name, { perSecond, p99Ms }]) => [
        name,
        { perSecond, p99Ms, ratioToEmptyRoute: Math.round((perSecond / beside) * 1_000) / 1_000 },
      ]),
    );
  } finally {
    await asker.terminate();
    for (const each of [server, empty]) {
      each.close();
      each.closeAllConnections();
    }
    await installation.close();
  }
}

const ANNOUNCEMENT = JSON.stringify({
  kind: 'announcement',
  organisation: 'lapin-amk',
  texts: { fi: { title: 'Puurakentamisen uutisia', body: 'Tervetuloa kuulemaan, mitä pohjoisessa rakennetaan.' } },
  channels: ['website'],
});

async function rate(
  asker: Worker,
  server: Server,
  given: { path: string; requests: number; headers?: string; body?: string },
) {
  const { requests, ...what } = given;
  const { port } = server.address() as AddressInfo;
  const ask = async (count: number) => {
    asker.postMessage({ ...what, port, etag: null, pace: { requests: count, sockets: SOCKETS } } satisfies Asking);
    const [asked] = (await once(asker, 'message')) as [Asked];
    const wrong = Object.keys(asked.statuses).filter((status) => !status.startsWith('2'));
    if (wrong.length > 0) throw new Error(`${what.path} answered ${JSON.stringify(asked.statuses)}`);
    return asked;
  };
  await ask(Math.ceil(requests / 5));
  const { seconds, firstByteMs } = await ask(requests);
  return { perSecond: Math.round(requests / seconds), p99Ms: Math.round(percentile([...firstByteMs], 0.99) * 10) / 10 };
}

export const API_HEAD = '| asked | answers/s | p99 ms | beside an empty route |\n|---|---|---|---|';

export function apiLines(figures: ApiFigures): string[] {
  return Object.entries(figures).map(
    ([name, { perSecond, p99Ms, ratioToEmptyRoute }]) => `| ${name} | ${perSecond} | ${p99Ms} | ${ratioToEmptyRoute} |`,
  );
}
