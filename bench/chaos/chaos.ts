import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type BackendKind, type Installation, openInstallation } from '../support/installation.ts';
import { connectPages, databaseTime } from '../support/load.ts';
import { control, deal, type Target } from './blows.ts';
import { startCrew } from './crew.ts';
import { judge, type Verdict } from './judge.ts';
import { type Plan, planOf } from './plan.ts';
import { websitePage, writePosts } from './posts.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly posts: number;
  readonly backend: BackendKind;
  readonly workers: number;
  readonly brief?: boolean;
  /** Hears what happens, a line at a time. */
  say(line: string): void;
}

export interface ChaosReport extends Verdict {
  readonly seed: number;
  readonly backend: BackendKind;
  readonly seconds: number;
  /** How often each fault met a call. */
  readonly faults: Readonly<Record<string, number>>;
  readonly kills: Readonly<Record<string, number>>;
  /** Set when not every post came to an end in time. */
  readonly unfinished: string | null;
}

/** Time to write the posts down before the first is due. */
const LEAD_MS = 15_000;
/** Share of the posts that may still wait when the breaking ends. */
const NEARLY_NONE = 0.03;
/** Far more than the longest road of a post: a minute's throttle, a hang, and looks over four minutes. */
const END_WITHIN_MS = 12 * 60_000;

/** Null where the backend cannot be had here. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport | null> {
  const startedAt = performance.now();
  const installation = await openInstallation(options.backend);
  if (!installation) return null;
  try {
    const plan = planOf(options);
    const places = [...(await connectPages(installation, 4)), await websitePage(installation)];
    for (const fault of plan.faults) await control(installation, 'faults', fault);
    const crew = await startCrew(installation, options.workers);
    const start = new Date((await databaseTime(installation)).getTime() + LEAD_MS);
    await writePosts(installation, places, plan.posts, start);
    options.say(`${plan.posts.length} posts in ${Math.round(plan.lastsMs / 1000)} s, ${plan.blows.length} blows`);
    const target = { installation, crew, places };
    const kills = await dealAll(target, plan, start, options.say);
    const faults = await endFaults(installation);
    await crew.allUp();
    options.say('no more faults; waiting for every post to come to its end');
    const unfinished = await untilAllEnded(installation, options.say);
    const verdict = await judge(installation);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return { seed: options.seed, backend: options.backend, seconds, faults, kills, unfinished, ...verdict };
  } finally {
    await installation.close();
  }
}

/** Deals the plan's blows, until nearly every post has been tried: what comes later would hit nothing. */
async function dealAll(target: Target, plan: Plan, start: Date, say: (line: string) => void) {
  const kills: Record<string, number> = {};
  const offset = start.getTime() - (await databaseTime(target.installation)).getTime();
  const zero = performance.now() + offset;
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const until = (atMs: number) =>
    pause(Math.max(0, zero + atMs - performance.now()), undefined, { signal: over.signal }).catch(() => undefined);
  const dealt = plan.blows.map(async (blow) => {
    await until(blow.atMs);
    if (over.signal.aborted) return;
    say(`+${(blow.atMs / 1000).toFixed(1)} s ${JSON.stringify(blow)}`);
    if (await deal(target, blow)) kills[blow.kind] = (kills[blow.kind] ?? 0) + 1;
  });
  await until(plan.lastsMs + 5_000);
  const enough = plan.posts.length * NEARLY_NONE;
  const last = plan.blows.at(-1)?.atMs ?? 0;
  while (performance.now() < zero + last && (await waiting(target.installation)) > enough) await pause(1_000);
  over.abort();
  await Promise.all(dealt);
  return kills;
}

/** Posts that nobody has tried to publish yet; all, while the database does not answer. */
async function waiting({ kaiku }: Installation): Promise<number> {
  const { rows } = await kaiku.publishing.database.db
    .execute<{ count: string }>(sql`select count(*) from posts where state in ('scheduled', 'parked')`)
    .catch(() => ({ rows: [] }));
  return rows[0] ? Number(rows[0].count) : Number.POSITIVE_INFINITY;
}

async function endFaults(installation: Installation): Promise<Record<string, number>> {
  const answer = await fetch(`${installation.sandbox.origin}/sandbox/faults`);
  const faults = (await answer.json()) as { mode: string; operation: string; hits: number }[];
  await fetch(`${installation.sandbox.origin}/sandbox/faults`, { method: 'DELETE' });
  const hits: Record<string, number> = {};
  for (const { mode, operation, hits: count } of faults.filter((fault) => fault.hits > 0)) {
    const name = operation === 'publish' ? mode : `${operation} ${mode}`;
    hits[name] = (hits[name] ?? 0) + count;
  }
  return hits;
}

/** Null once every post and every comment has come to its end; else what had not. */
async function untilAllEnded(installation: Installation, say: (line: string) => void): Promise<string | null> {
  const endBy = performance.now() + END_WITHIN_MS;
  let told = '';
  for (;;) {
    const open = await openStates(installation).catch((error) => `the database does not answer: ${error.message}`);
    if (open === '') return null;
    if (performance.now() > endBy) return open;
    if (open !== told) say(`still open: ${open}`);
    told = open;
    await pause(3_000);
  }
}

async function openStates({ kaiku }: Installation): Promise<string> {
  const { rows } = await kaiku.publishing.database.db.execute<{ what: string; count: string }>(sql`
    select state as what, count(*) from posts
      where state in ('scheduled', 'publishing', 'retrying', 'parked', 'uncertain') group by state
    union all
    select 'open ' || kind, count(*) from attempts where finished_at is null and due_at is not null group by kind
    order by 1`);
  return rows.map(({ what, count }) => `${count} ${what}`).join(', ');
}
