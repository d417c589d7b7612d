import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '#posts/outcome';
import type { ChannelKind } from '#posts/schema/channel';
import type { Queues } from '#queue-config/queues';
import type { OpenDatabase } from '#src/db/client';
import { stateNow } from './state.ts';

/** One attempt that ended. */
export interface AttemptSeen {
  readonly kind: ChannelKind;
  readonly outcome: Outcome['kind'];
  /** From the post's time to the moment at which the platform had it; null when it is not out. */
  readonly lateMs: number | null;
}

export interface Meters {
  attempt(seen: AttemptSeen): void;
  /** Prometheus' text format. Rejects when the database does not answer. */
  read(): Promise<{ contentType: string; text: string }>;
}

const OPEN_STATES = ['scheduled', 'retrying', 'publishing', 'uncertain', 'parked'] as const;

export function createMeters(database: OpenDatabase, queues: Queues): Meters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const lateness = new Histogram({
    name: 'kaiku_publish_lateness_seconds',
    help: 'From a post’s time to the moment at which the platform had it.',
    labelNames: ['channel'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600],
    registers,
  });
  const attempts = new Counter({
    name: 'kaiku_attempts_total',
    help: 'Attempts to publish that ended, by what the platform answered.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `kaiku_${name}`, help, labelNames, registers });
  const open = gauge('posts_open', 'Posts that somebody must still pick up, by state.', ['state']);
  const overdue = gauge('posts_overdue', 'Due for more than ten seconds, on pages that are not held.');
  const stopped = gauge('publishing_stopped', '1 while all publishing is stopped.');
  const held = gauge('channel_held', '1 while a page rests, by reason.', ['channel', 'reason']);
  const healthy = gauge('channel_healthy', '1 when the last look at a page’s key was good.', ['channel']);
  const daysLeft = gauge('channel_days_left', 'Days until a page must be connected again.', ['channel']);
  const jobs = gauge('queue_jobs', 'Jobs in the queue, by state.', ['queue', 'state']);

  async function look(): Promise<void> {
    const state = await stateNow(database);
    for (const name of OPEN_STATES) open.set({ state: name }, state.open[name] ?? 0);
    overdue.set(state.overdue);
    stopped.set(state.stopped ? 1 : 0);
    for (const one of [held, healthy, daysLeft, jobs]) one.reset();
    for (const page of state.pages) {
      if (page.held) held.set({ channel: page.slug, reason: page.held }, 1);
      if (page.healthy !== null) healthy.set({ channel: page.slug }, page.healthy ? 1 : 0);
      if (page.daysLeft !== null) daysLeft.set({ channel: page.slug }, page.daysLeft);
    }
    // Without its queue Kaiku still has its rows, and an operator wants to see them just then.
    const counted = await queues.counts().catch(() => []);
    for (const { queue, state: name, count } of counted) jobs.set({ queue, state: name }, count);
  }

  return {
    attempt({ kind, outcome, lateMs }) {
      attempts.inc({ channel: kind, outcome });
      if (lateMs !== null) lateness.observe({ channel: kind }, Math.max(0, lateMs) / 1000);
    },
    async read() {
      await look();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
