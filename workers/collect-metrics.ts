import { eq } from 'drizzle-orm';
import type { Outcome } from '#posts/outcome';
import type { Readings } from '#src/channels/contract';
import { addPageNumbers, forgetOldSamples, pagesToCount } from '#src/db/page-numbers';
import { databaseNow, recordFact } from '#src/db/posts';
import { addSample, clicksOf, type DueSample, dueSamples, planNextSample, postponeSamples } from '#src/db/samples';
import { channels, posts } from '#src/db/schema';
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
      const due = await dueSamples(db, channelId, BATCH);
      if (due.length === 0) break;
      if (!(await readBatch(deps, channel, due))) return;
    }
    if ((await pagesToCount(db)).includes(channelId)) await countPage(deps, channel);
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
  for (const post of due) await write(deps, post, readings, now, later);
  deps.logger.info({ channelId: channel.id, posts: due.length }, 'numbers read');
  return true;
}

async function write(deps: PublishingDeps, post: DueSample, readings: Readings, now: Date, later: Date): Promise<void> {
  const { database, worker } = deps;
  if (readings.gone.includes(post.remoteId)) {
    await database.transaction((tx) => recordFact(tx, post.id, { type: 'gone' }, { actor: worker }));
    return;
  }
  const reading = readings.samples.get(post.remoteId);
  if (!reading) return postponeOne(deps, post, later);
  const measures = { ...reading.measures, linkClicks: await clicksOf(database.db, post.id) };
  await addSample(database.db, post.id, now, { ...reading, measures });
  await planNextSample(database.db, post, now);
}

/** The platform left it out this time: unknown, so nothing is written, and it is asked again later. */
async function postponeOne(deps: PublishingDeps, post: DueSample, later: Date): Promise<void> {
  await deps.database.db.update(posts).set({ sampleDueAt: later }).where(eq(posts.id, post.id));
}
