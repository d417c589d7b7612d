import { begin, requireDatabaseUrl } from '#src/start/process';
import { wire } from '#src/start/wire';
import { startWorkers } from '#workers/start';

/** `workers/main` with a kill point: it ends like a killed process when the post KILL_POST reaches KILL_AT. */
const { settings, logger } = begin();
const databaseUrl = requireDatabaseUrl(settings, 'the killable worker');
const origins = { facebook: settings.facebook.apiOrigin, linkedin: settings.linkedin.apiOrigin };
const kaiku = wire(settings, { databaseUrl, secret: settings.secret ?? '', origins, logger });
const reached = (point: string, postId: string): void => {
  if (point === process.env.KILL_AT && postId === process.env.KILL_POST) process.kill(process.pid, 'SIGKILL');
};
startWorkers({ ...kaiku.publishing, reached }, kaiku.backend, { sweepEveryMs: 500, publishConcurrency: 1 });
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.send?.({ event: 'ready' });
