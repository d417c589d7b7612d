import { createLogger, type Logger } from '#src/config/logger';
import { describeProblems, readSettings, type Settings } from '#src/config/settings';
import { openTraces, type Traces } from './traces.ts';

/** Settings and log of this process, or its end with every problem told. */
export function begin(): { settings: Settings; logger: Logger } {
  const read = readSettings(process.env, { isRoot: process.getuid?.() === 0 });
  if (!read.ok) {
    process.stderr.write(`${describeProblems(read.problems)}\n`);
    process.exit(1);
  }
  // At a terminal a person reads along: warnings only, unless asked otherwise.
  const quiet = process.stdout.isTTY && process.env.LOG_LEVEL === undefined;
  return { settings: read.settings, logger: createLogger({ level: quiet ? 'warn' : read.settings.logLevel }) };
}

/** Traces of this process where the settings ask for them; before anything else is wired. */
export function tracesOf({ tracesEndpoint }: Settings, part: string): Promise<Traces | null> {
  return tracesEndpoint ? openTraces(tracesEndpoint, part) : Promise.resolve(null);
}

/** Where there is no embedded database: `npm start` alone runs it. */
export function requireDatabaseUrl(settings: Settings, command: string): string {
  if (settings.databaseUrl) return settings.databaseUrl;
  process.stderr.write(
    `${command} needs DATABASE_URL, such as postgres://user:password@host:5432/kaiku.\n` +
      'The database that comes along belongs to `npm start`, which runs everything in one.\n',
  );
  process.exit(1);
}

/** Runs `stop` once on SIGTERM or SIGINT; a second signal ends at once. */
export function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    stop()
      .then(() => process.exit(0))
      .catch((error) => {
        logger.error({ err: error }, 'stopping broke');
        process.exit(1);
      });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Ends the process with what a person should know; a bug shows its trace. */
export function fail(error: unknown): never {
  const known =
    error instanceof Error && /already runs here|needs |does not start|taken|belongs to/.test(error.message);
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
  process.exit(1);
}
