import type { OpenDatabase } from './client.ts';

/** Enough of the newest posts to hold one whose numbers were read last: the newer a post, the oftener it is measured. */
const NEWEST = 200;

export interface LastHappened {
  readonly publishedAt: Date | null;
  readonly measuredAt: Date | null;
  /** Posts that wait for a person's decision, by state; of these organisations, or all of them. */
  readonly waiting: { readonly needsDecision: number; readonly missed: number; readonly rejected: number };
}

/** @param organisations whose posts count as waiting; null: all */
export async function lastHappened(
  { pool }: OpenDatabase,
  organisations: readonly string[] | null,
): Promise<LastHappened> {
  const { rows } = await pool.query<{
    published: Date | null;
    measured: Date | null;
    decide: number;
    missed: number;
    rejected: number;
  }>(
    `select (select max(published_at) from posts where published_at is not null) as published,
       (select max(s.at) from (select id from posts where published_at is not null
          order by published_at desc limit $2) newest join samples s on s.post_id = newest.id) as measured,
       (count(*) filter (where p.state = 'needsDecision'))::int as decide,
       (count(*) filter (where p.state = 'missed'))::int as missed,
       (count(*) filter (where p.state = 'rejected'))::int as rejected
     from posts p join announcements a on a.id = p.announcement_id
     where p.state in ('needsDecision', 'missed', 'rejected')
       and ($1::uuid[] is null or a.organisation_id = any($1))`,
    [organisations, NEWEST],
  );
  const row = rows[0];
  return {
    publishedAt: row?.published ?? null,
    measuredAt: row?.measured ?? null,
    waiting: { needsDecision: row?.decide ?? 0, missed: row?.missed ?? 0, rejected: row?.rejected ?? 0 },
  };
}
