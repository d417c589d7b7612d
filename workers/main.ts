import { loadOrCreateSecret } from '#src/secrets/secret';
import { begin, fail, requireDatabaseUrl, stopOnSignal } from '#src/start/process';
import { wire } from '#src/start/wire';
import { startWorkers } from './start.ts';

const { settings, logger } = begin();
const databaseUrl = requireDatabaseUrl(settings, 'npm run start:workers');
const origins = { facebook: settings.facebook.apiOrigin, linkedin: settings.linkedin.apiOrigin };
try {
  const secret = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
  const kaiku = wire(settings, { databaseUrl, secret, origins, logger });
  // Whoever started it is gone: nobody would stop it any more.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const workers = startWorkers(kaiku.publishing, kaiku.backend);
  stopOnSignal(logger, async () => {
    await workers.stop();
    await kaiku.close();
  });
  logger.info({ event: 'ready', worker: kaiku.publishing.worker }, 'the workers are ready');
  process.send?.({ event: 'ready' });
} catch (error) {
  fail(error);
}
