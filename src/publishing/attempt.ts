import { trace } from '@opentelemetry/api';
import type { Outcome } from '#posts/outcome';
import type { PublishTools } from '#src/channels/contract';
import { armPublish, HEARTBEAT_MS, LEASE_MS, renewPublish } from '#src/db/attempts';
import type { Claimed } from './claim.ts';
import type { PublishingDeps } from './deps.ts';
import { settle } from './settle.ts';
import { writeStubbornly } from './stubborn.ts';

/**
 * Publishes what was claimed: prepare, arm, one final call, classify, write down (design §5.2 to 5.5).
 * `claimedAt` is `performance.now()` from before the claim, so that our own idea of the lease is never the longer one.
 */
export function publishClaimed(deps: PublishingDeps, claimed: Claimed, claimedAt: number): Promise<Outcome> {
  const { attempt, channel } = claimed;
  const attributes = { 'kaiku.post': attempt.postId, 'kaiku.attempt': attempt.id, 'kaiku.channel': channel.kind };
  return trace.getTracer('kaiku').startActiveSpan('publish', { attributes }, async (span) => {
    try {
      const outcome = await attemptTo(deps, claimed, claimedAt);
      span.setAttribute('kaiku.outcome', outcome.kind);
      return outcome;
    } finally {
      span.end();
    }
  });
}

async function attemptTo(deps: PublishingDeps, claimed: Claimed, claimedAt: number): Promise<Outcome> {
  const { attempt, snapshot } = claimed;
  let { channel } = claimed;
  const log = deps.logger.child({ postId: attempt.postId, attemptId: attempt.id, channelId: channel.id });
  const lease = keepLease(deps, claimed, claimedAt);
  deps.reached?.('claimed', attempt.postId);
  let armed = false;
  let outcome: Outcome;
  try {
    const entry = await deps.keys.open(channel);
    channel = entry.channel;
    const tools: PublishTools = {
      readImage: (mediaId) => deps.readImage(mediaId, hashOf(snapshot, mediaId)),
      async arm() {
        deps.reached?.('prepared', attempt.postId);
        armed = await armPublish(deps.database.db, attempt.id, attempt.leaseToken);
        if (armed) deps.reached?.('armed', attempt.postId);
        // A process that slept past its lease has lost the post, whatever the row said a moment ago.
        return armed && performance.now() < lease.endsAt();
      },
    };
    outcome =
      entry.kind === 'open' ? await deps.channels[channel.kind].publish(snapshot, entry.access, tools) : entry.outcome;
  } catch (error) {
    log.error({ err: error }, 'publishing broke');
    const message = 'Kaiku itself failed while publishing; its log tells more.';
    outcome = { kind: armed ? 'uncertain' : 'notSent', message };
  } finally {
    lease.stop();
  }
  deps.reached?.('answered', attempt.postId);
  const recorded = await writeStubbornly(log, () => settle(deps, attempt, channel, outcome));
  deps.reached?.('settled', attempt.postId);
  const state = 'post' in recorded ? recorded.post.state : recorded.kind;
  const late = latenessOf(recorded);
  deps.seen?.({ kind: channel.kind, outcome: outcome.kind, lateMs: late });
  log.info({ outcome: outcome.kind, state, late }, 'attempt finished');
  return outcome;
}

function keepLease(deps: PublishingDeps, { attempt }: Claimed, claimedAt: number) {
  let endsAt = claimedAt + LEASE_MS;
  const beat = setInterval(async () => {
    const startedAt = performance.now();
    const renewed = await renewPublish(deps.database.db, attempt.id, attempt.postId).catch(() => false);
    if (renewed) endsAt = startedAt + LEASE_MS;
  }, HEARTBEAT_MS);
  return { endsAt: () => endsAt, stop: () => clearInterval(beat) };
}

function hashOf(snapshot: Claimed['snapshot'], mediaId: string): string {
  const image = snapshot.images.find((one) => one.mediaId === mediaId);
  if (!image) throw new Error(`image ${mediaId} is not part of the snapshot`);
  return image.sha256;
}

function latenessOf(recorded: Awaited<ReturnType<typeof settle>>): number | null {
  if (!('post' in recorded) || !recorded.post.publishedAt || !recorded.post.scheduledAt) return null;
  return recorded.post.publishedAt.getTime() - recorded.post.scheduledAt.getTime();
}
