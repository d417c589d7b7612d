import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelKind } from '#posts/schema/channel';
import type { Job } from '#queue-config/jobs';
import type { Queues } from '#queue-config/queues';
import { createApp } from '#src/api/app';
import type { ApiDeps } from '#src/api/deps';
import { createLinkCards } from '#src/api/link-cards/cards';
import { type AuthOptions, createAuth } from '#src/auth/auth';
import type { Channel } from '#src/channels/contract';
import { createWebsiteFeedChannel } from '#src/channels/website-feed/index';
import { openDatabase } from '#src/db/client';
import { firstStart } from '#src/db/first-start';
import { createClickCounter } from '#src/feed/click-counter';
import { feedStore } from '#src/feed/store';
import { openMediaStore } from '#src/media/store';
import { createMeters } from '#src/metrics/meters';
import { type GuardedFetch, guardedFetch } from '#src/net/guarded-fetch';
import type { PublishingDeps } from '#src/publishing/deps';
import { createKeys } from '#src/publishing/keys';
import { sealerOf } from '#src/secrets/seal';
import { freshDatabase } from './database.ts';
import { suiteLogger } from './suite-log.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they were sent as it comes
  readonly body: any;
}

export interface ApiServer {
  readonly url: string;
  readonly deps: ApiDeps;
  readonly jobs: Job[];
  readonly page: FakePage;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  upload(file: Uint8Array, name: string, alt: string | null, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** A page that answers what the test says; nothing is ever published to it here. */
export interface FakePage {
  tokens: Set<string>;
  seen: Awaited<ReturnType<Channel['find']>>;
}

export const SECRET = 'a secret of the tests only, long enough';
export const SIGNING_KEY = 'a signing key of the tests only, long enough';
export const KEY = 'test-key-0123456789-0123456789-0123456789';

/** The interface over real HTTP on a free port, with a database of its own and a queue that only records. */
export async function startApi(
  given: Partial<Pick<AuthOptions, 'mailer' | 'oidc' | 'signInsAMinute'> & Pick<ApiDeps, 'connectors'>> & {
    embedFile?: string;
    fetch?: GuardedFetch;
    /** In place of the pages in memory. */
    channels?: ApiDeps['channels'];
  } = {},
): Promise<ApiServer> {
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.url, { onError: () => undefined });
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-api-'));
  await firstStart(database, { bootstrapKey: KEY, dataFolder: folder });
  const jobs: Job[] = [];
  const page: FakePage = { tokens: new Set(['good-token']), seen: { kind: 'absent', proof: false } };
  const settings = {
    publicUrl: 'http://kaiku.test',
    allowPrivateAddresses: true,
    backupFolder: join(folder, 'backups'),
    ...(given.embedFile ? { embedFile: given.embedFile } : {}),
  };
  const channels = given.channels ?? {
    facebook: fakeChannel('facebook', page),
    linkedin: fakeChannel('linkedin', page),
    'website-feed': createWebsiteFeedChannel({ store: feedStore(database.db, settings.publicUrl) }),
  };
  const sealer = sealerOf(SECRET);
  const media = openMediaStore(join(folder, 'media'));
  const logger = suiteLogger('api');
  const queues = recording(jobs);
  const publishing: PublishingDeps = {
    database,
    queues,
    channels,
    logger,
    keys: createKeys({ database, queues, channels, sealer, logger, worker: 'test-worker' }),
    readImage: (_mediaId, sha256) => media.read(sha256),
    shortLinkBase: () => `${settings.publicUrl}/r/`,
    random: () => 0.5,
    worker: 'test-worker',
  };
  const clicks = createClickCounter({ db: database.db, logger });
  const { mailer = null, oidc = null, signInsAMinute = 1000, connectors = {} } = given;
  const auth = createAuth({
    db: database.db,
    keys: { current: SIGNING_KEY, previous: [] },
    publicUrl: settings.publicUrl,
    mailer,
    oidc,
    logger,
    signInsAMinute,
  });
  const deps: ApiDeps = {
    auth,
    mailer,
    connectors,
    database,
    queues,
    channels,
    publishing,
    sealer,
    settings,
    logger,
    media,
    linkCards: createLinkCards({ fetch: given.fetch ?? guardedFetch, media }),
    clicks,
    meters: createMeters(database, queues),
    fetch: fetchNear,
  };
  const server = createApp(deps).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = async (path: string, init: RequestInit): Promise<Answer> => answerOf(await fetch(`${url}${path}`, init));
  return {
    url,
    deps,
    jobs,
    page,
    call: (method, path, body, headers = {}) =>
      send(path, {
        method,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${KEY}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    upload: (file, name, alt, headers = {}) => {
      const form = new FormData();
      form.append('file', new Blob([file as Uint8Array<ArrayBuffer>]), name);
      if (alt !== null) form.append('alt', alt);
      return send('/api/v1/media', { method: 'POST', body: form, headers: { 'x-api-key': KEY, ...headers } });
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await clicks.close();
      await database.close();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const body = text !== '' && /json/.test(type) ? JSON.parse(text) : text;
  return { status: response.status, type, headers: response.headers, body };
}

function recording(jobs: Job[]): Queues {
  return {
    backend: 'postgres',
    add: async (added) => void jobs.push(...added),
    stateOf: async () => 'missing',
    promote: async () => undefined,
    schedule: async () => undefined,
    lastRoundAt: async () => null,
    counts: async () => [],
    all: () => [],
    repair: async () => false,
    close: async () => undefined,
  };
}

function fakeChannel(kind: ChannelKind, page: FakePage): Channel {
  const never = async () => {
    throw new Error('the API publishes nothing itself');
  };
  return {
    kind,
    publish: never,
    comment: never,
    findComment: never,
    edit: never,
    read: never,
    retract: never,
    metrics: never,
    find: async () => page.seen,
    locate: async () => page.seen,
    async health({ accessToken }) {
      const ok = page.tokens.has(accessToken);
      const message = ok ? 'Kaiku can publish to this page.' : 'The page does not accept this token.';
      return { ok, message, pageName: 'Sivu', outcome: null, expiresAt: null, dataAccessExpiresAt: null };
    },
    versionEndsAt: null,
  };
}

/** A small announcement for the website. */
export function anAnnouncement(over: Record<string, unknown> = {}) {
  return {
    kind: 'announcement',
    organisation: 'lapin-amk',
    texts: {
      fi: {
        title: `Puurakentamisen ilta ${randomBytes(3).toString('hex')}`,
        body: 'Tervetuloa kuulemaan puurakentamisesta.',
      },
    },
    channels: ['website'],
    ...over,
  };
}

/** Reaches this machine; a private address elsewhere is refused as always, and all others answer: no test asks the internet. */
const fetchNear: GuardedFetch = async (address, bounds) => {
  if (/^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(address)) {
    return guardedFetch(address, { ...bounds, allowPrivate: true });
  }
  if (/^http:\/\/\d/.test(address)) return guardedFetch(address, bounds);
  return { ok: true, status: 204, headers: {}, body: Buffer.alloc(0), finalUrl: address, notModified: false };
};
