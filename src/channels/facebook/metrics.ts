import type { z } from 'zod';
import type { Outcome } from '#posts/outcome';
import { type Measures, NOTHING_MEASURED } from '#posts/schema/sample';
import type { Access, Readings } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords, isGone } from './classify.ts';
import type { Reply } from './client.ts';
import type { FacebookDeps } from './deps.ts';
import { ownerOf } from './health.ts';
import { Counts, Insights } from './wire.ts';

/** `ids=` takes 50 (design §9). */
const BATCH = 50;
const DAY_MS = 86_400_000;
/** From this share of the call budget on, one slows down (platforms contract §1.7). */
const BUSY_PERCENT = 75;
const COUNT_FIELDS = 'id,shares,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0)';
/** The platform's names that answered on v25.0 on 2026-09-01 (platforms contract §1.8). */
const INSIGHTS = {
  views: 'post_media_view',
  reach: 'post_total_media_view_unique',
  clicks: 'post_clicks',
} as const;
type Insight = keyof typeof INSIGHTS;
const INSIGHT_NAMES = Object.keys(INSIGHTS) as Insight[];
/** "Some of the aliases you requested do not exist": one id of a batch that is not there. */
const ALIAS_MISSING = 803;
const INVALID_PARAMETER = 100;

/** Which metric names the platform takes. One bad name fails a whole call, so each is tried alone, once a day. */
export interface MetricVerdicts {
  known: Map<string, { good: boolean; at: number }>;
}

export function createVerdicts(): MetricVerdicts {
  return { known: new Map() };
}

interface Batch {
  readonly found: Map<string, z.infer<typeof Counts>>;
  readonly gone: string[];
  failure: Outcome | null;
  busy: boolean;
}

/** The numbers of up to any number of posts; a post that is not answered this time is left out. */
export async function metrics(
  deps: FacebookDeps,
  verdicts: MetricVerdicts,
  remoteIds: readonly string[],
  access: Access,
): Promise<Readings> {
  const samples = new Map<string, ReturnType<typeof sampleOf>>();
  const gone: string[] = [];
  let failure: Outcome | null = null;
  let busy = false;
  for (let at = 0; at < remoteIds.length && !failure; at += BATCH) {
    const batch: Batch = { found: new Map(), gone: [], failure: null, busy };
    await readCounts(deps, remoteIds.slice(at, at + BATCH), access, batch);
    gone.push(...batch.gone);
    busy = batch.busy;
    const insights = batch.failure ?? (await readInsights(deps, verdicts, [...batch.found.keys()], access));
    if ('kind' in insights) failure = insights;
    else
      for (const [id, counts] of batch.found)
        samples.set(id, sampleOf(counts, insights.values.get(id), insights.notes));
  }
  // "Gone" and "not visible to this key" look alike; only a key that still is the page's tells them apart.
  const trusted = gone.length === 0 || (await opensPage(deps, access));
  return { samples, gone: trusted ? gone : [], failure, busy };
}

async function opensPage(deps: FacebookDeps, access: Access): Promise<boolean> {
  const owner = await ownerOf(deps, access);
  return owner.kind === 'owner' && owner.id === access.remoteId;
}

/** One call for all; when an id in it is not there, halves until it is found. */
async function readCounts(deps: FacebookDeps, ids: readonly string[], access: Access, batch: Batch): Promise<void> {
  if (ids.length === 0 || batch.failure) return;
  const reply = await deps.client.call({
    method: 'get',
    path: '',
    params: { ids: ids.join(','), fields: COUNT_FIELDS },
    token: access.accessToken,
  });
  if (reply.kind === 'ok') {
    batch.busy ||= (reply.usage.percent ?? 0) >= BUSY_PERCENT;
    for (const id of ids) {
      const counts = Counts.safeParse(entryOf(reply.body, id));
      if (counts.success) batch.found.set(id, counts.data);
      else if (await isMissing(deps, id, access)) batch.gone.push(id);
    }
    return;
  }
  const missing = isGone(reply) || (reply.kind === 'refused' && reply.error.code === ALIAS_MISSING);
  if (!missing) {
    batch.failure = harmless(classify(reply, deps.now()), facebookWords);
  } else if (ids.length === 1) {
    batch.gone.push(...ids);
  } else {
    const half = Math.ceil(ids.length / 2);
    await readCounts(deps, ids.slice(0, half), access, batch);
    await readCounts(deps, ids.slice(half), access, batch);
  }
}

async function isMissing(deps: FacebookDeps, id: string, access: Access): Promise<boolean> {
  return isGone(
    await deps.client.call({ method: 'get', path: id, params: { fields: 'id' }, token: access.accessToken }),
  );
}

interface InsightReadings {
  readonly values: Map<string, Partial<Record<Insight, number>>>;
  readonly notes: readonly string[];
}

/** Views, reach and clicks of one batch. Where they alone are refused, the counts stand without them, with a note. */
async function readInsights(
  deps: FacebookDeps,
  verdicts: MetricVerdicts,
  ids: readonly string[],
  access: Access,
  tries = 1,
): Promise<InsightReadings | Outcome> {
  const values: InsightReadings['values'] = new Map();
  const notes: string[] = [];
  const good: Insight[] = [];
  const [first] = ids;
  if (first === undefined) return { values, notes };
  for (const insight of INSIGHT_NAMES) {
    const verdict = await probe(deps, verdicts, INSIGHTS[insight], first, access);
    if (verdict === 'good') good.push(insight);
    else if (verdict === 'bad') notes.push(`Facebook does not tell ${insight} at the moment`);
    else return verdict;
  }
  if (good.length === 0) return { values, notes };
  const fields = `insights.metric(${good.map((insight) => INSIGHTS[insight]).join(',')})`;
  const params = { ids: ids.join(','), fields };
  const reply = await deps.client.call({ method: 'get', path: '', params, token: access.accessToken });
  if (reply.kind !== 'ok') {
    const stop = stopping(deps, reply);
    if (stop) return stop;
    // A name was retired since it was tried: which one, each tells when it is tried again, so the others lose nothing.
    if (refusesName(reply) && tries === 1) {
      verdicts.known.clear();
      return readInsights(deps, verdicts, ids, access, 2);
    }
    return { values, notes: ['Facebook did not tell views, reach and clicks'] };
  }
  for (const id of ids) values.set(id, valuesOf(reply, id, good));
  return { values, notes };
}

async function probe(
  deps: FacebookDeps,
  verdicts: MetricVerdicts,
  metric: string,
  postId: string,
  access: Access,
): Promise<'good' | 'bad' | Outcome> {
  const now = deps.now().getTime();
  const known = verdicts.known.get(metric);
  if (known && now - known.at < DAY_MS) return known.good ? 'good' : 'bad';
  const path = `${postId}/insights`;
  const reply = await deps.client.call({ method: 'get', path, params: { metric }, token: access.accessToken });
  const refusedName = refusesName(reply);
  // Any other failure says nothing about the name.
  if (reply.kind === 'ok' || refusedName) verdicts.known.set(metric, { good: reply.kind === 'ok', at: now });
  return reply.kind === 'ok' ? 'good' : (stopping(deps, reply) ?? 'bad');
}

function refusesName(reply: Reply): boolean {
  return reply.kind === 'refused' && reply.error.code === INVALID_PARAMETER && !isGone(reply);
}

/** What would meet every further call as well. */
function stopping(deps: FacebookDeps, reply: Exclude<Reply, { kind: 'ok' }>): Outcome | null {
  const outcome = classify(reply, deps.now());
  return ['throttled', 'authExpired', 'blocked', 'misconfigured'].includes(outcome.kind) ? outcome : null;
}

function valuesOf(
  reply: Reply & { kind: 'ok' },
  id: string,
  asked: readonly Insight[],
): Partial<Record<Insight, number>> {
  const entry = entryOf(reply.body, id);
  const insights = Insights.safeParse(
    typeof entry === 'object' && entry ? (entry as { insights?: unknown }).insights : {},
  );
  if (!insights.success) return {};
  const values: Partial<Record<Insight, number>> = {};
  for (const insight of asked) {
    const metric = insights.data.data.find((each) => each.name === INSIGHTS[insight]);
    const value = total(metric?.values?.at(-1)?.value);
    if (value !== null) values[insight] = value;
  }
  return values;
}

/** A number, or the sum of a split by kind. */
function total(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return null;
  const parts = Object.values(value);
  const numbers = parts.filter((part) => typeof part === 'number');
  return parts.length > 0 && numbers.length === parts.length ? numbers.reduce((sum, part) => sum + part, 0) : null;
}

function sampleOf(
  counts: z.infer<typeof Counts> | undefined,
  insights: Partial<Record<Insight, number>> | undefined,
  notes: readonly string[],
): { measures: Measures; raw: unknown; notes: readonly string[] } {
  return {
    measures: {
      ...NOTHING_MEASURED,
      views: count(insights?.views),
      reach: count(insights?.reach),
      clicks: count(insights?.clicks),
      reactions: count(counts?.reactions?.summary?.total_count),
      comments: count(counts?.comments?.summary?.total_count),
      shares: count(counts?.shares?.count),
    },
    raw: { counts, insights: insights ?? null },
    notes,
  };
}

/** A whole number of 0 or more, else not known. */
function count(value: number | undefined): number | null {
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : null;
}

function entryOf(body: unknown, id: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, id)
    ? (body as Record<string, unknown>)[id]
    : undefined;
}
