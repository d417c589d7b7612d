import { deadlinesOf } from '#posts/deadlines';
import type { ParkReason } from '#posts/schema/channel';
import type { StateName } from '#posts/state';
import type { OpenDatabase } from '#src/db/client';

export interface StateNow {
  readonly now: Date;
  readonly stopped: boolean;
  /** Posts in states that somebody must still pick up. */
  readonly open: Partial<Record<StateName, number>>;
  /** Posts that nobody picked up within ten seconds of their time, on pages that are not held. */
  readonly overdue: number;
  readonly pages: readonly {
    readonly slug: string;
    readonly held: ParkReason | null;
    readonly healthy: boolean | null;
    /** Days until the nearest end that a person must meet; null: none is known. */
    readonly daysLeft: number | null;
  }[];
}

const DAY_MS = 86_400_000;

/** One reading, over indexes that cover open work only. */
export async function stateNow({ pool }: OpenDatabase): Promise<StateNow> {
  const [open, cluster, channels] = await Promise.all([
    pool.query<{ state: StateName; posts: number; overdue: number }>(
      `select p.state, count(*)::int as posts,
         (count(*) filter (where p.state in ('scheduled', 'retrying') and c.hold_reason is null
           and p.due_at < clock_timestamp() - interval '10 seconds'))::int as overdue
       from posts p join channels c on c.id = p.channel_id
       where p.state in ('scheduled', 'retrying', 'publishing', 'uncertain', 'parked') group by p.state`,
    ),
    pool.query<{ now: Date; stopped: boolean }>(
      'select clock_timestamp() as now, coalesce(bool_or(stopped is not null), false) as stopped from cluster',
    ),
    pool.query<{
      slug: string;
      hold_reason: ParkReason | null;
      ok: boolean | null;
      token: Date | null;
      refresh: Date | null;
      data: Date | null;
      version: Date | null;
      renewable: boolean;
    }>(
      `select slug, hold_reason, (health ->> 'ok')::boolean as ok, token_expires_at as token,
         refresh_expires_at as refresh, data_access_expires_at as data, api_version_ends_at as version,
         refresh_token is not null as renewable
       from channels where removed_at is null`,
    ),
  ]);
  const now = cluster.rows[0]?.now ?? new Date(0);
  return {
    now,
    stopped: cluster.rows[0]?.stopped ?? false,
    open: Object.fromEntries(open.rows.map(({ state, posts }) => [state, posts])),
    overdue: open.rows.reduce((sum, { overdue }) => sum + overdue, 0),
    pages: channels.rows.map((row) => {
      const [next] = deadlinesOf({
        tokenExpiresAt: row.token,
        refreshExpiresAt: row.refresh,
        dataAccessExpiresAt: row.data,
        apiVersionEndsAt: row.version,
        renewable: row.renewable,
      });
      const daysLeft = next ? (next.at.getTime() - now.getTime()) / DAY_MS : null;
      return { slug: row.slug, held: row.hold_reason, healthy: row.ok, daysLeft };
    }),
  };
}
