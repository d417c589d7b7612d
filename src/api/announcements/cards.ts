import { v5 as uuidv5 } from 'uuid';
import type { MessageEvent, MessageImage } from '#posts/compose/message';
import { type CardImages, languagesFor, type PlanChannel, type PlanSource } from '#posts/plan';
import type { ChannelKind } from '#posts/schema/channel';
import type { Database } from '#src/db/client';
import type { ClusterRow } from '#src/db/cluster';
import { CARD_FILE, getMedia, type MediaRow, putMedia } from '#src/db/media';
import { type CardSize, type CardWords, paintCard } from '#src/media/card';
import { CARD_SIZES, cardAlt, cardName, cardWords } from '#src/media/card-words';
import { type MediaStore, sha256Of } from '#src/media/store';

/** Makes a card that does not exist yet. `image` is complete but for what only the drawn picture tells. */
export type CardMaker = (db: Database, image: MessageImage, words: CardWords, size: CardSize) => Promise<MessageImage>;

/** The card as it would be; nothing is drawn. */
export const measuredCard: CardMaker = async (_db, image) => image;

/** Draws the card and stores it as a picture that no list shows. */
export function paintedCard(media: MediaStore): CardMaker {
  return async (db, image, words, size) => {
    const bytes = await paintCard(words, size);
    const sha256 = sha256Of(bytes);
    await media.save(sha256, bytes);
    const { mediaId: id, ...rest } = image;
    return imageOf(await putMedia(db, { ...rest, id, sha256, bytes: bytes.length, fileName: CARD_FILE }));
  };
}

/** What the cards of an event say. */
export interface CardSource extends Pick<PlanSource, 'texts' | 'fundingStatements'> {
  readonly event: MessageEvent;
  /** The organisation's names by language. */
  readonly organisation: Readonly<Record<string, string>>;
}

/** A card has the same id as long as it says the same. */
const CARDS = '6d1c3c9e-0f0b-4f0e-9a53-6f0d5d0f3b51';
/** The website shows an event's card by itself, always as the event is now. */
const KINDS: readonly ChannelKind[] = ['facebook', 'linkedin'];

/** The cards for these channels in their languages. A card that exists is never drawn again. */
export async function cardsFor(
  db: Database,
  source: CardSource,
  channels: readonly PlanChannel[],
  { name, zone, languages }: Pick<ClusterRow, 'name' | 'zone' | 'languages'>,
  make: CardMaker,
): Promise<CardImages> {
  const named = (names: Readonly<Record<string, string>>, language: string) =>
    [language, ...languages].map((one) => names[one]).find((found) => found) ?? Object.values(names)[0] ?? '';
  const all: Record<string, Partial<Record<ChannelKind, MessageImage>>> = {};
  for (const channel of channels.filter(({ kind }) => KINDS.includes(kind))) {
    for (const language of languagesFor(channel, source)) {
      const facts = {
        name,
        title: source.texts[language]?.title ?? '',
        event: source.event,
        organisation: named(source.organisation, language),
        statement: named(source.fundingStatements, language),
        notice: null,
      };
      const own = all[language] ?? {};
      all[language] = own;
      own[channel.kind] ??= await cardIn(db, cardWords(facts, language, zone), CARD_SIZES[channel.kind], make);
    }
  }
  return all;
}

async function cardIn(db: Database, words: CardWords, size: CardSize, make: CardMaker): Promise<MessageImage> {
  const mediaId = uuidv5(cardName(words, size), CARDS);
  const there = await getMedia(db, mediaId);
  if (there) return imageOf(there);
  const image = { mediaId, sha256: '', mime: 'image/png', bytes: 0, ...size, alt: cardAlt(words) };
  return make(db, image, words, size);
}

export function imageOf(row: MediaRow): MessageImage {
  const { id, sha256, mime, bytes, width, height, alt } = row;
  return { mediaId: id, sha256, mime, bytes, width, height, alt };
}
