import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { endLeftover } from './leftover.ts';
import { hasEnded, type ServerOptions, startServer, stopServer } from './server.ts';

const LONGEST_PAUSE_MS = 5_000;

/**
 * Keeps a server up: one that dies (killed for memory, say) is started again at the same address, for ever, with
 * growing pauses. Kaiku's pools mend themselves meanwhile.
 */
export function supervise(
  first: ChildProcess,
  options: ServerOptions,
  log: (event: object) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let child = first;
  let revival: Promise<void> = Promise.resolve();

  const watch = (): void => {
    const onExit = (): void => {
      if (!stopping.signal.aborted) revival = revive();
    };
    if (hasEnded(child)) onExit();
    else child.once('exit', onExit);
  };

  const revive = async (): Promise<void> => {
    log({ event: 'embedded-postgres.died', code: child.exitCode, signal: child.signalCode });
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        await endLeftover(options.cluster);
        child = await startServer(options);
        log({ event: 'embedded-postgres.revived', pid: child.pid });
        return watch();
      } catch (error) {
        log({ event: 'embedded-postgres.start-refused', attempt, why: (error as Error).message });
        const wait = Math.min(200 * 2 ** attempt, LONGEST_PAUSE_MS);
        await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  watch();
  return {
    stop: async () => {
      stopping.abort();
      await revival;
      await stopServer(child);
    },
  };
}
