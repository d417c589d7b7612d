import { openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, ledgerByMarker, marker, schedule } from './support/load.ts';
import { percentile } from './support/system.ts';

const POSTS = 120;
const APART_MS = 250;

/** One post at a time on an idle system: how much later than its time does the platform have it? */
export async function lateness(backend: 'postgres' | 'redis'): Promise<string> {
  const installation = await openInstallation(backend);
  if (!installation) return `| ${backend} | not measured: no redis-server | | | | |`;
  try {
    await installation.worker();
    const pages = await connectPages(installation, 4);
    const start = (await databaseTime(installation)).getTime() + 4_000;
    const times = Array.from({ length: POSTS }, (_, index) => new Date(start + index * APART_MS));
    const posts = await schedule(installation, pages, times);
    const late: number[] = [];
    while (late.length < POSTS) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const ledger = await ledgerByMarker(installation);
      late.length = 0;
      for (const post of posts) {
        const line = ledger.get(marker(post.announcementId))?.[0];
        if (line) late.push(Date.parse(line.createdAt) - (post.scheduledAt as Date).getTime());
      }
    }
    const early = late.filter((ms) => ms < 0).length;
    const figures = [0.5, 0.95, 0.99].map((share) => Math.round(percentile(late, share)));
    return `| ${backend} | ${POSTS} | ${early} | ${figures.join(' | ')} | ${Math.max(...late)} |`;
  } finally {
    await installation.close();
  }
}

export const LATENESS_HEAD =
  '| backend | posts | early | p50 ms | p95 ms | p99 ms | max ms |\n|---|---|---|---|---|---|---|';
