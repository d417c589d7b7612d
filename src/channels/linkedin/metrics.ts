import type { Outcome } from '#posts/outcome';
import { type Measures, NOTHING_MEASURED } from '#posts/schema/sample';
import type { Access, Readings } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, isGone, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { Statistics, type Totals } from './wire.ts';

/** Lists longer than this are not documented to work (platforms contract §2.8). */
const BATCH = 50;
/** What an omitted row means once the post is known to stand there. */
const NO_ACTIVITY: Required<Omit<Totals, 'uniqueImpressionsCounts'>> = {
  impressionCount: 0,
  uniqueImpressionsCount: 0,
  clickCount: 0,
  likeCount: 0,
  commentCount: 0,
  shareCount: 0,
};

interface Sample {
  readonly measures: Measures;
  readonly raw: unknown;
  readonly notes: readonly string[];
}
interface Reading {
  readonly samples: Map<string, Sample>;
  readonly gone: string[];
  failure: Outcome | null;
}

/** Lifetime numbers of any number of posts. LinkedIn leaves out posts without activity, and deleted ones just so. */
export async function metrics(deps: LinkedInDeps, remoteIds: readonly string[], access: Access): Promise<Readings> {
  const reading: Reading = { samples: new Map(), gone: [], failure: null };
  // The platform wants each kind of post in a list of its own.
  const kinds = { shares: 'urn:li:share:', ugcPosts: 'urn:li:ugcPost:' };
  for (const [list, prefix] of Object.entries(kinds)) {
    const urns = remoteIds.filter((urn) => urn.startsWith(prefix));
    for (let at = 0; at < urns.length && !reading.failure; at += BATCH) {
      await readBatch(deps, list, urns.slice(at, at + BATCH), access, reading);
    }
  }
  return reading;
}

async function readBatch(
  deps: LinkedInDeps,
  list: string,
  urns: readonly string[],
  access: Access,
  reading: Reading,
): Promise<void> {
  const reply = await deps.client.find({
    path: '/organizationalEntityShareStatistics',
    finder: 'organizationalEntity',
    query: { organizationalEntity: organisationOf(access), [list]: urns },
    token: access.accessToken,
  });
  if (reply.kind !== 'ok') {
    reading.failure = harmless(classify(reply, deps.now()), linkedInWords);
    return;
  }
  const statistics = Statistics.safeParse(reply.body);
  if (!statistics.success) {
    reading.failure = linkedInWords.notSent('the numbers cannot be read');
    return;
  }
  for (const { share, ugcPost, totalShareStatistics } of statistics.data.elements) {
    const urn = share ?? ugcPost;
    if (urn !== undefined && urns.includes(urn)) reading.samples.set(urn, sampleOf(totalShareStatistics));
  }
  for (const urn of urns) {
    if (!reading.samples.has(urn) && !reading.failure) await readOmitted(deps, urn, access, reading);
  }
}

async function readOmitted(deps: LinkedInDeps, urn: string, access: Access, reading: Reading): Promise<void> {
  const reply = await deps.client.get({ path: '/posts/{urn}', keys: { urn }, token: access.accessToken });
  if (reply.kind === 'ok') reading.samples.set(urn, sampleOf(NO_ACTIVITY));
  else if (isGone(reply)) reading.gone.push(urn);
  else {
    const outcome = classify(reply, deps.now());
    // A limit or a lost key meets every further call; anything else concerns this post alone.
    if (outcome.kind === 'throttled' || outcome.kind === 'authExpired') reading.failure = outcome;
  }
}

function sampleOf(totals: Totals): Sample {
  return {
    measures: {
      ...NOTHING_MEASURED,
      views: count(totals.impressionCount),
      reach: count(totals.uniqueImpressionsCount ?? totals.uniqueImpressionsCounts),
      reactions: count(totals.likeCount),
      comments: count(totals.commentCount),
      shares: count(totals.shareCount),
      clicks: count(totals.clickCount),
    },
    raw: totals,
    notes: [],
  };
}

/** A whole number of 0 or more, else not known. */
function count(value: number | undefined): number | null {
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : null;
}
