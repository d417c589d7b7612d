import type { TFunction } from 'i18next';
import type { Channel } from '../api/wire.ts';

/** "Facebook", or "Facebook · Klusterin sivu" where there are several of the kind. */
export function channelLabel(t: TFunction, channel: Channel, all: readonly Channel[]): string {
  const kind = t(`channelShort.${channel.kind}`);
  const alone = all.filter((each) => each.kind === channel.kind).length === 1;
  return alone ? kind : `${kind} · ${channel.name}`;
}
