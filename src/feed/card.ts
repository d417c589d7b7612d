import type { CardSize, CardWords } from '#src/media/card';
import { CARD_SIZES, cardName, cardWords } from '#src/media/card-words';
import { addressOf } from './filter.ts';
import { noticeOf } from './labels.ts';
import type { Section, Shown } from './sections.ts';
import { nameIn, type Site } from './site.ts';

/** The words of an announcement's card, in the section's language. */
export function cardOf(site: Site, shown: Shown, { language, title }: Section): CardWords {
  const { event } = shown.row;
  const facts = {
    name: site.cluster.name,
    title,
    event:
      event && !event.postponed
        ? {
            startsAt: new Date(event.startsAt),
            endsAt: event.endsAt ? new Date(event.endsAt) : null,
            place: event.place,
          }
        : null,
    organisation: nameIn(shown.organisation, language, site),
    statement: nameIn(shown.statements, language, site),
    notice: noticeOf(shown.row, language),
  };
  return cardWords(facts, language, site.cluster.zone);
}

/** The card as it is now, for who asks again anyway. */
export function currentCardPath(slug: string, language: string): string {
  const { width, height } = CARD_SIZES['website-feed'];
  return addressOf(`/a/${slug}/card-${width}x${height}.png`, { language });
}

/** The address of a card changes with its words: whoever kept the old picture asks again. */
export function cardPath(slug: string, language: string, card: CardWords, size: CardSize): string {
  const v = cardName(card, size).slice(0, 10);
  return addressOf(`/a/${slug}/card-${size.width}x${size.height}.png`, { language, v });
}

/** The size that an address names, `1200x630`; null for one that no channel uses. */
export function sizeNamed(name: string): CardSize | null {
  return Object.values(CARD_SIZES).find(({ width, height }) => `${width}x${height}` === name) ?? null;
}
