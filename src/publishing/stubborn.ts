import type { Logger } from 'pino';

/** The answer of a platform is worth waiting for a database that restarts. */
const PAUSES_MS = [200, 1_000, 3_000, 10_000, 30_000];

/** Writes down what the world said, again and again while the database is away. @throws the last failure */
export async function writeStubbornly<T>(logger: Logger, write: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await write();
    } catch (error) {
      logger.warn({ err: error }, 'answer not written yet');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return write();
}
