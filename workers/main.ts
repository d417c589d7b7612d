import '#src/config/no-debug';
import { setTimeout } from 'node:timers/promises';
import { checkInstance } from '#src/db/instance';
import { serveMeters } from '#src/metrics/server';
import { loadOrCreateSecret } from '#src/secrets/secret';
import { apiDeps } from '#src/start/all';
import { importDeps } from '#src/start/imports';
import { begin, fail, requireDatabaseUrl, stopOnSignal, tracesOf } from '#src/start/process';
import { type Kaiku, wire } from '#src/start/wire';
import { startWorkers } from './start.ts';

/** However many processes start on a copied database, and in whichever order: none publishes before this was asked. */
async function checkedInstance({ publishing }: Kaiku): Promise<void> {
  for (;;) {
    try {
      const { copied } = await checkInstance(publishing.database, '', [settings.dataDir]);
      if (copied) logger.warn('this database is a copy: publishing is stopped');
      return;
    } catch (error) {
      logger.warn({ err: error }, 'the database is not ready yet');
      await setTimeout(1_000);
    }
  }
}

const { settings, logger } = begin();
const databaseUrl = requireDatabaseUrl(settings, 'npm run start:workers');
const origins = { facebook: settings.facebook.apiOrigin, linkedin: settings.linkedin.apiOrigin };
try {
  const secret = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
  const traces = await tracesOf(settings, 'workers');
  const kaiku = wire(settings, { databaseUrl, secret, origins, logger, traces });
  // Whoever started it is gone: nobody would stop it any more.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  await checkedInstance(kaiku);
  const workers = startWorkers(kaiku.publishing, kaiku.backend, {
    webhooks: kaiku.webhooks,
    people: { mailer: kaiku.mailer, publicUrl: settings.publicUrl },
    imports: importDeps(apiDeps(kaiku, settings)),
  });
  const metrics = settings.metricsPort === null ? null : await serveMeters(kaiku.meters, settings.metricsPort);
  stopOnSignal(logger, async () => {
    metrics?.close();
    await workers.stop();
    await kaiku.close();
  });
  logger.info({ event: 'ready', worker: kaiku.publishing.worker }, 'the workers are ready');
  process.send?.({ event: 'ready' });
} catch (error) {
  fail(error);
}
