import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ChannelKind } from '#posts/schema/channel';
import { mayTrack } from '#posts/tracking';
import { type Backend, openBackend } from '#queue-config/backend';
import { createQueues } from '#queue-config/queues';
import { SANDBOX_APPS } from '#sandbox/seed';
import type { AuthKeys } from '#src/auth/keys';
import { createChannels } from '#src/channels/index';
import type { Logger } from '#src/config/logger';
import type { AppKeys, Settings } from '#src/config/settings';
import { openDatabase } from '#src/db/client';
import { type ClickCounter, createClickCounter } from '#src/feed/click-counter';
import { feedStore } from '#src/feed/store';
import { type MediaStore, openMediaStore } from '#src/media/store';
import { createMeters, type Meters } from '#src/metrics/meters';
import { type GuardedFetch, guardedFetch } from '#src/net/guarded-fetch';
import { type Mailer, openMailer } from '#src/notify/mail';
import type { WebhookDeps } from '#src/notify/webhooks/deps';
import type { PublishingDeps } from '#src/publishing/deps';
import { createKeys } from '#src/publishing/keys';
import { deriveKey, type Sealer, sealerOf } from '#src/secrets/seal';
import type { Traces } from './traces.ts';

/** Where the platforms answer: null is the real one. */
export interface Origins {
  readonly facebook: string | null;
  readonly linkedin: string | null;
}

/** One process's parts, put together; the only place that does. */
export interface Kaiku {
  readonly publishing: PublishingDeps;
  readonly backend: Backend;
  readonly sealer: Sealer;
  readonly authKeys: AuthKeys;
  readonly media: MediaStore;
  readonly clicks: ClickCounter;
  /** What Prometheus reads of this process. */
  readonly meters: Meters;
  /** The only way to an address that somebody typed. */
  readonly fetch: GuardedFetch;
  /** What telling webhooks takes. */
  readonly webhooks: WebhookDeps;
  /** Null: no mail can be sent. */
  readonly mailer: Mailer | null;
  close(): Promise<void>;
}

export function wire(
  settings: Settings,
  given: { databaseUrl: string; secret: string; origins: Origins; logger: Logger; traces?: Traces | null },
): Kaiku {
  const { logger } = given;
  const onError = (error: Error) => logger.warn({ err: error }, 'a connection broke; it is made again');
  const database = openDatabase(given.databaseUrl, { max: 10, onError });
  const backend = openBackend(
    settings.redisUrl
      ? { kind: 'redis', redisUrl: settings.redisUrl }
      : { kind: 'postgres', databaseUrl: given.databaseUrl },
    onError,
    given.traces?.telemetry,
  );
  const queues = createQueues(backend);
  const sealer = sealerOf(given.secret, settings.previousSecrets);
  const media = openMediaStore(join(settings.dataDir, 'media'));
  const clicks = createClickCounter({ db: database.db, logger });
  const apps = appsOf(settings, given.origins);
  const channels = createChannels({
    facebook: {
      version: settings.facebook.graphVersion,
      ...(given.origins.facebook ? { origin: given.origins.facebook } : {}),
      ...(apps.facebook ? { appId: apps.facebook.id, appSecret: apps.facebook.secret } : {}),
    },
    linkedin: {
      versions: [settings.linkedin.version, ...settings.linkedin.fallbackVersions],
      ...(given.origins.linkedin ? { origin: given.origins.linkedin } : {}),
      ...(apps.linkedin ? { app: apps.linkedin } : {}),
      readCardImage: (sha256) => media.read(sha256),
    },
    websiteFeed: { store: feedStore(database.db, settings.publicUrl) },
  });
  const worker = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const meters = createMeters(database, queues);
  const publishing: PublishingDeps = {
    database,
    queues,
    channels,
    keys: createKeys({ database, queues, channels, sealer, logger, worker }),
    readImage: (_mediaId, sha256) => media.read(sha256),
    shortLinkBase: (kind) =>
      mayTrack(settings.publicUrl, isReal(kind, given.origins)) ? `${settings.publicUrl}/r/` : null,
    logger,
    random: Math.random,
    worker,
    seen: (attempt) => meters.attempt(attempt),
  };
  const fetch: GuardedFetch = (address, bounds) =>
    guardedFetch(address, { ...bounds, allowPrivate: mayBePrivate(settings) });
  return {
    publishing,
    backend,
    sealer,
    fetch,
    mailer: settings.smtpUrl ? openMailer(settings.smtpUrl, settings.mailFrom) : null,
    webhooks: { database, sealer, fetch, logger, random: Math.random },
    authKeys: authKeysOf(given.secret, settings.previousSecrets),
    media,
    clicks,
    meters,
    async close() {
      await clicks.close();
      await queues.close();
      await backend.close();
      await database.close();
      await given.traces?.close();
    },
  };
}

export function authKeysOf(secret: string, previousSecrets: readonly string[]): AuthKeys {
  const keyOf = (one: string) => deriveKey(one, 'sessions').toString('base64url');
  return { current: keyOf(secret), previous: previousSecrets.map(keyOf) };
}

/** The platforms' apps; stand-ins know an app of their own, so that the whole way can be tried out. */
export function appsOf(settings: Settings, origins: Origins): Record<keyof Origins, AppKeys | null> {
  const of = (kind: keyof Origins) => settings[kind].app ?? (origins[kind] === null ? null : SANDBOX_APPS[kind]);
  return { facebook: of('facebook'), linkedin: of('linkedin') };
}

/** In trial mode the receivers, calendars and pages that one tries out are on one's own machine. */
export function mayBePrivate(settings: Settings): boolean {
  return settings.sandbox && settings.mode !== 'production';
}

function isReal(kind: ChannelKind, origins: Origins): boolean {
  if (kind === 'website-feed') return false;
  return origins[kind] === null;
}
