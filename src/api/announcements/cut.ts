import { v7 as uuidv7 } from 'uuid';
import type { MessageImage } from '#posts/compose/message';
import { type Crop, type Crops, type CutImages, inPixels } from '#posts/crop';
import type { ChannelKind } from '#posts/schema/channel';
import type { Database } from '#src/db/client';
import { findCut, insertCut, type MediaRow } from '#src/db/media';
import { cutImage } from '#src/media/cut';
import { type MediaStore, sha256Of } from '#src/media/store';
import { type CardMaker, imageOf, measuredCard, paintedCard } from './cards.ts';

/** Makes the pictures that channels show instead of those that were chosen. */
export interface Cutter {
  /** The part of a picture that a channel shows. */
  part(row: MediaRow, crop: Crop): Promise<MessageImage>;
  /** The card of an event that has no picture. */
  readonly card: CardMaker;
}

/** How large they would be; nothing is stored. */
export const measuring: Cutter = {
  async part(row, crop) {
    const { width, height } = inPixels(crop, row);
    return { ...imageOf(row), width, height };
  },
  card: measuredCard,
};

/** Cuts and stores the part as a picture of its own; the same part of a picture is cut once. */
export function cutting(db: Database, media: MediaStore): Cutter {
  const part: Cutter['part'] = async (row, crop) => {
    const there = await findCut(db, row.id, crop);
    if (there) return { ...imageOf(there), alt: row.alt };
    const part = inPixels(crop, row);
    const bytes = await cutImage(await media.read(row.sha256), row.mime, part);
    const sha256 = sha256Of(bytes);
    await media.save(sha256, bytes);
    const { width, height } = part;
    const { mime, alt, fileName } = row;
    const cut = { id: uuidv7(), sha256, mime, bytes: bytes.length, width, height, alt, fileName };
    return { ...imageOf(await insertCut(db, { ...cut, originalId: row.id, crop })), alt };
  };
  return { part, card: paintedCard(media) };
}

/** What every kind of channel shows of these pictures, where it is not the whole. */
export async function cutImages(rows: readonly MediaRow[], crops: Crops, cut: Cutter): Promise<CutImages> {
  const all: Record<string, Partial<Record<ChannelKind, MessageImage>>> = {};
  for (const row of rows) {
    const own: Partial<Record<ChannelKind, MessageImage>> = {};
    for (const [kind, crop] of Object.entries(crops[row.id] ?? {}))
      own[kind as ChannelKind] = await cut.part(row, crop);
    all[row.id] = own;
  }
  return all;
}
