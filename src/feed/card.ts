import { createHash } from 'node:crypto';
import { eventTime } from '#posts/compose/event-lines';
import type { CardSize, CardWords } from '#src/media/card';
import { addressOf } from './filter.ts';
import { labels } from './labels.ts';
import type { Section, Shown } from './sections.ts';
import { nameIn, type Site } from './site.ts';

/** What Facebook and messengers show of a shared link (developers.facebook.com/docs/sharing/webmasters/images, 1.91:1). */
export const WEBSITE_CARD: CardSize = { width: 1200, height: 630 };
/** LinkedIn's own size of a link's picture. */
export const LINKEDIN_CARD: CardSize = { width: 1200, height: 627 };

const SIZES = [WEBSITE_CARD, LINKEDIN_CARD];

/** The words of an announcement's card, in the section's language. */
export function cardOf(site: Site, shown: Shown, { language, title }: Section): CardWords {
  const { event, state } = shown.row;
  const times = event && {
    startsAt: new Date(event.startsAt),
    endsAt: event.endsAt ? new Date(event.endsAt) : null,
  };
  return {
    name: site.cluster.name,
    title,
    notice: state === 'cancelled' ? labels(language).cancelled : null,
    when: times && eventTime(times, language, site.cluster.zone),
    place: event?.place ?? null,
    organisation: nameIn(shown.organisation, language, site),
    statement: Object.keys(shown.statements).length > 0 ? nameIn(shown.statements, language, site) : null,
  };
}

/** What the card says, for those who cannot see it. */
export function cardAlt({ notice, title, when, place, organisation, statement }: CardWords): string {
  return [notice, title, when, place, organisation, statement].filter((part) => part).join('. ');
}

/** The address of a card changes with its words: whoever kept the old picture asks again. */
export function cardPath(slug: string, language: string, card: CardWords, { width, height }: CardSize): string {
  const v = createHash('sha256').update(JSON.stringify(card), 'utf8').digest('hex').slice(0, 10);
  return addressOf(`/a/${slug}/card-${width}x${height}.png`, { language, v });
}

/** The size that an address names, `1200x630`; null for one that no channel uses. */
export function sizeNamed(name: string): CardSize | null {
  return SIZES.find(({ width, height }) => `${width}x${height}` === name) ?? null;
}
