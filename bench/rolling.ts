import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { end, type Installation, openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, ledgerByMarker, marker } from './support/load.ts';
import { type Balancer, startProxy } from './support/proxy.ts';
import { percentile } from './support/system.ts';

const POSTS_A_SECOND = 50;
const PAGES = 4;
const AHEAD_MS = 20_000;
const APIS = 2;
const WORKERS = 4;

/** What was asked for and accepted: it must be on every page once, and not before its time. */
interface Accepted {
  readonly word: string;
  readonly at: number;
}

/**
 * Two API processes behind a proxy and four of workers take 50 posts a second, all through the interface, while each of
 * them is stopped and started again in turn.
 */
export async function rolling(backend: 'postgres' | 'redis'): Promise<string> {
  const installation = await openInstallation(backend);
  if (!installation) return `| ${backend} | not measured: no redis-server | | | | | | | |`;
  const proxy = await startProxy();
  try {
    const pages = await connectPages(installation, PAGES);
    const apis: { child: ChildProcess; address: string }[] = [];
    for (let nr = 0; nr < APIS; nr += 1) {
      apis.push(await installation.api());
      proxy.targets.add(apis[nr]?.address as string);
    }
    const workers: ChildProcess[] = [];
    for (let nr = 0; nr < WORKERS; nr += 1) workers.push(await installation.worker());
    const load = startLoad(
      installation,
      proxy,
      pages.map(({ slug }) => slug),
    );
    await pause(5_000);
    const stops: number[] = [];
    for (const [nr, worker] of workers.entries()) {
      stops.push(await timed(() => end(worker)));
      workers[nr] = await installation.worker();
      await pause(3_000);
    }
    for (const api of apis) {
      stops.push(await timed(() => end(api.child)));
      proxy.targets.delete(api.address);
      proxy.targets.add((await installation.api()).address);
      await pause(3_000);
    }
    const { accepted, again } = await load.stop();
    const late = await judge(installation, accepted);
    const cells = [
      backend,
      accepted.length * PAGES,
      late.missing,
      late.twice,
      late.ms.filter((ms) => ms < 0).length,
      again,
      Math.round(percentile(late.ms, 0.5)),
      Math.round(percentile(late.ms, 0.99)),
      Math.round(Math.max(...late.ms)),
      (Math.max(...stops) / 1000).toFixed(1),
    ];
    return `| ${cells.join(' | ')} |`;
  } finally {
    proxy.close();
    await installation.close();
  }
}

export const ROLLING_HEAD =
  '| backend | posts | lost | twice | early | requests sent again | late: p50 ms | p99 | max | longest stop s |\n' +
  '|---|---|---|---|---|---|---|---|---|---|';

function startLoad(installation: Installation, proxy: Balancer, channels: string[]) {
  const accepted: Accepted[] = [];
  const under: Promise<void>[] = [];
  let again = 0;
  const timer = setInterval(() => under.push(announce()), (1_000 * PAGES) / POSTS_A_SECOND);
  /** As a careful program does: the same key until there is an answer. */
  const announce = async (): Promise<void> => {
    const word = marker(randomUUID());
    const at = Date.now() + AHEAD_MS;
    const body = JSON.stringify({
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'Uutisia', body: `Puurakentamisen uutisia pohjoisesta, merkki ${word}.` } },
      channels,
      publishAt: new Date(at).toISOString(),
      submit: true,
    });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${installation.apiKey}`,
      'idempotency-key': word,
    };
    for (;;) {
      const answer = await fetch(`${proxy.origin}/api/v1/announcements`, { method: 'POST', headers, body }).catch(
        () => null,
      );
      if (answer?.status === 201) return void accepted.push({ word, at });
      if (answer && answer.status < 500 && answer.status !== 409) throw new Error(await answer.text());
      again += 1;
      await pause(100);
    }
  };
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(under);
      return { accepted, again };
    },
  };
}

async function judge(installation: Installation, accepted: readonly Accepted[]) {
  const lastAt = Math.max(...accepted.map(({ at }) => at));
  for (;;) {
    await pause(1_000);
    const ledger = await ledgerByMarker(installation);
    const lines = accepted.map(({ word, at }) => ({ at, out: ledger.get(word) ?? [] }));
    const missing = lines.filter(({ out }) => out.length < PAGES).length;
    const now = (await databaseTime(installation)).getTime();
    if (missing > 0 && now < lastAt + 120_000) continue;
    const ms = lines.flatMap(({ at, out }) => out.map(({ createdAt }) => Date.parse(createdAt) - at));
    return { ms, missing, twice: lines.filter(({ out }) => out.length > PAGES).length };
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
