import { channelsToCheck, claimCheck } from '#src/db/channels';
import { examine, learn } from '#src/publishing/check-channel';
import type { PublishingDeps } from '#src/publishing/deps';

/** Looks at the credentials of every page whose day has passed, or whose key a platform has just refused. */
export function checkChannels(deps: PublishingDeps) {
  return async (): Promise<void> => {
    for (const id of await channelsToCheck(deps.database.db)) {
      await checkChannel(deps, id).catch((error) =>
        deps.logger.error({ err: error, channelId: id }, 'a page could not be checked; it is tried again'),
      );
    }
  };
}

async function checkChannel(deps: PublishingDeps, id: string): Promise<void> {
  const channel = await claimCheck(deps.database.db, id);
  if (!channel) return;
  const checked = await examine(deps, channel);
  const { health } = checked;
  await deps.database.transaction((tx) => learn(deps, tx, checked, deps.worker));
  deps.logger.info({ channelId: id, ok: health.ok, outcome: health.outcome?.kind }, 'the page was checked');
}
