import type { Queue, Worker } from 'bullmq';
import { openBackend } from '#queue-config/backend';
import { type Installation, openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, ledgerByMarker, marker, schedule } from './support/load.ts';

const POSTS = 2_000;
/** Time to write everything down before the second comes. */
const LEAD_MS = 30_000;

/** 2,000 posts due in the same second on one worker process, beside 2,000 empty jobs on the same backend. */
export async function burst(backend: 'postgres' | 'redis'): Promise<string> {
  const installation = await openInstallation(backend);
  if (!installation) return `| ${backend} | not measured: no redis-server | | | | | | |`;
  try {
    const empty = await emptyJobs(installation);
    const pages = await connectPages(installation, 4);
    const at = new Date((await databaseTime(installation)).getTime() + LEAD_MS);
    const posts = await schedule(
      installation,
      pages,
      Array.from({ length: POSTS }, () => at),
    );
    await installation.worker();
    let ledger = await ledgerByMarker(installation);
    while (ledger.size < POSTS) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      ledger = await ledgerByMarker(installation);
    }
    const lines = posts.map((post) => ledger.get(marker(post.announcementId)) ?? []);
    const twice = lines.filter((line) => line.length > 1).length;
    const lost = lines.filter((line) => line.length === 0).length;
    const times = lines.flat().map((line) => Date.parse(line.createdAt));
    const tookMs = Math.max(...times) - at.getTime();
    const early = times.filter((time) => time < at.getTime()).length;
    const ratio = (tookMs / empty).toFixed(1);
    return `| ${backend} | ${POSTS} | ${lost} | ${twice} | ${early} | ${tookMs} | ${Math.round(empty)} | ${ratio} |`;
  } finally {
    await installation.close();
  }
}

/** The same number of jobs that do nothing, in this process, with the same concurrency. */
async function emptyJobs(installation: Installation): Promise<number> {
  const choice = installation.redis
    ? { kind: 'redis' as const, redisUrl: installation.redis.url }
    : { kind: 'postgres' as const, databaseUrl: installation.databaseUrl };
  const backend = openBackend(choice, () => undefined);
  const queue: Queue = backend.queue('look');
  await queue.addBulk(
    Array.from({ length: POSTS }, () => ({ name: 'empty', data: {}, opts: { removeOnComplete: true } })),
  );
  let done = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const worker: Worker = backend.worker(
    'look',
    async () => {
      done += 1;
      if (done === POSTS) finish();
    },
    { concurrency: 8 },
  );
  const startedAt = performance.now();
  void worker.run();
  await all;
  const tookMs = performance.now() - startedAt;
  await worker.close();
  await queue.close();
  await backend.close();
  return tookMs;
}

export const BURST_HEAD =
  '| backend | posts | lost | twice | early | all out after ms | empty jobs ms | ratio |\n|---|---|---|---|---|---|---|---|';
