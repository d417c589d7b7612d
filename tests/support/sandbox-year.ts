import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { ChannelKind } from '#posts/schema/channel';
import { SANDBOX_PAGES, type SandboxPage } from '#sandbox/seed';
import { startSandbox } from '#sandbox/start';
import { createChannels } from '#src/channels/index';
import type { ChannelRow, PublishingDeps } from '#src/publishing/deps';
import type { Entry } from '#src/publishing/keys';
import { type Engine, startEngine } from './engine.ts';

/**
 * The machinery against the stand-in platforms, with one clock that the test moves: the stand-ins' own, and the
 * database's. `clock_timestamp()`, by which Kaiku decides everything, is replaced in the test's database by a function
 * of the same name that stands earlier in the search path. Limits: defaults of columns (`now()`) keep the real time,
 * nothing is published in that year (posts are made by hand on the pages), and no worker process runs.
 */
export interface Year {
  readonly engine: Engine;
  readonly deps: PublishingDeps;
  readonly sandbox: Awaited<ReturnType<typeof startSandbox>>;
  readonly pages: readonly { readonly page: SandboxPage; readonly channelId: string }[];
  setTo(at: Date): Promise<void>;
  close(): Promise<void>;
}

export async function startYear(at: Date): Promise<Year> {
  const sandbox = await startSandbox({ seed: 7 });
  const engine = await startEngine();
  const { pool } = engine.deps.database;
  await moveable(pool, engine.databaseUrl);
  const origin = sandbox.origin;
  const now = () => new Date(sandbox.world.clock.now());
  const none = { store: {} } as never;
  const channels = createChannels({
    facebook: { version: 'v25.0', origin, now },
    linkedin: { versions: ['202609'], origin, now },
    websiteFeed: none,
  });
  const byRemote = new Map(SANDBOX_PAGES.map((page) => [page.remoteId, page]));
  const enter = async (channel: ChannelRow): Promise<Entry> => {
    const { id, remoteId } = channel;
    const accessToken = byRemote.get(remoteId ?? '')?.accessToken ?? '';
    const access = { channelId: id, remoteId: remoteId ?? '', accessToken, refreshToken: null };
    return { kind: 'open', access, channel };
  };
  const deps: PublishingDeps = {
    ...engine.deps,
    channels,
    keys: { open: enter, check: enter },
  };
  const pages: { page: SandboxPage; channelId: string }[] = [];
  for (const page of SANDBOX_PAGES) {
    const kind: ChannelKind = page.kind;
    pages.push({ page, channelId: await engine.channel({ kind, remoteId: page.remoteId, name: page.name }) });
  }
  const year: Year = {
    engine,
    deps,
    sandbox,
    pages,
    async setTo(to) {
      sandbox.world.clock.freeze(true);
      sandbox.world.clock.setTo(to.getTime());
      await pool.query('update moved.clock set at = $1', [to]);
    },
    async close() {
      await engine.stop();
      await sandbox.close();
    },
  };
  await year.setTo(at);
  return year;
}

async function moveable(pool: pg.Pool, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await pool.query(`
    create schema moved;
    create table moved.clock (at timestamptz not null);
    insert into moved.clock values (pg_catalog.clock_timestamp());
    create function moved.clock_timestamp() returns timestamptz language sql volatile as 'select at from moved.clock';
    alter database "${name}" set search_path = moved, pg_catalog, public`);
  // Connections that were open keep the path that they began with.
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) client.release(true);
}

/** A post that somebody made on the page at this moment, as Kaiku knows it from then on. */
export async function takeIn(
  { engine }: Year,
  given: {
    channelId: string;
    remoteId: string;
    at: Date;
    themes: string[];
    funding: string | null;
    organisationId: string;
  },
): Promise<string> {
  const { pool } = engine.deps.database;
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
