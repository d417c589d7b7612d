import './config/no-debug.ts';
import type { AddressInfo } from 'node:net';
import { createApp } from './api/app.ts';
import { ensureFirstAdmin } from './auth/first-admin.ts';
import { keepSealing } from './db/audit-chain.ts';
import { loadOrCreateSecret } from './secrets/secret.ts';
import { apiDeps, closeServer, listen, prepare } from './start/all.ts';
import { begin, fail, requireDatabaseUrl, stopOnSignal, tracesOf } from './start/process.ts';
import { wire } from './start/wire.ts';

const { settings, logger } = begin();
const databaseUrl = requireDatabaseUrl(settings, 'npm run start:api');
const origins = { facebook: settings.facebook.apiOrigin, linkedin: settings.linkedin.apiOrigin };
try {
  const secret = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
  const traces = await tracesOf(settings, 'api');
  const kaiku = wire(settings, { databaseUrl, secret, origins, logger, traces });
  // Whoever started it is gone: nobody would stop it any more.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  await prepare(kaiku, settings, logger);
  const api = apiDeps(kaiku, settings);
  const login = await ensureFirstAdmin(api.database, api.auth, settings.admin);
  if (login) process.stdout.write(`Sign in as ${login.email} with ${login.password} (shown once)\n`);
  keepSealing(api.database, (error) => logger.warn({ err: error }, 'the audit log was not sealed'));
  const server = await listen(createApp(api), settings.port);
  stopOnSignal(logger, async () => {
    await closeServer(server);
    await kaiku.close();
  });
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  logger.info({ event: 'ready', address }, 'the API is ready');
  process.send?.({ event: 'ready', address });
} catch (error) {
  fail(error);
}
