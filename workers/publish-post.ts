import type { JobPayload } from '#queue-config/jobs';
import { publishClaimed } from '#src/publishing/attempt';
import { claimPost } from '#src/publishing/claim';
import type { PublishingDeps } from '#src/publishing/deps';

/** Asks to be called again, so many milliseconds from now. */
export type Again = { readonly againInMs: number } | undefined;

/** An earlier post of the same page is still going out; ask again soon. */
const BEHIND_MS = 150;

/** Publishes a post whose time has come; a job that fires early delays itself by the difference. */
export function publishPost(deps: PublishingDeps) {
  return async (payload: JobPayload & { name: 'publish' }): Promise<Again> => {
    const startedAt = performance.now();
    const claim = await claimPost(deps, payload.postId, payload.revision);
    switch (claim.kind) {
      case 'claimed':
        await publishClaimed(deps, claim, startedAt);
        return undefined;
      case 'early':
        return { againInMs: claim.inMs };
      case 'behind':
        return { againInMs: BEHIND_MS };
      case 'declined':
        deps.logger.debug({ postId: payload.postId, why: claim.why }, 'nothing to publish');
        return undefined;
    }
  };
}
