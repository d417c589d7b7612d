import { sql } from 'drizzle-orm';
import { GROUPINGS } from '#posts/schema/summary';
import { rollUp } from '#src/db/roll-ups';
import { type SummaryFilter, summaryOf, summaryOfAll } from '#src/db/summaries';
import { type Installation, openInstallation } from './support/installation.ts';
import { percentile, timesOf } from './support/system.ts';

const RUNS = 20;
const DAY_MS = 86_400_000;
const LONGEST_MINUTES = 364 * 24 * 60;

/** The year up to now, in whole days of UTC, and the year before it. */
function years(): { year: SummaryFilter; before: SummaryFilter } {
  const to = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS);
  const from = new Date(to.getTime() - 365 * DAY_MS);
  const zone = 'UTC';
  return { year: { from, to, zone }, before: { from: new Date(from.getTime() - 365 * DAY_MS), to: from, zone } };
}

/**
 * Every summary of one year, and all that the page of numbers asks at once, at 1,000 posts and at 100,000, with ten
 * samples each and rolled up as the workers do; the growth is the answer.
 */
export async function summaries(): Promise<string> {
  const installation = await openInstallation('postgres');
  if (!installation) return 'not measured';
  try {
    await fill(installation, 0, 1_000);
    const small = await measure(installation);
    await fill(installation, 1_000, 100_000);
    const large = await measure(installation);
    return [...small.keys()]
      .map((name) => {
        const [before, after] = [small.get(name) as number[], large.get(name) as number[]];
        const p95 = percentile(after, 0.95);
        const growth = percentile(after, 0.5) / percentile(before, 0.5);
        const cells = [percentile(before, 0.5), percentile(before, 0.95), percentile(after, 0.5), p95];
        return `| ${name} | ${cells.map((ms) => ms.toFixed(1)).join(' | ')} | ${growth.toFixed(1)} |`;
      })
      .join('\n');
  } finally {
    await installation.close();
  }
}

/** What `GET /summaries` asks: the groups and the total, at the same time. */
async function measure({ kaiku }: Installation): Promise<Map<string, number[]>> {
  const { db } = kaiku.publishing.database;
  const { year, before } = years();
  const asked = Object.fromEntries(
    GROUPINGS.map((groupBy) => [groupBy, () => summaryOf(db, { ...year, groupBy, limit: 200 })]),
  ) as Record<string, () => Promise<unknown>>;
  asked['the page of numbers'] = () =>
    Promise.all([
      ...(['week', 'channel', 'theme', 'hour'] as const).map((groupBy) =>
        summaryOf(db, { ...year, groupBy, limit: 200 }),
      ),
      ...(['most', 'least'] as const).map((order) => summaryOf(db, { ...year, groupBy: 'post', order, limit: 3 })),
      summaryOfAll(db, before),
    ]);
  return timesOf(asked, RUNS);
}

/** Posts `from`…`to` over the year, three to an announcement, on six pages, each with ten samples. */
async function fill({ kaiku }: Installation, from: number, to: number): Promise<void> {
  const { database } = kaiku.publishing;
  const { db, pool } = database;
  const uuid = (kind: number, no: string) =>
    `(lpad(to_hex(${kind}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${no}), 12, '0'))::uuid`;
  const run = (text: string) => db.execute(sql.raw(text));
  await run(`update cluster set zone = 'UTC'`);
  await run(`insert into channels (id, slug, kind, name, remote_id, languages)
    select ${uuid(1, 'i')}, 'bench-' || i, 'facebook', 'Page ' || i, 'page-' || i, '{fi}'
    from generate_series(0, 5) i on conflict do nothing`);
  await run(`insert into page_numbers (channel_id, day, followers, at)
    select ${uuid(1, 'i')}, current_date - 100, 300 * (i + 1), now() from generate_series(0, 4) i on conflict do nothing`);
  await run(`insert into announcements (id, slug, kind, organisation_id, texts, themes, target_groups, funding, channels, state, created_by, attendance)
    select ${uuid(2, 'i')}, 'bench-' || i, case when i % 5 = 0 then 'event' else 'announcement' end,
      (select id from organisations order by slug offset i % 3 limit 1),
      jsonb_build_object('fi', jsonb_build_object('title', 'Otsikko ' || i, 'body', repeat('Puurakentamisen uutisia. ', 20))),
      (array['wood-construction', 'renovation', 'quality-of-construction', 'healthy-indoor-environment'])[1 + i % 4 : 1 + i % 4 + i % 2],
      (array['architects', 'builders', 'schools', 'media', 'developers'])[1 + i % 5 : 1 + i % 5 + i % 3],
      case when i % 3 = 0 then 'A72158' end, '{}', 'open', 'bench', case when i % 10 = 0 then i % 80 end
    from generate_series(${from} / 3, (${to} - 1) / 3) i on conflict do nothing`);
  await run(`insert into posts (id, announcement_id, channel_id, language, state, state_data, message, published_at, remote_id)
    select ${uuid(3, 'i')}, ${uuid(2, 'i / 3')}, ${uuid(1, 'i % 6')}, (array['fi', 'sv', 'en'])[1 + i % 3], 'published',
      jsonb_build_object('name', 'published', 'remoteId', 'r' || i, 'permalink', null, 'publishedAt', t, 'proof', 'answer', 'note', null),
      jsonb_build_object('title', 'Otsikko', 'text', repeat('Puurakentamisen uutisia. ', 10), 'link', null, 'images', '[]'::jsonb, 'firstComment', null),
      t, 'r' || i
    from generate_series(${from}, ${to} - 1) i, lateral (select now() - (i * 7919 % ${LONGEST_MINUTES}) * interval '1 minute' as t) at`);
  await run(`insert into samples (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks)
    select ${uuid(3, 'i')}, p.published_at + s * interval '1 hour', i % 900 * s, case when i % 7 > 0 then i % 700 * s end,
      i % 40, i % 9, i % 5, case when i % 3 = 0 then i % 60 end, i % 30
    from generate_series(${from}, ${to} - 1) i join posts p on p.id = ${uuid(3, 'i')}, generate_series(1, 10) s`);
  await run(`insert into post_numbers (post_id, at, views, reach, reactions, comments, shares, clicks, link_clicks, published_at, announcement_id)
    select distinct on (s.post_id) s.post_id, s.at, s.views, s.reach, s.reactions, s.comments, s.shares, s.clicks,
      s.link_clicks, p.published_at, p.announcement_id
    from samples s join posts p on p.id = s.post_id order by s.post_id, s.at desc on conflict do nothing`);
  await run('delete from rolled_days');
  while ((await rollUp(database)) > 0);
  for (const table of ['posts', 'post_numbers', 'announcements', 'samples', 'daily_numbers'])
    await pool.query(`vacuum analyze ${table}`);
}

export const SUMMARIES_HEAD =
  '| grouped by | 10,000 samples p50 ms | p95 | 1,000,000 samples p50 ms | p95 | growth |\n|---|---|---|---|---|---|';
