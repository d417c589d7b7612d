import { createHash } from 'node:crypto';
import { eventTime } from '#posts/compose/event-lines';
import type { MessageEvent } from '#posts/compose/message';
import type { ChannelKind } from '#posts/schema/channel';
import type { CardSize, CardWords } from './card.ts';

/**
 * What each kind of channel shows best: Facebook and messengers 1.91:1 (developers.facebook.com/docs/sharing/webmasters/images),
 * LinkedIn the size of a link's picture.
 */
export const CARD_SIZES: Readonly<Record<ChannelKind, CardSize>> = {
  'website-feed': { width: 1200, height: 630 },
  facebook: { width: 1200, height: 630 },
  linkedin: { width: 1200, height: 627 },
};

/** What a card is made of, the language and names chosen already. */
export interface CardFacts {
  readonly name: string;
  readonly title: string;
  readonly event: Pick<MessageEvent, 'startsAt' | 'endsAt' | 'place'> | null;
  readonly organisation: string;
  /** Null or empty without a funding. */
  readonly statement: string | null;
  readonly notice: string | null;
}

/** @param zone the cluster's zone */
export function cardWords({ event, ...facts }: CardFacts, language: string, zone: string): CardWords {
  return {
    ...facts,
    statement: facts.statement || null,
    when: event && eventTime(event, language, zone),
    place: event?.place ?? null,
  };
}

/** What the card says, for those who cannot see it. */
export function cardAlt({ notice, title, when, place, organisation, statement }: CardWords): string {
  return [notice, title, when, place, organisation, statement].filter((part) => part).join('. ');
}

/** The same words have the same name, and others another one. */
export function cardName(card: CardWords, { width, height }: CardSize): string {
  return createHash('sha256')
    .update(JSON.stringify([card, width, height]), 'utf8')
    .digest('hex');
}
