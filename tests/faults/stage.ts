import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { SANDBOX_PAGES, type Sandbox, startSandbox } from '#sandbox/start';
import { readSettings } from '#src/config/settings';
import type { PostRow } from '#src/db/posts';
import { channels, media } from '#src/db/schema';
import { sha256Of } from '#src/media/store';
import { sealTokens } from '#src/secrets/channel-tokens';
import { type Kaiku, wire } from '#src/start/wire';
import { PNG } from '../sandbox/world.ts';
import { type BackendKind, type Engine, startEngine } from '../support/engine.ts';
import { keepSaid } from '../support/running.ts';
import { suiteLogger } from '../support/suite-log.ts';

const SECRET = 'a-secret-of-the-fault-tests-with-more-than-32-characters';

/** Rows and queue of an engine, real clients, real worker processes, and the sandbox as the platforms. */
export interface Stage {
  readonly engine: Engine;
  readonly sandbox: Sandbox;
  readonly kaiku: Kaiku;
  /** A page of the sandbox, connected. */
  page(kind?: 'facebook' | 'linkedin'): Promise<string>;
  /** Starts `workers/main` as a process; resolves once it works. Killed at the end of the test. */
  worker(env?: NodeJS.ProcessEnv, script?: WorkerScript): Promise<ChildProcess>;
  /** Gives a post an image, whose upload is where a worker can be caught before it arms. */
  addImage(post: PostRow): Promise<void>;
  /** How often the words of this post stand on the platforms. */
  copies(post: PostRow): { readonly remoteId: string; readonly createdAt: string }[];
}

export async function openStage(kind: BackendKind = 'postgres'): Promise<Stage> {
  const engine = await startEngine(kind);
  onTestFinished(() => engine.stop());
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-faults-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'development',
    DATABASE_URL: engine.databaseUrl,
    ...(engine.choice.kind === 'redis' ? { REDIS_URL: engine.choice.redisUrl } : {}),
    FACEBOOK_API_ORIGIN: sandbox.origin,
    LINKEDIN_API_ORIGIN: sandbox.origin,
    KAIKU_DATA_DIR: folder,
    KAIKU_SECRET: SECRET,
    LOG_LEVEL: 'trace',
    DEBUG: '*',
  };
  const read = readSettings(env, { isRoot: false });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const origins = { facebook: sandbox.origin, linkedin: sandbox.origin };
  const logger = suiteLogger('stage');
  const kaiku = wire(read.settings, { databaseUrl: engine.databaseUrl, secret: SECRET, origins, logger });
  onTestFinished(() => kaiku.close());
  const used = new Set<string>();
  return {
    engine,
    sandbox,
    kaiku,
    async page(of = 'facebook') {
      const page = SANDBOX_PAGES.find((each) => each.kind === of && !used.has(each.remoteId));
      if (!page) throw new Error(`the sandbox has no further page of ${of}`);
      used.add(page.remoteId);
      const id = await engine.channel({ kind: of, remoteId: page.remoteId });
      const tokens = sealTokens(kaiku.sealer, id, { accessToken: page.accessToken, refreshToken: null });
      await engine.deps.database.db.update(channels).set(tokens).where(eq(channels.id, id));
      return id;
    },
    worker: (more = {}, script = 'main') => startWorker({ ...env, ...more }, script),
    async addImage(post) {
      const sha256 = sha256Of(PNG);
      await kaiku.media.save(sha256, PNG);
      const about = { sha256, mime: 'image/png', bytes: PNG.length, width: 1, height: 1, alt: 'Piste' };
      const [row] = await engine.deps.database.db
        .insert(media)
        .values({ ...about, fileName: 'piste.png' })
        .returning();
      const images = [{ mediaId: row?.id, ...about }];
      await engine.deps.database.pool.query(
        `update posts set message = jsonb_set(message, '{images}', $2::jsonb) where id = $1`,
        [post.id, JSON.stringify(images)],
      );
    },
    copies: (post) => sandbox.world.ledger().filter((entry) => entry.text === post.message.text),
  };
}

const SCRIPTS = { main: '../../workers/main.ts', 'killable-worker': './killable-worker.ts' } as const;
export type WorkerScript = keyof typeof SCRIPTS;

async function startWorker(env: NodeJS.ProcessEnv, script: WorkerScript): Promise<ChildProcess> {
  const preload = env.SHIFT_CLOCK_MS ? ['--import', fileURLToPath(new URL('./shift-clock.mjs', import.meta.url))] : [];
  const child = fork(fileURLToPath(new URL(SCRIPTS[script], import.meta.url)), [], {
    env,
    execArgv: ['--import', 'tsx', '--conditions=kaiku-source', ...preload],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  keepSaid(child);
  onTestFinished(() => kill(child));
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('it ended')))]);
  return child;
}

/** kill -9, and waits for its end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Waits until it holds; for what happens in another process. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
