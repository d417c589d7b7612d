import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { localDate } from '#posts/time';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { countClicks, type DayClicks, forgetBatches } from '#src/db/links';

/** Counts clicks by link and day; what it holds of a click is the link's code and the date. */
export interface ClickCounter {
  /** Answers at once; the database hears of it within a second, or when it is back. */
  count(code: string): void;
  /** Writes what waits; false when the database could not be reached. */
  flush(): Promise<boolean>;
  /** Writes what waits, trying for some seconds, then lets go. */
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
const CLOSE_TRIES = 20;
const CLOSE_PAUSE_MS = 500;
const ZONE_FRESH_MS = 60_000;
const FORGET_EVERY_MS = 3_600_000;

interface Batch {
  readonly id: string;
  readonly clicks: readonly DayClicks[];
}

/**
 * Clicks wait in memory and are written in one statement a second. A batch keeps its id until the database said that it
 * is written, so a lost answer loses nothing and counts nothing twice.
 * @param now this process's clock; it decides only on which day a click is counted
 */
export function createClickCounter(deps: {
  db: Database;
  logger: Logger;
  now?: () => Date;
  everyMs?: number;
}): ClickCounter {
  const now = deps.now ?? (() => new Date());
  const instants = new Map<number, Map<string, number>>();
  let batch: Batch | null = null;
  let flushing: Promise<boolean> | null = null;
  let zone: { name: string; at: number } | null = null;
  let forgetAt = 0;
  let failing = false;

  async function clusterZone(): Promise<string> {
    const at = now().getTime();
    if (zone && Math.abs(at - zone.at) < ZONE_FRESH_MS) return zone.name;
    zone = { name: (await getCluster(deps.db)).zone, at };
    return zone.name;
  }

  async function write(): Promise<boolean> {
    try {
      while (batch || instants.size > 0) {
        batch ??= cut(instants, await clusterZone());
        await countClicks(deps.db, batch.id, batch.clicks);
        batch = null;
      }
      if (now().getTime() >= forgetAt) {
        await forgetBatches(deps.db);
        forgetAt = now().getTime() + FORGET_EVERY_MS;
      }
      failing = false;
      return true;
    } catch (error) {
      if (!failing) deps.logger.warn({ err: error }, 'clicks wait until the database answers');
      failing = true;
      return false;
    }
  }

  function flush(): Promise<boolean> {
    flushing ??= write().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  const timer = setInterval(() => {
    if (batch || instants.size > 0) void flush();
  }, deps.everyMs ?? EVERY_MS);
  timer.unref();

  return {
    count(code) {
      // By the minute: every zone's midnight is one, and the zone is known only once the database answers.
      const minute = Math.floor(now().getTime() / 60_000);
      const codes = instants.get(minute) ?? new Map<string, number>();
      codes.set(code, (codes.get(code) ?? 0) + 1);
      instants.set(minute, codes);
    },
    flush,
    async close() {
      clearInterval(timer);
      await flushing;
      for (let left = CLOSE_TRIES; batch || instants.size > 0; left -= 1) {
        if (await flush()) continue;
        if (left === 0) {
          deps.logger.error({ links: waiting(instants, batch) }, 'clicks were lost: the database did not come back');
          return;
        }
        await pause(CLOSE_PAUSE_MS);
      }
    },
  };
}

/** Takes everything that waits into one batch of dates. */
function cut(instants: Map<number, Map<string, number>>, zone: string): Batch {
  const sums = new Map<string, DayClicks>();
  for (const [minute, codes] of instants) {
    const day = localDate(new Date(minute * 60_000), zone);
    for (const [code, clicks] of codes) {
      const key = `${day} ${code}`;
      sums.set(key, { code, day, clicks: clicks + (sums.get(key)?.clicks ?? 0) });
    }
  }
  instants.clear();
  return { id: randomUUID(), clicks: [...sums.values()] };
}

function waiting(instants: Map<number, Map<string, number>>, batch: Batch | null): number {
  const later = [...instants.values()].reduce((sum, codes) => sum + codes.size, 0);
  return later + (batch?.clicks.length ?? 0);
}
