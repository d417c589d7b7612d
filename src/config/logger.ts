import { type DestinationStream, type Logger, pino } from 'pino';
import { scrub } from './scrub.ts';
import type { Settings } from './settings.ts';

export type { Logger } from 'pino';

/**
 * The log: one JSON object a line on standard output. Secrets are taken out of the finished line, so that it does not
 * matter whether they came in a field, a header, an address, an error or its cause, or how deep they lay.
 */
export function createLogger(options: { level: Settings['logLevel'] }, destination?: DestinationStream): Logger {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.errWithCause, error: pino.stdSerializers.errWithCause },
    hooks: { streamWrite: scrub },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
