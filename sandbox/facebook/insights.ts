import type { Numbers, Page, Post, ReactionKind } from '../world/model.ts';
import { numbersAt } from '../world/numbers.ts';
import type { GraphCall } from './context.ts';
import { refuse } from './errors.ts';
import { graphTime } from './fields.ts';

const DAY = 86_400_000;
const PERIODS_LIMIT = 90 * DAY;
type Reading = (numbers: Numbers) => number | Record<string, number>;

const KINDS: readonly ReactionKind[] = ['like', 'love', 'wow', 'haha', 'sorry', 'anger'];

function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Post metrics that answered on v25.0 on 2026-09-01; every name outside this table is refused, dead ones included. */
const POST_METRICS: Readonly<Record<string, Reading>> = {
  post_media_view: ({ views }) => views,
  post_total_media_view_unique: ({ reach }) => reach,
  post_clicks: ({ clicks }) => clicks,
  post_clicks_by_type: ({ clicks }) =>
    nonZero({ 'link clicks': Math.ceil(clicks / 2), 'other clicks': Math.floor(clicks / 2) }),
  post_reactions_by_type_total: ({ reactionKinds }) => nonZero({ ...reactionKinds }),
  post_activity_by_action_type: ({ shares, reactions, comments }) =>
    nonZero({ share: shares, like: reactions, comment: comments }),
  post_video_views: () => 0,
  ...Object.fromEntries(
    KINDS.map((kind) => [`post_reactions_${kind}_total`, ({ reactionKinds }: Numbers) => reactionKinds[kind]]),
  ),
};

const PAGE_METRICS: Readonly<Record<string, Reading>> = {
  page_media_view: ({ views }) => views,
  page_total_media_view_unique: ({ reach }) => reach,
  page_post_engagements: ({ reactions, comments, shares, clicks }) => reactions + comments + shares + clicks,
  page_views_total: ({ clicks }) => clicks,
  page_total_actions: ({ clicks }) => Math.floor(clicks / 4),
  page_follows: () => 0,
  page_daily_follows: ({ shares }) => shares,
  page_daily_follows_unique: ({ shares }) => shares,
  page_daily_unfollows_unique: () => 0,
};

/** One bad name fails the whole call, whatever the others are. */
function checked(call: GraphCall, metrics: string, table: Readonly<Record<string, Reading>>): [string, Reading][] {
  const names = metrics
    .replace(/[[\]"]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw refuse(100, '(#100) The parameter metric is required');
  return names.map((name) => {
    const reading = Object.hasOwn(table, name) ? table[name] : undefined;
    if (reading === undefined || call.world.switches.retiredMetrics.includes(name)) {
      throw refuse(100, '(#100) The value must be a valid insights metric');
    }
    return [name, reading];
  });
}

/** The insights of a post: one lifetime value per metric. */
export function postInsights(call: GraphCall, post: Post, metrics: string): unknown {
  const numbers = numbersAt(post, call.now);
  const data = checked(call, metrics, POST_METRICS).map(([name, reading]) => ({
    name,
    period: 'lifetime',
    values: [{ value: reading(numbers) }],
    title: name.replaceAll('_', ' '),
    description: 'A figure of the sandbox.',
    id: `${post.remoteId}/insights/${name}/lifetime`,
  }));
  const link = `${call.world.origin}/v25.0/${post.remoteId}/insights`;
  return { data, paging: { previous: link, next: link } };
}

function added(all: readonly Numbers[], reading: Reading): number {
  return all.reduce((sum, numbers) => {
    const value = reading(numbers);
    return sum + (typeof value === 'number' ? value : 0);
  }, 0);
}

/** The insights of a page by day: what its posts gained on each. */
export function pageInsights(call: GraphCall, page: Page): unknown {
  const until = Number(call.param('until') ?? Math.floor(call.now / 1000)) * 1000;
  const since = Number(call.param('since') ?? until / 1000 - 86_400 * 2) * 1000;
  if (until - since > PERIODS_LIMIT) {
    throw refuse(100, '(#100) There cannot be more than 90 days (7776000 s) between since and until');
  }
  const posts = call.world.visiblePosts('facebook', page.id);
  const ends: number[] = [];
  for (let end = since + DAY; end <= until; end += DAY) ends.push(end);
  const data = checked(call, call.param('metric') ?? '', PAGE_METRICS).map(([name, reading]) => {
    const at = (end: number) =>
      name === 'page_follows'
        ? page.followers
        : added(
            posts.map((post) => numbersAt(post, end)),
            reading,
          );
    const gained = (end: number) => (name === 'page_follows' ? at(end) : at(end) - at(end - DAY));
    return {
      name,
      period: 'day',
      values: ends.map((end) => ({ value: gained(end), end_time: graphTime(end) })),
      title: name.replaceAll('_', ' '),
      description: 'A figure of the sandbox.',
      id: `${page.id}/insights/${name}/day`,
    };
  });
  return { data, paging: {} };
}
