import type { Access } from '#src/channels/contract';
import type { ChannelRow } from '#src/db/channels';
import { openTokens } from '#src/secrets/channel-tokens';
import type { ApiDeps } from '../deps.ts';

/** What opens the page, in clear, for one call. Never logged and never answered. */
export function accessOf(deps: ApiDeps, channel: ChannelRow): Access {
  return { channelId: channel.id, remoteId: channel.remoteId ?? '', ...openTokens(deps.sealer, channel) };
}
