import { sql } from 'drizzle-orm';
import { createApp } from '#src/api/app';
import { claimFirst } from '#src/publishing/claim';
import { apiDeps } from '#src/start/all';
import { sweep } from '#workers/sweep';
import { type Installation, openInstallation } from './support/installation.ts';
import { connectPages, databaseTime, type Page, schedule } from './support/load.ts';
import { percentile, timesOf } from './support/system.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const CHUNK = 100_000;
const RUNS = 30;
/** workers/start: the overdue and the horizon round. */
const SWEEPS_A_MINUTE = 12;

export interface GrowthFigures {
  /** The middle of some runs, with a thousand and with a million scheduled posts, and how much slower the latter is. */
  readonly [name: string]: { readonly fewMs: number; readonly manyMs: number; readonly growth: number };
}

/** What a worker and a reader of the calendar do again and again, while a thousand and a million posts wait. */
export async function growth(): Promise<{ figures: GrowthFigures; sweepShareOfACore: number }> {
  const installation = await openInstallation('postgres');
  if (!installation) throw new Error('there is no PostgreSQL');
  try {
    const pages = await connectPages(installation, 4);
    await fill(installation, pages, 0, FEW);
    await vacuum(installation);
    const few = await measure(installation, pages);
    // A statement may take a minute.
    for (let from = FEW; from < MANY; from += CHUNK) {
      await fill(installation, pages, from, Math.min(MANY, from + CHUNK));
    }
    await vacuum(installation);
    const many = await measure(installation, pages);
    const figures = Object.fromEntries(
      [...few].map(([name, before]) => {
        const [fewMs, manyMs] = [before, many.get(name) as number[]].map((times) => percentile(times, 0.5));
        const growth = (manyMs as number) / (fewMs as number);
        return [name, { fewMs: round(fewMs as number), manyMs: round(manyMs as number), growth: round(growth) }];
      }),
    );
    const sweepMs = figures.sweep?.manyMs ?? Number.NaN;
    return { figures, sweepShareOfACore: Math.round(((sweepMs * SWEEPS_A_MINUTE) / 60_000) * 10_000) / 10_000 };
  } finally {
    await installation.close();
  }
}

async function measure(installation: Installation, pages: readonly Page[]): Promise<Map<string, number[]>> {
  const { publishing } = installation.kaiku;
  const server = createApp(apiDeps(installation.kaiku, installation.settings)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address() as { port: number };
  const headers = { authorization: `Bearer ${installation.apiKey}` };
  const week = `from=2031-03-01&to=2031-03-08&limit=200`;
  const work: Record<string, () => Promise<unknown>> = {
    sweep: () => sweep(publishing, true),
    schedulePost: async () => {
      const inAnHour = new Date((await databaseTime(installation)).getTime() + 3_600_000);
      return schedule(installation, pages.slice(0, 1), [inAnHour]);
    },
    nextPostOfAPage: () => claimFirst(publishing, pages[0]?.id ?? ''),
    weekOfTheCalendar: async () => {
      const answer = await fetch(`http://127.0.0.1:${address.port}/api/v1/posts?${week}`, { headers });
      if (!answer.ok) throw new Error(await answer.text());
      await answer.arrayBuffer();
    },
  };
  const took = await timesOf(work, RUNS);
  server.close();
  server.closeAllConnections();
  return took;
}

/** Scheduled posts over ten years from a month on, twenty to an announcement. */
async function fill({ kaiku }: Installation, pages: readonly Page[], from: number, to: number): Promise<void> {
  const { db, pool } = kaiku.publishing.database;
  const uuid = (kind: number, no: string) =>
    `(lpad(to_hex(${kind}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${no}), 12, '0'))::uuid`;
  const ids = pages.map(({ id }) => `'${id}'::uuid`).join(', ');
  await db.execute(
    sql.raw(`insert into announcements (id, slug, kind, organisation_id, texts, channels, state, created_by)
    select ${uuid(2, 'i')}, 'bench-' || i, 'announcement', (select id from organisations order by slug limit 1),
      jsonb_build_object('fi', jsonb_build_object('title', 'Otsikko ' || i, 'body', 'Puurakentamisen uutisia.')), '{}', 'open', 'bench'
    from generate_series(${from} / 20, (${to} - 1) / 20) i on conflict do nothing`),
  );
  // Or the check of what each post refers to reads the whole table.
  await pool.query('analyze announcements');
  await db.execute(
    sql.raw(`insert into posts (id, announcement_id, channel_id, language, state, state_data, message, scheduled_at, due_at, worth_until)
    select ${uuid(3, 'i')}, ${uuid(2, 'i / 20')}, (array[${ids}])[1 + i % ${pages.length}], 'fi', 'scheduled', '{"name": "scheduled"}',
      jsonb_build_object('title', 'Otsikko', 'text', 'Puurakentamisen uutisia. ' || i, 'link', null, 'images', '[]'::jsonb, 'firstComment', null),
      t, t, t + interval '1 day'
    from generate_series(${from}, ${to} - 1) i, lateral (select now() + interval '30 days' + (i::bigint * 7919 % 5256000) * interval '1 minute' as t) at`),
  );
}

async function vacuum({ kaiku }: Installation): Promise<void> {
  for (const table of ['posts', 'announcements']) await kaiku.publishing.database.pool.query(`vacuum analyze ${table}`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export const GROWTH_HEAD = '| what | 1,000 posts ms | 1,000,000 posts ms | growth |\n|---|---|---|---|';

export function growthLines(figures: GrowthFigures): string[] {
  return Object.entries(figures).map(
    ([name, { fewMs, manyMs, growth }]) => `| ${name} | ${fewMs} | ${manyMs} | ${growth} |`,
  );
}
