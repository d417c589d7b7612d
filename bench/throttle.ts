import type { PostRow } from '#src/db/posts';
import { type Installation, openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, type LedgerLine, ledgerByMarker, marker, schedule } from './support/load.ts';
import { percentile } from './support/system.ts';

const POSTS = 30;
const APART_MS = 3_000;
const MINUTES = 2;

/**
 * The platform throttles one page for two real minutes. Thirty posts of it and thirty of another page of the same platform
 * fall due meanwhile: how late is the other page, is the throttled one called during its pause, does it drain in order?
 */
export async function throttle(backend: 'postgres' | 'redis'): Promise<string> {
  const installation = await openInstallation(backend);
  if (!installation) return `| ${backend} | not measured: no redis-server | | | | | | | |`;
  try {
    await installation.worker();
    const pages = await connectPages(installation, 4);
    const [resting, other] = pages.filter((page) => page.kind === 'facebook');
    if (!resting || !other) throw new Error('the sandbox has fewer than two pages of Facebook');
    await throttleOnce(installation, resting.remoteId);
    const start = (await databaseTime(installation)).getTime() + 3_000;
    const [first] = await schedule(installation, [resting], [new Date(start)]);
    const times = Array.from({ length: POSTS }, (_, index) => new Date(start + 6_000 + index * APART_MS));
    const waiting = await schedule(installation, [resting], times);
    const free = await schedule(installation, [other], times);
    const ledger = await whenAllAreOut(installation, [first as PostRow, ...waiting, ...free]);
    const calls = await callsOf(installation, resting.remoteId);
    const refused = calls.find((call) => call.status === 400)?.at ?? Number.NaN;
    const again = calls.filter((call) => call.at > refused);
    const duringPause = again.filter((call) => call.at < refused + MINUTES * 60_000).length;
    const late = free.map((post) => outAt(ledger, post) - (post.scheduledAt as Date).getTime());
    const figures = [percentile(late, 0.5), percentile(late, 0.99), Math.max(...late)].map(Math.round);
    const drained = [first as PostRow, ...waiting].map((post) => outAt(ledger, post));
    const inOrder = drained.every((at, index) => index === 0 || at >= (drained[index - 1] as number));
    const twice = [...ledger.values()].filter((lines) => lines.length > 1).length;
    const drain = [Math.min(...drained) - refused, Math.max(...drained) - refused].map((ms) => (ms / 1000).toFixed(1));
    return `| ${[backend, ...figures, duringPause, drain[0], drain[1], inOrder ? 'yes' : 'NO', twice].join(' | ')} |`;
  } finally {
    await installation.close();
  }
}

export const THROTTLE_HEAD =
  '| backend | other page: p50 ms late | p99 | max | calls during the pause | first out after s | last out after s | in order | twice |\n' +
  '|---|---|---|---|---|---|---|---|---|';

async function throttleOnce({ sandbox }: Installation, page: string): Promise<void> {
  const fault = { platform: 'facebook', operation: 'publish', mode: 'throttle', page, times: 1, minutes: MINUTES };
  const answer = await fetch(`${sandbox.origin}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function whenAllAreOut(
  installation: Installation,
  posts: readonly PostRow[],
): Promise<Map<string, LedgerLine[]>> {
  for (;;) {
    const ledger = await ledgerByMarker(installation);
    if (posts.every((post) => ledger.has(marker(post.announcementId)))) return ledger;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Calls that would make something public on this page, with the sandbox's time (ms). */
async function callsOf({ sandbox }: Installation, page: string): Promise<{ at: number; status: number | null }[]> {
  const answer = await fetch(`${sandbox.origin}/sandbox/requests`);
  const all = (await answer.json()) as { at: number; operation: string; page: string; status: number | null }[];
  return all.filter((call) => call.operation === 'publish' && call.page === page);
}

function outAt(ledger: Map<string, LedgerLine[]>, post: PostRow): number {
  return Date.parse(ledger.get(marker(post.announcementId))?.[0]?.createdAt ?? '');
}
