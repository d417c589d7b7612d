import type { JobPayload } from '#queue-config/jobs';
import { publishClaimed } from '#src/publishing/attempt';
import { claimFirst, claimPost } from '#src/publishing/claim';
import type { PublishingDeps } from '#src/publishing/deps';

/** Asks to be called again, so many milliseconds from now. */
export type Again = { readonly againInMs: number } | undefined;

/**
 * An earlier post of the same page goes first: ask again later, and the longer the line, the later. Whoever moves the line
 * on publishes this one too when its turn comes, so these questions are for the case that its process died. Each of them
 * wakes every worker of the queue: asked five times as often, they kept two cores busy with nothing else.
 */
const BEHIND_MS = 1_000;
const BEHIND_EACH_MS = 500;

/** One job moves its page's line on for this long, then others get their turn. */
const LINE_FOR_MS = 5_000;

/** Publishes a post whose time has come; a job that fires early delays itself by the difference. */
export function publishPost(deps: PublishingDeps) {
  return async (payload: JobPayload & { name: 'publish' }): Promise<Again> => {
    const startedAt = performance.now();
    deps.reached?.('picked-up', payload.postId);
    const claim = await claimPost(deps, payload.postId, payload.revision);
    switch (claim.kind) {
      case 'claimed':
        await publishClaimed(deps, claim, startedAt);
        return moveLineOn(deps, claim.channel.id);
      case 'early':
        return { againInMs: claim.inMs };
      case 'behind':
        return (await moveLineOn(deps, claim.channelId)) ?? { againInMs: BEHIND_MS + BEHIND_EACH_MS * claim.ahead };
      case 'declined':
        deps.logger.debug({ postId: payload.postId, why: claim.why }, 'nothing to publish');
        return claim.channelId ? moveLineOn(deps, claim.channelId) : undefined;
    }
  };
}

/** Publishes the page's next posts in their order, while some are due and nobody else does. Again when some are left. */
async function moveLineOn(deps: PublishingDeps, channelId: string): Promise<Again> {
  const endAt = performance.now() + LINE_FOR_MS;
  while (performance.now() < endAt) {
    const startedAt = performance.now();
    const claim = await claimFirst(deps, channelId);
    if (!claim) return undefined;
    await publishClaimed(deps, claim, startedAt);
  }
  return { againInMs: 0 };
}
