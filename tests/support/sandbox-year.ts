import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { ChannelKind } from '#posts/schema/channel';
import { SANDBOX_APPS, SANDBOX_PAGES, type SandboxPage } from '#sandbox/seed';
import { startSandbox } from '#sandbox/start';
import { createChannels } from '#src/channels/index';
import type { FeedStore } from '#src/channels/website-feed/store';
import { feedStore } from '#src/feed/store';
import type { PublishingDeps } from '#src/publishing/deps';
import { publishPost } from '#workers/publish-post';
import { type ApiServer, startApi } from './api-server.ts';

const DAY = 86_400_000;

/**
 * Kaiku against the stand-in platforms, with one clock that the test moves: the stand-ins' own, and the database's.
 * `clock_timestamp()`, by which Kaiku decides everything, is replaced in the test's database by a function of the same
 * name that stands earlier in the search path. Pages are connected, lose their keys and are connected again through the
 * interface, and LinkedIn's keys of two months are renewed as they end. Limits: defaults of columns (`now()`) keep the
 * real time, so an item of the website's feed has it too, and no worker process runs: `publishDue` does its work.
 */
export interface Year {
  readonly api: ApiServer;
  readonly deps: PublishingDeps;
  readonly sandbox: Awaited<ReturnType<typeof startSandbox>>;
  readonly pages: readonly YearPage[];
  setTo(at: Date): Promise<void>;
  /** Publishes whatever is due at this moment, as a worker does, in the order of the times. */
  publishDue(): Promise<void>;
  /** The platform no longer takes the page's key, and a check of it finds that. */
  loseKey(page: YearPage): Promise<void>;
  /** A person brings a new key. */
  reconnect(page: YearPage): Promise<void>;
  close(): Promise<void>;
}

export interface YearPage {
  readonly page: SandboxPage;
  readonly slug: string;
  readonly channelId: string;
}

export async function startYear(at: Date): Promise<Year> {
  const sandbox = await startSandbox({ seed: 7 });
  const { world, origin } = sandbox;
  const now = () => new Date(world.clock.now());
  world.clock.freeze(true);
  // While the clock stands still, a picture would never be ready.
  world.switches.imageProcessingMs = 0;
  const { id: appId, secret: appSecret } = SANDBOX_APPS.linkedin;
  // The database is there only after the channels are; nobody publishes before that.
  const store = {} as FeedStore;
  const channels = createChannels({
    facebook: { version: 'v25.0', origin, now },
    linkedin: { versions: ['202609'], origin, now, app: { id: appId, secret: appSecret } },
    websiteFeed: { store },
  });
  const api = await startApi({ channels });
  const { db, pool } = api.deps.database;
  Object.assign(store, feedStore(db, api.deps.settings.publicUrl));
  await moveable(pool);
  const setTo = async (to: Date) => {
    world.clock.setTo(to.getTime());
    await pool.query('update moved.clock set at = $1', [to]);
  };
  await setTo(at);

  const must = async (method: string, path: string, status: number, body?: unknown) => {
    const answer = await api.call(method, `/api/v1${path}`, body, { 'if-match': '*' });
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const waitsForKey = async ({ slug }: YearPage) =>
    (await must('GET', `/channels/${slug}`, 200)).hold?.reason === 'reconnect';

  const keys = new Map<SandboxPage, Keys>();
  const newKeys = (page: SandboxPage): Keys => {
    const made = makeKeys(world, page);
    keys.set(page, made);
    return made;
  };
  const pages: YearPage[] = [];
  for (const [index, page] of SANDBOX_PAGES.entries()) {
    const { kind, name, remoteId } = page;
    const slug = `${kind}-${index}`;
    const made = await must('POST', '/channels', 201, { kind, slug, name, remoteId, ...newKeys(page) });
    pages.push({ page, slug, channelId: made.id });
  }
  return {
    api,
    deps: api.deps.publishing,
    sandbox,
    pages,
    setTo,
    publishDue: () => publishDue(api.deps.publishing),
    async loseKey(one) {
      world.setToken(keys.get(one.page)?.accessToken ?? '', 'expired');
      await must('POST', `/channels/${one.slug}/check`, 200);
      if (!(await waitsForKey(one))) throw new Error('the check did not find that the key is lost');
    },
    async reconnect(one) {
      await must('PATCH', `/channels/${one.slug}`, 200, newKeys(one.page));
      if (await waitsForKey(one)) throw new Error('a connected page still waits');
    },
    async close() {
      await api.close();
      await sandbox.close();
    },
  };
}

/** @throws when a post is still due after it was published, which no worker would end with */
async function publishDue(deps: PublishingDeps): Promise<void> {
  const publish = publishPost(deps);
  const due = () =>
    deps.database.pool.query<{ id: string; revision: number; kind: ChannelKind }>(
      `select posts.id, posts.revision, channels.kind from posts join channels on channels.id = posts.channel_id
       where posts.state in ('scheduled', 'retrying') and due_at <= clock_timestamp() order by scheduled_at, posts.id`,
    );
  for (const { id, revision, kind } of (await due()).rows) {
    await publish({ name: 'publish', kind, postId: id, revision });
  }
  const { rowCount } = await due();
  if (rowCount) throw new Error(`${rowCount} posts are still due`);
}

interface Keys {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** Keys that begin now, as a consent gives them; those of the seed began with the real clock. */
function makeKeys(world: Awaited<ReturnType<typeof startSandbox>>['world'], page: SandboxPage): Keys {
  const { kind, remoteId } = page;
  const seeded = world.tokens.find(kind, page.accessToken);
  if (!seeded) throw new Error(`the stand-in has no key for ${page.name}`);
  const { appId, personId, pageIds, scopes } = seeded;
  const issuedAt = world.clock.now();
  const expiresAt = kind === 'facebook' ? null : issuedAt + 60 * DAY;
  const value = `${kind}-${remoteId}-${issuedAt}`;
  const { value: accessToken } = world.tokens.add({ ...seeded, value, issuedAt, expiresAt });
  if (kind === 'facebook') return { accessToken };
  const lasting = { appId, personId, pageIds, scopes, expiresAt: issuedAt + 365 * DAY };
  return { accessToken, refreshToken: world.tokens.addRefresh(lasting).value };
}

async function moveable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('select current_database() as name');
  await pool.query(`
    create schema moved;
    create table moved.clock (at timestamptz not null);
    insert into moved.clock values (pg_catalog.clock_timestamp());
    create function moved.clock_timestamp() returns timestamptz language sql volatile as 'select at from moved.clock';
    alter database "${rows[0]?.name}" set search_path = moved, pg_catalog, public`);
  // Connections that were open keep the path that they began with.
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) client.release(true);
}

/** A post that somebody made on the page at this moment, as Kaiku knows it from then on. */
export async function takeIn(
  { api }: Year,
  given: {
    channelId: string;
    remoteId: string;
    at: Date;
    themes: string[];
    funding: string | null;
    organisationId: string;
  },
): Promise<string> {
  const { pool } = api.deps.database;
  const [announcement, post] = [uuidv7(), uuidv7()];
  const state = {
    name: 'published',
    remoteId: given.remoteId,
    permalink: null,
    publishedAt: given.at,
    proof: 'person',
    note: null,
  };
  await pool.query(
    `insert into announcements (id, slug, kind, organisation_id, texts, themes, funding, channels, state, created_by)
     values ($1, $2, 'announcement', $3, '{}', $4, $5, '{}', 'open', 'test')`,
    [announcement, announcement, given.organisationId, given.themes, given.funding],
  );
  await pool.query(
    `insert into posts (id, announcement_id, channel_id, language, state, state_data, message, published_at, remote_id, sample_due_at)
     values ($1, $2, $3, 'fi', 'published', $4, $5, $6, $7, $6::timestamptz + interval '15 minutes')`,
    [
      post,
      announcement,
      given.channelId,
      JSON.stringify(state),
      JSON.stringify({ title: 'Otsikko', text: 'Teksti', link: null, images: [], firstComment: null }),
      given.at,
      given.remoteId,
    ],
  );
  return post;
}
