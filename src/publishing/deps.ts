import type { Logger } from 'pino';
import type { Outcome } from '#posts/outcome';
import type { ChannelKind } from '#posts/schema/channel';
import type { Queues } from '#queue-config/queues';
import type { Channel } from '#src/channels/contract';
import type { OpenDatabase } from '#src/db/client';
import type { channels } from '#src/db/schema';
import type { Keys } from './keys.ts';

export type ChannelRow = typeof channels.$inferSelect;

/** The gaps between two steps of a publish, in their order (design §5). */
export const KILL_POINTS = ['picked-up', 'claimed', 'prepared', 'armed', 'answered', 'settled'] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Everything that publishing touches; wired in one place at start. */
export interface PublishingDeps {
  readonly database: OpenDatabase;
  readonly queues: Queues;
  readonly channels: Readonly<Record<ChannelKind, Channel>>;
  /** Opens a page for one call, with a key that still lives. */
  readonly keys: Keys;
  /** The stored bytes of an image; rejects when they do not have this hash. */
  readImage(mediaId: string, sha256: string): Promise<Uint8Array>;
  /** Where short links begin, such as `https://kaiku.example/r/`; null where the original link must go out. */
  shortLinkBase(kind: ChannelKind): string | null;
  readonly logger: Logger;
  /** In [0, 1), for jitter. */
  random(): number;
  /** This process, in attempts and the audit log. */
  readonly worker: string;
  /** Hears of every attempt that ended, for whoever counts them. */
  seen?(attempt: { kind: ChannelKind; outcome: Outcome['kind']; lateMs: number | null }): void;
  /** For tests alone, which end the process there. Nothing passes it in production, and then a point is nothing. */
  reached?(point: KillPoint, postId: string): void;
}
