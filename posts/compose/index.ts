import type { ChannelKind } from '../schema/channel.ts';
import { rules as facebook } from './facebook.ts';
import { rules as linkedin } from './linkedin.ts';
import type { ChannelRules } from './message.ts';
import { rules as websiteFeed } from './website-feed.ts';

export { cleanText, shorten, trackLink } from './text.ts';

/** How each channel kind composes and what it takes. */
export const rulesFor: Record<ChannelKind, ChannelRules> = { facebook, linkedin, 'website-feed': websiteFeed };
