import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Express } from 'express';
import { createApp } from '#src/api/app';
import type { ApiDeps } from '#src/api/deps';
import { createLinkCards } from '#src/api/link-cards/cards';
import { createSamples } from '#src/api/trial/samples';
import { createAuth } from '#src/auth/auth';
import { ensureFirstAdmin, type Login } from '#src/auth/first-admin';
import { facebookConnector } from '#src/channels/connect/facebook';
import { linkedInConnector } from '#src/channels/connect/linkedin';
import type { Logger } from '#src/config/logger';
import type { AppKeys, Settings } from '#src/config/settings';
import { keepSealing } from '#src/db/audit-chain';
import { acquireDataFolder, type DataFolderLock } from '#src/db/embedded/lock';
import { startEmbeddedPostgres } from '#src/db/embedded/start';
import { firstStart } from '#src/db/first-start';
import { checkInstance } from '#src/db/instance';
import { migrateAll } from '#src/db/migrate';
import { loadOrCreateSecret } from '#src/secrets/secret';
import { startWorkers } from '#workers/start';
import { importDeps } from './imports.ts';
import { tracesOf } from './process.ts';
import { ROOT } from './root.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { connectSandboxPages } from './trial.ts';
import { appsOf, type Kaiku, mayBePrivate, wire } from './wire.ts';

export interface Running {
  readonly address: string;
  readonly sandboxOrigin: string | null;
  /** The file with the generated API key; null when one was given by the settings. */
  readonly keyFile: string | null;
  /** The login that was generated for the first administrator: shown once, kept nowhere. */
  readonly login: Login | null;
  stop(): Promise<void>;
}

/** Everything in one process group: database, sandbox, API, workers (design §13, `npm start`). */
export async function startAll(settings: Settings, logger: Logger): Promise<Running> {
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) {
      await close().catch((error) => logger.error({ err: error }, 'closing broke'));
    }
  };
  try {
    const databaseUrl = await database(settings, logger, closing);
    await migrateAll(databaseUrl);
    const sandbox = settings.sandbox ? await sandboxOf(settings, closing) : null;
    const origins = {
      facebook: settings.facebook.apiOrigin ?? sandbox?.origin ?? null,
      linkedin: settings.linkedin.apiOrigin ?? sandbox?.origin ?? null,
    };
    const secret = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
    const traces = await tracesOf(settings, 'all');
    const kaiku = wire(settings, { databaseUrl, secret, origins, logger, traces });
    closing.push(() => kaiku.close());
    const { keyFile } = await prepare(kaiku, settings, logger);
    const api = apiDeps(kaiku, settings, sandbox?.origin);
    const login = await ensureFirstAdmin(api.database, api.auth, settings.admin);
    if (sandbox) {
      await connectSandboxPages(kaiku, sandbox.origin);
      await createSamples(api);
    }
    const stopSealing = keepSealing(api.database, (error) =>
      logger.warn({ err: error }, 'the audit log was not sealed'),
    );
    closing.push(async () => stopSealing());
    const server = await listen(createApp(api), settings.port);
    closing.push(() => closeServer(server));
    const workers = startWorkers(kaiku.publishing, kaiku.backend, {
      webhooks: kaiku.webhooks,
      people: { mailer: kaiku.mailer, publicUrl: settings.publicUrl },
      imports: importDeps(api),
    });
    closing.push(() => workers.stop());
    const { port } = server.address() as AddressInfo;
    return { address: `http://localhost:${port}`, sandboxOrigin: sandbox?.origin ?? null, keyFile, login, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the HTTP interface is made of, from the wired parts. */
export function apiDeps(kaiku: Kaiku, settings: Settings, sandboxOrigin: string | null = null): ApiDeps {
  const { database, queues, channels, logger } = kaiku.publishing;
  const { publicUrl } = settings;
  const { mailer } = kaiku;
  return {
    auth: createAuth({
      db: database.db,
      keys: kaiku.authKeys,
      publicUrl,
      mailer,
      oidc: settings.oidc,
      logger,
    }),
    mailer,
    connectors: connectorsOf(settings, sandboxOrigin),
    database,
    queues,
    channels,
    publishing: kaiku.publishing,
    sealer: kaiku.sealer,
    media: kaiku.media,
    linkCards: createLinkCards({ fetch: kaiku.fetch, media: kaiku.media }),
    clicks: kaiku.clicks,
    meters: kaiku.meters,
    fetch: kaiku.fetch,
    settings: {
      publicUrl: settings.publicUrl,
      sandboxOrigin,
      allowPrivateAddresses: mayBePrivate(settings),
      backupFolder: join(settings.dataDir, 'backups'),
      staffUiFolder: join(ROOT, 'dist/web'),
      embedFile: join(ROOT, 'dist/embed.js'),
    },
    logger,
  };
}

/** Platforms whose app is known. */
function connectorsOf(settings: Settings, sandboxOrigin: string | null): ApiDeps['connectors'] {
  const { facebook, linkedin } = settings;
  const origins = { facebook: facebook.apiOrigin ?? sandboxOrigin, linkedin: linkedin.apiOrigin ?? sandboxOrigin };
  const apps = appsOf(settings, origins);
  const of = (app: AppKeys, origin: string | null, version: string) => ({
    appId: app.id,
    appSecret: app.secret,
    origin,
    version,
  });
  return {
    ...(apps.facebook
      ? { facebook: facebookConnector(of(apps.facebook, origins.facebook, facebook.graphVersion)) }
      : {}),
    ...(apps.linkedin ? { linkedin: linkedInConnector(of(apps.linkedin, origins.linkedin, linkedin.version)) } : {}),
  };
}

/** What every first start creates, and a look whether this database is a copy. */
export async function prepare(kaiku: Kaiku, settings: Settings, logger: Logger) {
  const { database } = kaiku.publishing;
  const started = await firstStart(database, { bootstrapKey: settings.bootstrapApiKey, dataFolder: settings.dataDir });
  const instance = await checkInstance(database, settings.databaseUrl ? '' : settings.dataDir);
  if (instance.copied) logger.warn({ uncertain: instance.uncertain }, 'this database is a copy: publishing is stopped');
  return started;
}

/** Starts to answer on a port; rejects when it is taken, with what to do. */
export function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program. Stop it, or start Kaiku with another PORT.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
    });
    server.listen(port, () => resolve(server));
  });
}

/** Lets requests under way finish; connections that only wait are closed at once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}

async function database(settings: Settings, logger: Logger, closing: (() => Promise<unknown>)[]): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl;
  const lock: DataFolderLock = await acquireDataFolder({
    dataDir: settings.dataDir,
    address: `http://localhost:${settings.port}`,
  });
  closing.push(() => lock.release());
  const postgres = await startEmbeddedPostgres({ dataDir: settings.dataDir, log: (event) => logger.info(event) });
  closing.push(() => postgres.stop());
  return postgres.url;
}

async function sandboxOf(settings: Settings, closing: (() => Promise<unknown>)[]): Promise<SandboxProcess> {
  const sandbox = await startSandboxProcess(
    settings.port === 0 ? 0 : settings.port + 10,
    join(settings.dataDir, 'sandbox.json'),
  );
  closing.push(() => sandbox.stop());
  return sandbox;
}
