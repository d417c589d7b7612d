import type { ChannelKind } from '#posts/schema/channel';
import type { Channel } from './contract.ts';
import { createFacebookChannel, type FacebookChannelSettings } from './facebook/index.ts';
import { createLinkedInChannel, type LinkedInChannelSettings } from './linkedin/index.ts';
import { createWebsiteFeedChannel, type FeedStore } from './website-feed/index.ts';

export type { FacebookChannelSettings } from './facebook/index.ts';
export type { LinkedInChannelSettings } from './linkedin/index.ts';

export interface ChannelSettings {
  readonly facebook: FacebookChannelSettings;
  readonly linkedin: LinkedInChannelSettings;
  readonly websiteFeed: { readonly store: FeedStore };
}

/** Every kind of place that Kaiku publishes to. A new kind is a folder here and a line below. */
export function createChannels(settings: ChannelSettings): Record<ChannelKind, Channel> {
  return {
    facebook: createFacebookChannel(settings.facebook),
    linkedin: createLinkedInChannel(settings.linkedin),
    'website-feed': createWebsiteFeedChannel(settings.websiteFeed),
  } satisfies Record<ChannelKind, Channel>;
}
