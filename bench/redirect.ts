import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { links, posts } from '#src/db/schema';
import { createClickCounter } from '#src/feed/click-counter';
import { shortLinkRouter } from '#src/feed/short-links';
import { type Installation, openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, schedule } from './support/load.ts';

const CLICKS = 100_000;
const WARM_UP = 5_000;
const SOCKETS = 64;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Short links beside an empty Express route in one process, then again while the database is killed in the middle. */
export async function redirect(): Promise<string> {
  const installation = await openInstallation('postgres');
  if (!installation) return 'not measured';
  const { db } = installation.kaiku.publishing.database;
  const clicks = createClickCounter({ db, logger: pino({ level: 'silent' }) });
  const app = express();
  app.get('/empty', (_request, response) => void response.end());
  app.use(shortLinkRouter({ db, clicks }));
  const server = app.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    await makeLink(installation);
    const empty = await rate(server, '/empty', CLICKS);
    const links = await rate(server, '/r/bench', CLICKS);
    await rate(server, '/r/bench', CLICKS, CLICKS / 2, () => killDatabase(installation));
    while (!(await clicks.flush())) await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows } = await installation.kaiku.publishing.database.pool.query(
      'select sum(clicks)::int as n from link_clicks',
    );
    const sent = 2 * (CLICKS + WARM_UP);
    const counted = Number(rows[0]?.n);
    const cells = [Math.round(empty), Math.round(links), (links / empty).toFixed(2), sent, sent - counted];
    return `| ${cells.join(' | ')} |`;
  } finally {
    server.close();
    server.closeAllConnections();
    await clicks.close();
    await installation.close();
  }
}

async function makeLink(installation: Installation): Promise<void> {
  const { db } = installation.kaiku.publishing.database;
  const pages = await connectPages(installation, 1);
  const inAYear = new Date((await databaseTime(installation)).getTime() + 365 * 86_400_000);
  await schedule(installation, pages, [inAYear]);
  const [post] = await db.select().from(posts);
  await db.insert(links).values({ code: 'bench', postId: post?.id as string, target: 'https://example.org/' });
}

/** Requests a second, client and server sharing one process; `at` the given request, something happens. */
async function rate(server: Server, path: string, count: number, at = -1, happen = async () => {}): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const { port } = server.address() as AddressInfo;
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const headers = { 'user-agent': BROWSER };
      get({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', resolve);
      }).once('error', reject);
    });
  const all = async (requests: number, noted: number) => {
    let sent = 0;
    const walk = async () => {
      while (sent < requests) {
        sent += 1;
        if (sent === noted) await happen();
        await ask();
      }
    };
    await Promise.all(Array.from({ length: SOCKETS }, walk));
  };
  await all(WARM_UP, -1);
  const startedAt = performance.now();
  await all(count, at);
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return count / seconds;
}

async function killDatabase({ cluster }: Installation): Promise<void> {
  const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
}

export const REDIRECT_HEAD =
  '| empty route/s | short links/s | ratio | clicks sent, database killed once | lost or twice |\n|---|---|---|---|---|';
