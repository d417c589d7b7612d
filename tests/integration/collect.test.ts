import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import { addSample, channelsToMeasure, listSamples } from '#src/db/samples';
import { channels, cluster, pageNumbers, posts } from '#src/db/schema';
import { collectMetrics } from '#workers/collect-metrics';
import { type Engine, startEngine } from '../support/engine.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stop());

/** A post that went out so long ago; its first reading has been due since. */
async function published(channelId: string, ageMs: number): Promise<string> {
  const { id } = await engine.post({ channelId, job: false });
  const publishedAt = new Date(Date.now() - ageMs);
  const remoteId = `remote-${id}`;
  const state = {
    name: 'published' as const,
    remoteId,
    permalink: null,
    publishedAt,
    proof: 'answer' as const,
    note: null,
  };
  await engine.deps.database.db
    .update(posts)
    .set({
      state: 'published',
      stateData: state,
      remoteId,
      publishedAt,
      dueAt: null,
      sampleDueAt: new Date(publishedAt.getTime() + 15 * 60_000),
    })
    .where(eq(posts.id, id));
  return id;
}

test('after an outage one reading is taken now, none is made up, and the plan goes on', async () => {
  const { db } = engine.deps.database;
  const channelId = await engine.channel();
  const young = await published(channelId, 2 * DAY);
  const old = await published(channelId, 40 * DAY);
  expect(await channelsToMeasure(db)).toEqual([channelId]);
  await collectMetrics(engine.deps)(channelId);
  const samples = await listSamples(db, young);
  expect(samples).toHaveLength(1);
  expect(samples[0]?.at.getTime()).toBeGreaterThan(Date.now() - 60_000);
  const { sampleDueAt, publishedAt } = await engine.read(young);
  expect((sampleDueAt as Date).getTime() - (publishedAt as Date).getTime()).toBe(3 * DAY);
  expect((await engine.read(old)).sampleDueAt).toBeNull();
});

test('60 posts of a page take two calls, and one that was deleted elsewhere is recognised', async () => {
  const channelId = await engine.channel();
  const ids: string[] = [];
  for (let no = 0; no < 60; no += 1) ids.push(await published(channelId, HOUR));
  const asked: number[] = [];
  const { metrics } = engine.platform;
  engine.platform.metrics = async (remoteIds, access) => {
    asked.push(remoteIds.length);
    const readings = await metrics(remoteIds, access);
    return { ...readings, gone: remoteIds.filter((id) => id === `remote-${ids[7]}`) };
  };
  await collectMetrics(engine.deps)(channelId);
  expect(asked).toEqual([50, 10]);
  expect((await engine.read(ids[7] as string)).state).toBe('gone');
  expect(await channelsToMeasure(engine.deps.database.db)).toEqual([]);
});

test('a page’s followers are read once a day; what is not told is asked again later, and held pages are left alone', async () => {
  const { db } = engine.deps.database;
  const channelId = await engine.channel();
  let asked = 0;
  let count: number | null = null;
  engine.platform.followers = async () => {
    asked += 1;
    return { count, failure: null };
  };
  expect(await channelsToMeasure(db)).toEqual([channelId]);
  await collectMetrics(engine.deps)(channelId);
  expect(await channelsToMeasure(db)).toEqual([]);
  await db.update(pageNumbers).set({ at: new Date(Date.now() - 2 * HOUR) });
  count = 640;
  await collectMetrics(engine.deps)(channelId);
  await collectMetrics(engine.deps)(channelId);
  expect(asked).toBe(2);
  expect(await db.select({ followers: pageNumbers.followers }).from(pageNumbers)).toEqual([{ followers: 640 }]);
  await db.delete(pageNumbers);
  await db.update(channels).set({ holdReason: 'reconnect' });
  expect(await channelsToMeasure(db)).toEqual([]);
});

test('old samples are forgotten by the setting, never a post’s newest', async () => {
  const { db } = engine.deps.database;
  const channelId = await engine.channel();
  const [one, other] = [await published(channelId, 300 * DAY), await published(channelId, 300 * DAY)];
  await db.update(posts).set({ sampleDueAt: null });
  const sample = (views: number) => ({ measures: { ...NOTHING_MEASURED, views }, raw: null, notes: [] });
  for (const days of [290, 280, 200, 10]) {
    await addSample(db, one, new Date(Date.now() - days * DAY), sample(days));
  }
  await addSample(db, other, new Date(Date.now() - 290 * DAY), sample(5));
  await db.update(cluster).set({ samplesKeptDays: 180 });
  await collectMetrics(engine.deps)(channelId);
  expect((await listSamples(db, one)).map(({ views }) => views)).toEqual([10]);
  expect((await listSamples(db, other)).map(({ views }) => views)).toEqual([5]);
});
