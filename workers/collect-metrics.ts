import { eq } from 'drizzle-orm';
import type { Outcome } from '#posts/outcome';
import type { Readings } from '#src/channels/contract';
import { addPageNumbers, forgetOldSamples, pagesToCount } from '#src/db/page-numbers';
import { databaseNow, recordFact } from '#src/db/posts';
import { rollUp } from '#src/db/roll-ups';
import {
  addSamples,
  clicksOf,
  type DueSample,
  dueSamples,
  planNextSample,
  postponeSample,
  postponeSamples,
  publishesNow,
} from '#src/db/samples';
import { channels } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from '#src/publishing/deps';

/** Facebook takes 50 ids a call, LinkedIn lists of 50; a larger batch would only be cut again. */
const BATCH = 50;
/** Numbers can wait: after a failure they are read this much later. */
const LATER_MS = 10 * 60_000;

/** Reads the numbers of every post of one channel whose reading is due, in batches (design §9). */
export function collectMetrics(deps: PublishingDeps) {
  return async (channelId: string): Promise<void> => {
    const { db } = deps.database;
    const [channel] = await db.select().from(channels).where(eq(channels.id, channelId));
    if (!channel) return;
    for (;;) {
      // Publishing needs the page's calls more. The rows stay due, and the sweep asks again in some seconds.
      if (await publishesNow(db, channelId)) return;
      const due = await dueSamples(db, channelId, BATCH);
      if (due.length === 0) break;
      if (!(await readBatch(deps, channel, due))) return;
    }
    if ((await pagesToCount(db)).includes(channelId)) await countPage(deps, channel);
    while ((await rollUp(deps.database)) > 0);
  };
}

/** Once a day, after the posts: who follows the page, and what is too old to be kept. */
async function countPage(deps: PublishingDeps, channel: ChannelRow): Promise<void> {
  const { db } = deps.database;
  const entry = await deps.keys.open(channel);
  const read = entry.kind === 'open' ? await deps.channels[channel.kind].followers?.(entry.access) : null;
  await addPageNumbers(db, channel.id, read?.count ?? null);
  const forgotten = await forgetOldSamples(db, channel.id);
  const failure = entry.kind === 'open' ? read?.failure?.kind : entry.outcome.kind;
  deps.logger.info({ channelId: channel.id, failure, forgotten }, 'the page was counted');
}

function nothing(failure: Outcome): Readings {
  return { samples: new Map(), gone: [], failure };
}

/** False when the platform answered nothing and the rest must wait. */
async function readBatch(deps: PublishingDeps, channel: ChannelRow, due: readonly DueSample[]): Promise<boolean> {
  const ids = due.map((post) => post.remoteId);
  const entry = await deps.keys.open(channel);
  const readings =
    entry.kind === 'open' ? await deps.channels[channel.kind].metrics(ids, entry.access) : nothing(entry.outcome);
  const now = await databaseNow(deps.database.db);
  const later = new Date(now.getTime() + LATER_MS);
  if (readings.failure) {
    const until = readings.failure.kind === 'throttled' ? readings.failure.until : later;
    await postponeSamples(deps.database.db, channel.id, until);
    deps.logger.warn({ channelId: channel.id, outcome: readings.failure.kind, until }, 'numbers must wait');
    return false;
  }
  await write(deps, due, readings, now, later);
  deps.logger.info({ channelId: channel.id, posts: due.length, busy: readings.busy }, 'numbers read');
  if (readings.busy) await postponeSamples(deps.database.db, channel.id, later);
  return !readings.busy;
}

async function write(
  deps: PublishingDeps,
  due: readonly DueSample[],
  readings: Readings,
  now: Date,
  later: Date,
): Promise<void> {
  const { database, worker } = deps;
  const clicks = await clicksOf(
    database.db,
    due.map(({ id }) => id),
  );
  const samples = due.flatMap((post) => {
    const reading = readings.samples.get(post.remoteId);
    if (!reading) return [];
    const measures = { ...reading.measures, linkClicks: clicks.get(post.id) ?? null };
    return [{ ...reading, postId: post.id, at: now, measures }];
  });
  await database.transaction(async ({ db }) => {
    await addSamples(db, samples);
    for (const post of due) {
      if (readings.samples.has(post.remoteId)) await planNextSample(db, post, now);
      // The platform left it out this time: unknown, so nothing is written, and it is asked again later.
      else if (!readings.gone.includes(post.remoteId)) await postponeSample(db, post.id, later);
    }
  });
  for (const post of due) {
    if (!readings.gone.includes(post.remoteId)) continue;
    await database.transaction((tx) => recordFact(tx, post.id, { type: 'gone' }, { actor: worker }));
  }
}
