import { z } from 'zod';
import { CHANNEL_KINDS, ChannelKind } from '#posts/schema/channel';

/** One queue per kind of work, so that a slow platform never holds up another (design §6). */
export const QUEUE_NAMES = [
  ...CHANNEL_KINDS.map((kind) => `publish-${kind}` as const),
  'look',
  'collect-metrics',
  'channel-health',
  'notify',
  'webhooks',
  'import-events',
] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Only posts due within this time live in the queue; the row is the truth, the queue a timer. */
export const HORIZON_MS = 15 * 60_000;

/** What a worker is handed: ids only, never words or tokens. The worker parses it again before it acts. */
export const JobPayload = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('publish'), kind: ChannelKind, postId: z.uuid(), revision: z.int() }),
  /** A comment, an edit or a retraction of something that is out already. */
  z.strictObject({ name: z.literal('change'), kind: ChannelKind, attemptId: z.uuid() }),
  z.strictObject({ name: z.literal('look'), postId: z.uuid() }),
  z.strictObject({ name: z.literal('collect'), channelId: z.uuid() }),
  /** Looks which pages' credentials are to be looked at, and looks at them. */
  z.strictObject({ name: z.literal('health') }),
  z.strictObject({ name: z.literal('notify'), noticeId: z.uuid() }),
  z.strictObject({ name: z.literal('deliver'), deliveryId: z.uuid() }),
  /** Looks which partners' sources are due. */
  z.strictObject({ name: z.literal('imports') }),
  z.strictObject({ name: z.literal('import'), importId: z.uuid() }),
]);
export type JobPayload = z.infer<typeof JobPayload>;

/** A job to be added. `dueAt` is an instant by the database's clock. */
export interface Job {
  readonly queue: QueueName;
  readonly id: string;
  readonly payload: JobPayload;
  readonly dueAt: Date;
}

interface DuePost {
  readonly id: string;
  readonly revision: number;
  readonly attemptNo: number;
  readonly dueAt: Date | null;
}

/**
 * The timer of one publish. The id names (post, revision, attempt): adding it twice is harmless while it waits, and a
 * moved or retried post gets another one. BullMQ ignores an id only while its old job exists, so the row decides, never
 * the id. `again` makes another id where an old job is there but does not fire.
 */
export function publishJob(post: DuePost, kind: ChannelKind, again?: string): Job {
  const id = `publish-${post.id}-${post.revision}-${post.attemptNo + 1}${again ? `-${again}` : ''}`;
  const payload: JobPayload = { name: 'publish', kind, postId: post.id, revision: post.revision };
  return { queue: `publish-${kind}`, id, payload, dueAt: post.dueAt ?? new Date(0) };
}

/** The timer of one comment, edit or retraction, whose attempt row exists already. */
export function changeJob(attemptId: string, kind: ChannelKind, dueAt: Date = new Date(0), again?: string): Job {
  const id = `change-${attemptId}${again ? `-${again}` : ''}`;
  return { queue: `publish-${kind}`, id, payload: { name: 'change', kind, attemptId }, dueAt };
}

/** The timer of one look at the page, after an unclear publish. */
export function lookJob(postId: string, looksDone: number, dueAt: Date, again?: string): Job {
  const id = `look-${postId}-${looksDone}${again ? `-${again}` : ''}`;
  return { queue: 'look', id, payload: { name: 'look', postId }, dueAt };
}

/** Reads the numbers of every post of the channel whose sample is due. */
export function collectJob(channelId: string): Job {
  return {
    queue: 'collect-metrics',
    id: `collect-${channelId}`,
    payload: { name: 'collect', channelId },
    dueAt: new Date(0),
  };
}

/** The mail of one notice, whose row exists already. */
export function notifyJob(noticeId: string, tries: number, dueAt: Date): Job {
  return { queue: 'notify', id: `notify-${noticeId}-${tries}`, payload: { name: 'notify', noticeId }, dueAt };
}

/** Reads one source, if its row says that it is due. While one such job waits, another changes nothing. */
export function importJob(importId: string): Job {
  return {
    queue: 'import-events',
    id: `import-${importId}`,
    payload: { name: 'import', importId },
    dueAt: new Date(0),
  };
}

/** Work that comes again and again. The rows say what there is to do, so that a round too many costs one question. */
export interface Round {
  readonly queue: QueueName;
  /** Names the scheduler: one round, however many processes ask for it. */
  readonly id: string;
  readonly everyMs: number;
  readonly payload: JobPayload;
}

/**
 * Pages are looked at once a day each, and at once when a platform has refused a key that may be renewed; partners'
 * sources once an hour each.
 */
export const ROUNDS: readonly Round[] = [
  { queue: 'channel-health', id: 'channel-health', everyMs: 15_000, payload: { name: 'health' } },
  { queue: 'import-events', id: 'imports', everyMs: 60_000, payload: { name: 'imports' } },
];
/** The timer of one try to tell a webhook. The id names (delivery, try), as that of a publish does. */
export function deliverJob(delivery: { id: string; tries: number; dueAt: Date | null }): Job {
  return {
    queue: 'webhooks',
    id: `deliver-${delivery.id}-${delivery.tries}`,
    payload: { name: 'deliver', deliveryId: delivery.id },
    dueAt: delivery.dueAt ?? new Date(0),
  };
}
