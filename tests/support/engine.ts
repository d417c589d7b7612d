import type { Telemetry } from 'bullmq';
import { v7 as uuidv7 } from 'uuid';
import type { ChannelKind } from '#posts/schema/channel';
import { type BackendChoice, openBackend } from '#queue-config/backend';
import { publishJob } from '#queue-config/jobs';
import { createQueues } from '#queue-config/queues';
import { withJobs } from '#queue-config/with-jobs';
import { openDatabase } from '#src/db/client';
import { databaseNow, getPost, insertPosts, type PostRow } from '#src/db/posts';
import { announcements, channels, cluster, organisations } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from '#src/publishing/deps';
import type { Entry } from '#src/publishing/keys';
import { type RunningWorkers, startWorkers, type WorkerOptions } from '#workers/start';
import { freshDatabase } from './database.ts';
import { type FakePlatform, fakePlatform } from './fake-platform.ts';
import { freshRedis } from './redis.ts';
import { suiteLogger } from './suite-log.ts';

export type BackendKind = BackendChoice['kind'];

/** The machinery on a database of its own, with a platform in memory; nothing of HTTP. */
export interface Engine {
  readonly deps: PublishingDeps;
  readonly platform: FakePlatform;
  readonly databaseUrl: string;
  readonly choice: BackendChoice;
  /** Starts a set of workers of its own; stopped with the engine. */
  workers(options?: WorkerOptions & Partial<PublishingDeps>): RunningWorkers;
  channel(changes?: Partial<typeof channels.$inferInsert>): Promise<string>;
  /** A scheduled post, due `inMs` from now by the database's clock, with its job unless `job` is false. */
  post(options?: {
    inMs?: number;
    channelId?: string;
    text?: string;
    worthMs?: number;
    firstComment?: string;
    /** Whose queue its job goes to; the sweep asks the channel itself. */
    kind?: ChannelKind;
    job?: boolean;
  }): Promise<PostRow>;
  read(id: string): Promise<PostRow>;
  /** Waits until the post is in one of these states. */
  until(id: string, ...states: PostRow['state'][]): Promise<PostRow>;
  stop(): Promise<void>;
}

/** @param given a server of the test's own, for tests that kill it; otherwise the run's shared ones */
export async function startEngine(
  kind: BackendKind = 'postgres',
  given: { readonly databaseUrl?: string; readonly redisUrl?: string; readonly telemetry?: Telemetry } = {},
): Promise<Engine> {
  const fresh = given.databaseUrl ? { url: given.databaseUrl, drop: async () => undefined } : await freshDatabase();
  const choice: BackendChoice =
    kind === 'redis'
      ? { kind, redisUrl: given.redisUrl ?? (await freshRedis()).url }
      : { kind, databaseUrl: fresh.url };
  const logger = suiteLogger('engine');
  const ignore = (error: unknown) => logger.debug({ err: error }, 'connection');
  const database = openDatabase(fresh.url, { max: 12, onError: ignore });
  const backend = openBackend(choice, ignore, given.telemetry);
  const queues = createQueues(backend);
  const platform = fakePlatform();
  const running: RunningWorkers[] = [];
  const deps: PublishingDeps = {
    database,
    queues,
    channels: { facebook: platform, linkedin: fakePlatform('linkedin'), 'website-feed': fakePlatform('website-feed') },
    keys: { open: enter, check: enter },
    readImage: async () => new Uint8Array(),
    shortLinkBase: () => null,
    logger,
    random: () => 0.5,
    worker: 'test',
  };
  await database.db.insert(cluster).values({ name: 'Test', zone: 'Europe/Helsinki', languages: ['fi'] });
  const [organisation] = await database.db
    .insert(organisations)
    .values({ slug: 'org', names: { fi: 'Org' } })
    .returning();
  const organisationId = organisation?.id as string;
  const engine: Engine = {
    deps,
    platform,
    databaseUrl: fresh.url,
    choice,
    workers(options = {}) {
      // A set of workers has its own connections, as every process does.
      const own = openBackend(choice, ignore, given.telemetry);
      const started = startWorkers({ ...deps, ...options }, own, { sweepEveryMs: 1_000, ...options });
      let stopped: Promise<void> | null = null;
      const stop = () => {
        stopped ??= started.stop().then(() => own.close());
        return stopped;
      };
      running.push({ ...started, stop });
      return { ...started, stop };
    },
    async channel(changes = {}) {
      const id = uuidv7();
      const values = { id, slug: `c-${id}`, kind: 'facebook' as const, name: 'Page', remoteId: id, languages: ['fi'] };
      await database.db.insert(channels).values({ ...values, ...changes });
      return id;
    },
    post: (options = {}) => makePost(engine, organisationId, options),
    async read(id) {
      return (await getPost(database.db, id)) as PostRow;
    },
    async until(id, ...states) {
      for (;;) {
        const post = await engine.read(id);
        if (states.includes(post.state)) return post;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      await Promise.all(running.map((workers) => workers.stop()));
      await queues.close();
      await backend.close();
      await database.close();
      await fresh.drop();
    },
  };
  return engine;
}

async function enter(channel: ChannelRow): Promise<Entry> {
  const { id, remoteId } = channel;
  const access = { channelId: id, remoteId: remoteId ?? '', accessToken: 'token', refreshToken: null };
  return { kind: 'open', access, channel };
}

async function makePost(
  engine: Engine,
  organisationId: string,
  options: NonNullable<Parameters<Engine['post']>[0]>,
): Promise<PostRow> {
  const { database, queues } = engine.deps;
  const channelId = options.channelId ?? (await engine.channel());
  const id = uuidv7();
  return withJobs(database, queues, async (tx, jobs) => {
    await tx.db.insert(announcements).values({
      id,
      slug: id,
      kind: 'announcement',
      organisationId,
      texts: { fi: { title: 'Otsikko', body: options.text ?? 'Teksti' } },
      channels: [channelId],
      state: 'open',
      createdBy: 'test',
    });
    const now = await databaseNow(tx.db);
    const scheduledAt = new Date(now.getTime() + (options.inMs ?? 0));
    const message = {
      title: 'Otsikko',
      text: options.text ?? `Teksti ${id}`,
      link: null,
      images: [],
      firstComment: options.firstComment ?? null,
    };
    const planned = {
      channelId,
      channel: 'c',
      language: 'fi',
      step: null,
      scheduledAt,
      worthUntil: new Date(scheduledAt.getTime() + (options.worthMs ?? 86_400_000)),
      message,
    };
    const [post] = await insertPosts(tx, id, [planned], { name: 'scheduled' });
    if (options.job !== false) jobs.push(publishJob(post as PostRow, options.kind ?? 'facebook'));
    return post as PostRow;
  });
}
