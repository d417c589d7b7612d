import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { CHANNEL_KINDS, type ChannelKind } from '#posts/schema/channel';
import { type BackendChoice, openBackend } from '#queue-config/backend';
import type { Channel } from '#src/channels/contract';
import { channels } from '#src/db/schema';
import { sealTokens } from '#src/secrets/channel-tokens';
import { startWorkers } from '#workers/start';
import { type BackendKind, type Installation, openInstallation } from './support/installation.ts';
import { databaseTime, type Page, schedule } from './support/load.ts';
import { percentile } from './support/system.ts';

/** Posts of one page go out one after the other, so there are some pages of each kind. */
const PAGES_OF_A_KIND = 8;
/** As in production (workers/start, src/start/wire). */
const CONCURRENCY = 8;
const POOL = 10;
/** Claim, arm and outcome (docs/exactly-once.md). */
const COMMITS = 3;
const WARM_UP = 240;
/** Writing one post and its timer takes less than this; a job alone less than that. */
const WRITE_MS = 5;
const ADD_MS = 1;
const LEAD_MS = 4_000;

/** How fast `posts` due in one second went out, and how late. */
interface Course {
  readonly perSecond: number;
  readonly lateMs: readonly number[];
}

export interface Published {
  readonly posts: number;
  readonly kaiku: Course;
  /** A BullMQ job on the same backend that makes as many empty durable commits as a publish, and nothing else. */
  readonly reference: Course;
  /** Transactions that wrote, by the database's own count, a post; where the queue is in the same database, with its own. */
  readonly writes: number;
  readonly wrong: number;
}

/**
 * Publishing to pages in this process's memory, beside jobs that only commit. Both have their jobs delayed until one
 * second, the same concurrency and the same number of connections. Null: there is no redis-server.
 */
export async function publishing(backend: BackendKind, posts: number): Promise<Published | null> {
  const installation = await openInstallation(backend);
  if (!installation) return null;
  try {
    const choice: BackendChoice = installation.redis
      ? { kind: 'redis', redisUrl: installation.redis.url }
      : { kind: 'postgres', databaseUrl: installation.databaseUrl };
    // First, so that no timer of a post is left in the queues that it uses.
    const reference = await runReference(installation, choice, posts);
    return { posts, reference, ...(await runKaiku(installation, choice, posts)) };
  } finally {
    await installation.close();
  }
}

async function runKaiku(installation: Installation, choice: BackendChoice, posts: number) {
  const { publishing: deps } = installation.kaiku;
  const pages = await connect(installation);
  const calls = new Map<string, number[]>();
  const place = (kind: ChannelKind): Channel => ({
    ...deps.channels[kind],
    health: async () => ({
      ok: true,
      message: '',
      pageName: null,
      outcome: null,
      expiresAt: null,
      dataAccessExpiresAt: null,
    }),
    async publish({ postId }, _access, tools) {
      if (!(await tools.arm())) return { kind: 'notSent', message: 'not armed' };
      calls.set(postId, [...(calls.get(postId) ?? []), Date.now()]);
      return { kind: 'published', remoteId: postId, permalink: null };
    },
  });
  const settled = counter();
  const own = openBackend(choice, () => undefined);
  const workers = startWorkers(
    {
      ...deps,
      channels: { facebook: place('facebook'), linkedin: place('linkedin'), 'website-feed': place('website-feed') },
      seen: settled.count,
    },
    own,
    { publishConcurrency: CONCURRENCY },
  );
  const course = async (count: number) => {
    const at = new Date((await databaseTime(installation)).getTime() + LEAD_MS + count * WRITE_MS);
    const due = Array.from(
      { length: count },
      (_, index) => new Date(at.getTime() + Math.floor((index * 1_000) / count)),
    );
    const rows = await schedule(installation, pages, due);
    await until(at);
    const before = await writes(deps.database.pool);
    const endedAt = await settled.reach(count);
    const perPost = ((await writes(deps.database.pool)) - before) / count;
    const lateMs = rows.map((row) => (calls.get(row.id)?.[0] ?? Number.NaN) - (row.scheduledAt as Date).getTime());
    const wrong = rows.filter((row) => calls.get(row.id)?.length !== 1).length;
    return { kaiku: { perSecond: (count * 1_000) / (endedAt - at.getTime()), lateMs }, wrong, writes: perPost };
  };
  try {
    await course(WARM_UP);
    return await course(posts);
  } finally {
    await workers.stop();
    await own.close();
  }
}

async function runReference({ databaseUrl }: Installation, choice: BackendChoice, posts: number): Promise<Course> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  const backend = openBackend(choice, () => undefined);
  const done = counter();
  const late: number[] = [];
  const workers = CHANNEL_KINDS.map((kind) =>
    backend.worker(
      `publish-${kind}`,
      async ({ data }) => {
        for (let no = 0; no < COMMITS; no += 1) {
          // The call would be before the last one, which writes down its answer.
          if (no === COMMITS - 1) late.push(Date.now() - (data as { dueAt: number }).dueAt);
          await emptyDurableCommit(pool);
        }
        done.count();
      },
      { concurrency: CONCURRENCY },
    ),
  );
  const queues = CHANNEL_KINDS.map((kind) => backend.queue(`publish-${kind}`));
  const course = async (count: number): Promise<Course> => {
    late.length = 0;
    const at = Date.now() + LEAD_MS + count * ADD_MS;
    for (let from = 0; from < count; from += 100) {
      const jobs = Array.from({ length: Math.min(100, count - from) }, (_, offset) => {
        const dueAt = at + Math.floor(((from + offset) * 1_000) / count);
        return { name: 'empty', data: { dueAt }, opts: { delay: dueAt - Date.now(), removeOnComplete: true } };
      });
      await queues[(from / 100) % queues.length]?.addBulk(jobs);
    }
    const endedAt = await done.reach(count);
    return { perSecond: (count * 1_000) / (endedAt - at), lateMs: [...late] };
  };
  for (const worker of workers) void worker.run();
  try {
    await course(WARM_UP);
    return await course(posts);
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(queues.map((queue) => queue.close()));
    await backend.close();
    await pool.end();
  }
}

/** A transaction that has a number, and so is flushed at its commit, and wrote nothing. */
async function emptyDurableCommit(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** How many transactions have written anything so far. */
async function writes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query('select pg_snapshot_xmax(pg_current_snapshot())::text as no');
  return Number(rows[0]?.no);
}

async function connect({ kaiku }: Installation): Promise<Page[]> {
  const pages: Page[] = [];
  for (let no = 0; no < PAGES_OF_A_KIND; no += 1) {
    for (const kind of CHANNEL_KINDS) {
      const id = uuidv7();
      const page: Page = { id, slug: `${kind}-${no}`, kind, remoteId: id };
      const tokens = sealTokens(kaiku.sealer, id, { accessToken: 'in-memory', refreshToken: null });
      await kaiku.publishing.database.db
        .insert(channels)
        .values({ ...page, name: page.slug, languages: ['fi'], ...tokens });
      pages.push(page);
    }
  }
  return pages;
}

/** Counts, and tells the moment at which a number is reached; then it begins anew. */
function counter() {
  let seen = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let reached: (at: number) => void = () => undefined;
  return {
    count() {
      seen += 1;
      if (seen >= wanted) reached(Date.now());
    },
    async reach(count: number): Promise<number> {
      const at = await new Promise<number>((resolve) => {
        wanted = count;
        reached = resolve;
        if (seen >= wanted) resolve(Date.now());
      });
      seen = 0;
      wanted = Number.POSITIVE_INFINITY;
      return at;
    },
  };
}

function until(at: Date): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at.getTime() - Date.now())));
}

export const PUBLISH_HEAD =
  '| backend | posts | posts/s | jobs with as many empty commits/s | ratio | p99 ms late | of the jobs | ratio | lost or twice |\n|---|---|---|---|---|---|---|---|---|';

export function publishLine(backend: BackendKind, published: Published | null): string {
  if (!published) return `| ${backend} | not measured: no redis-server | | | | | | | |`;
  const { posts, kaiku, reference, wrong } = published;
  const { ratioToReference, p99RatioToReference } = ratios(published);
  const [late, beside] = [kaiku, reference].map(({ lateMs }) => Math.round(percentile([...lateMs], 0.99)));
  const rates = [kaiku, reference].map(({ perSecond }) => Math.round(perSecond)).join(' | ');
  return `| ${backend} | ${posts} | ${rates} | ${ratioToReference} | ${late} | ${beside} | ${p99RatioToReference} | ${wrong} |`;
}

/** Two decimals. */
function ratios({ kaiku, reference }: Published) {
  const p99 = ({ lateMs }: Course) => percentile([...lateMs], 0.99);
  const round = (ratio: number) => Math.round(ratio * 100) / 100;
  return {
    ratioToReference: round(kaiku.perSecond / reference.perSecond),
    p99RatioToReference: round(p99(kaiku) / p99(reference)),
  };
}

/** What `--json` tells. */
export function publishFigures(published: Published) {
  const { posts, kaiku, reference, writes, wrong } = published;
  const told = ({ perSecond, lateMs }: Course) => ({
    perSecond: Math.round(perSecond),
    p99LateMs: Math.round(percentile([...lateMs], 0.99)),
  });
  return {
    ...ratios(published),
    posts,
    lostOrTwice: wrong,
    kaiku: told(kaiku),
    reference: told(reference),
    writingTransactionsAPost: Math.round(writes * 100) / 100,
  };
}
