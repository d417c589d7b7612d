import type { Numbers, Page, Post } from '../world/model.ts';
import { numbersAt } from '../world/numbers.ts';
import { findPost, organisationUrn, type RestCall } from './context.ts';
import { invalid, refuse } from './errors.ts';
import type { RestliValue } from './restli.ts';

const DAY = 86_400_000;
const LATEST_DAYS_AGO = 2;
type Counts = Pick<Numbers, 'views' | 'reach' | 'clicks' | 'reactions' | 'comments' | 'shares'>;
const NONE: Counts = { views: 0, reach: 0, clicks: 0, reactions: 0, comments: 0, shares: 0 };

function combined(one: Counts, other: Counts, sign: 1 | -1): Counts {
  return {
    views: one.views + sign * other.views,
    reach: one.reach + sign * other.reach,
    clicks: one.clicks + sign * other.clicks,
    reactions: one.reactions + sign * other.reactions,
    comments: one.comments + sign * other.comments,
    shares: one.shares + sign * other.shares,
  };
}

function totals(counts: Counts): Record<string, number> {
  const acted = counts.clicks + counts.reactions + counts.comments + counts.shares;
  return {
    uniqueImpressionsCount: counts.reach,
    shareCount: counts.shares,
    engagement: counts.views === 0 ? 0 : acted / counts.views,
    clickCount: counts.clicks,
    likeCount: counts.reactions,
    impressionCount: counts.views,
    commentCount: counts.comments,
  };
}

const isZero = (counts: Counts): boolean => Object.values(counts).every((count) => count === 0);

/** A deleted post looks like one that nobody saw: it is left out. */
function perPost(call: RestCall, page: Page, urns: readonly string[], kind: 'share' | 'ugcPost'): unknown[] {
  return urns.flatMap((urn) => {
    if (!urn.startsWith(`urn:li:${kind}:`)) throw invalid('INVALID_URN_TYPE', `${urn} is not a ${kind} URN`);
    const post = findPost(call.world, urn);
    if (post === null || post.deletedAt !== null || post.pageId !== page.id) return [];
    const counts = numbersAt(post, call.now - call.world.switches.statisticsLagMs);
    const { views, reach, clicks, reactions, comments, shares } = counts;
    if (isZero({ views, reach, clicks, reactions, comments, shares })) return [];
    return [{ organizationalEntity: organisationUrn(page.id), [kind]: urn, totalShareStatistics: totals(counts) }];
  });
}

const sumAt = (posts: readonly Post[], at: number): Counts =>
  posts.reduce<Counts>((sum, post) => combined(sum, numbersAt(post, at), 1), NONE);

interface Interval {
  readonly start: number;
  readonly end: number;
}

function member(value: RestliValue | undefined, key: string): RestliValue | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, RestliValue>)[key] : undefined;
}

/** `(timeRange:(start:ms,end:ms),timeGranularityType:DAY)`; the end is exclusive, the last two days are not known yet. */
function intervals(call: RestCall, value: RestliValue): Interval[] {
  const range = member(value, 'timeRange');
  const start = Number(member(range, 'start'));
  const end = Number(member(range, 'end') ?? call.now);
  const granularity = member(value, 'timeGranularityType');
  if (!Number.isFinite(start) || !Number.isFinite(end) || (granularity !== 'DAY' && granularity !== 'MONTH')) {
    throw refuse(400, 'ILLEGAL_ARGUMENT', 'timeIntervals needs timeRange and timeGranularityType DAY or MONTH');
  }
  const known = Math.floor(call.now / DAY) * DAY - (LATEST_DAYS_AGO - 1) * DAY;
  const found: Interval[] = [];
  for (let at = Math.floor(start / DAY) * DAY; at < Math.min(end, known); ) {
    const date = new Date(at);
    const next = granularity === 'DAY' ? at + DAY : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    found.push({ start: at, end: next });
    at = next;
  }
  return found;
}

function shareStatistics(call: RestCall, page: Page): unknown[] {
  const shares = call.list('shares');
  const ugcPosts = call.list('ugcPosts');
  const times = call.query('timeIntervals');
  if (shares !== null || ugcPosts !== null) {
    if (times !== null) throw refuse(400, 'ILLEGAL_ARGUMENT', 'timeIntervals is not supported for single shares');
    return [...perPost(call, page, shares ?? [], 'share'), ...perPost(call, page, ugcPosts ?? [], 'ugcPost')];
  }
  const posts = call.world.visiblePosts('linkedin', page.id);
  const organizationalEntity = organisationUrn(page.id);
  if (times === null) return [{ organizationalEntity, totalShareStatistics: totals(sumAt(posts, call.now)) }];
  return intervals(call, times).map(({ start, end }) => ({
    organizationalEntity,
    timeRange: { start, end },
    totalShareStatistics: totals(combined(sumAt(posts, end), sumAt(posts, start), -1)),
  }));
}

/** GET /rest/organizationalEntityShareStatistics */
export function readShareStatistics(call: RestCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    named: call.text('organizationalEntity'),
    commit: () => {
      if (call.text('q') !== 'organizationalEntity')
        throw refuse(400, 'ILLEGAL_ARGUMENT', 'q=organizationalEntity is required');
      const { page } = call.admin(call.text('organizationalEntity') ?? '', 'rw_organization_admin');
      const elements = shareStatistics(call, page);
      return { paging: { start: 0, count: 10, links: [] }, elements };
    },
  });
}

const FACETS = ['Seniority', 'Industry', 'Function', 'StaffCountRange', 'GeoCountry', 'Geo', 'AssociationType'];

/** GET /rest/organizationalEntityFollowerStatistics */
export function readFollowerStatistics(call: RestCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    named: call.text('organizationalEntity'),
    commit: () => {
      const { page } = call.admin(call.text('organizationalEntity') ?? '', 'rw_organization_admin');
      const times = call.query('timeIntervals');
      const organizationalEntity = organisationUrn(page.id);
      const elements =
        times === null
          ? [{ organizationalEntity, ...Object.fromEntries(FACETS.map((facet) => [`followerCountsBy${facet}`, []])) }]
          : intervals(call, times).map(({ start, end }) => ({
              organizationalEntity,
              timeRange: { start, end },
              followerGains: { organicFollowerGain: Math.floor(start / DAY) % 4, paidFollowerGain: 0 },
            }));
      return { paging: { start: 0, count: 10, links: [] }, elements };
    },
  });
}

/** GET /rest/networkSizes/{organisation}?edgeType=COMPANY_FOLLOWED_BY_MEMBER */
export function readNetworkSize(call: RestCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    commit: () => {
      call.member();
      const page = call.world.page('linkedin', call.key());
      if (call.text('edgeType') !== 'COMPANY_FOLLOWED_BY_MEMBER') {
        throw refuse(400, 'ILLEGAL_ARGUMENT', 'Invalid value for edgeType');
      }
      if (page === null) throw invalid('INVALID_URN_ID', `${call.key()} does not exist`);
      return { firstDegreeSize: page.followers };
    },
  });
}
