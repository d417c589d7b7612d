import { type SQL, sql } from 'drizzle-orm';
import type { Names } from '#posts/schema/basics';
import type { Measures } from '#posts/schema/sample';
import type { Database } from './client.ts';
import type { SummaryFilter } from './summaries.ts';

/** One post that was published, as a report lists it. */
export interface Publication extends Measures {
  readonly postId: string;
  /** UTC. */
  readonly publishedAt: Date;
  readonly channel: string;
  readonly channelKind: string;
  readonly language: string;
  readonly title: string;
  readonly kind: 'announcement' | 'event';
  readonly organisation: Names;
  readonly themes: readonly string[];
  readonly targetGroups: readonly string[];
  readonly funding: string | null;
  /** `published`; `gone` or `retracted` when it does not stand there any more. */
  readonly state: string;
  readonly permalink: string | null;
  readonly remoteId: string | null;
  /** The attempt that published it; null for a post made by hand. */
  readonly attemptId: string | null;
  /** How we know: the platform's answer, a look at the page, or a person's word; null: not told any more. */
  readonly proof: 'answer' | 'look' | 'person' | null;
  /** When the numbers were read; null: never. */
  readonly measuredAt: Date | null;
}

type Row = Omit<Publication, 'publishedAt' | 'measuredAt'> & { publishedAt: string; measuredAt: string | null };

/** Every post published in the period, the earliest first; the same rows in the same order each time. */
export async function publications(db: Database, filter: SummaryFilter): Promise<Publication[]> {
  const funded: SQL = filter.funding === undefined ? sql`` : sql`and a.funding = ${filter.funding}`;
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select p.id as "postId", p.published_at as "publishedAt", c.name as channel, c.kind as "channelKind", p.language,
      p.message ->> 'title' as title, a.kind, g.names as organisation, a.themes, a.target_groups as "targetGroups",
      a.funding, p.state, p.state_data ->> 'permalink' as permalink, p.remote_id as "remoteId",
      (select t.id from attempts t where t.post_id = p.id and t.kind = 'publish' order by t.no desc limit 1) as "attemptId",
      p.state_data ->> 'proof' as proof, n.at as "measuredAt", n.views::float8, n.reach::float8, n.reactions::float8,
      n.comments::float8, n.shares::float8, n.clicks::float8, n.link_clicks::float8 as "linkClicks"
    from posts p
    join announcements a on a.id = p.announcement_id
    join organisations g on g.id = a.organisation_id
    join channels c on c.id = p.channel_id
    left join post_numbers n on n.post_id = p.id
    where p.published_at >= ${filter.from.toISOString()} and p.published_at < ${filter.to.toISOString()} ${funded}
    order by p.published_at, p.id`);
  return rows.map((row) => ({
    ...row,
    publishedAt: new Date(row.publishedAt),
    measuredAt: row.measuredAt === null ? null : new Date(row.measuredAt),
  }));
}
