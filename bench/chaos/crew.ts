import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { end, type Installation } from '../support/installation.ts';

/** The worker processes of a run: killed, frozen and started again, each in its own place. */
export interface Crew {
  kill(place: number, backAfterMs: number): Promise<boolean>;
  freeze(place: number, forMs: number): Promise<boolean>;
  /** Wakes the frozen and replaces the dead; resolves once all work. */
  allUp(): Promise<void>;
}

export async function startCrew(installation: Installation, size: number): Promise<Crew> {
  const crew: (ChildProcess | null)[] = [];
  const coming = new Map<number, Promise<void>>();
  const start = (place: number) => {
    const started = (async () => {
      // A worker that starts while the database is down may end; whoever runs it starts it again.
      for (;;) {
        const child = await installation.worker().catch(() => null);
        crew[place] = child;
        if (child) return;
        await pause(500);
      }
    })();
    coming.set(place, started);
    return started;
  };
  await Promise.all(Array.from({ length: size }, (_, place) => start(place)));
  const aliveIn = (place: number) => {
    const child = crew[place];
    return child && child.exitCode === null && child.signalCode === null ? child : null;
  };
  return {
    async kill(place, backAfterMs) {
      await coming.get(place);
      const child = aliveIn(place);
      if (child) await end(child, 'SIGKILL');
      await pause(backAfterMs);
      await start(place);
      return child !== null;
    },
    async freeze(place, forMs) {
      await coming.get(place);
      const child = aliveIn(place);
      child?.kill('SIGSTOP');
      await pause(forMs);
      child?.kill('SIGCONT');
      return child !== null;
    },
    async allUp() {
      for (const [place] of crew.entries()) {
        await coming.get(place);
        crew[place]?.kill('SIGCONT');
        if (!aliveIn(place)) await start(place);
      }
    },
  };
}
