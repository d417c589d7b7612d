import { z } from 'zod';
import type { MessageImage } from './compose/message.ts';
import { CHANNEL_KINDS, ChannelKind } from './schema/channel.ts';

const Part = z.number().min(0).max(1);

/** The part of a picture that is shown: shares of its width and height, from its upper left corner. */
export const Crop = z
  .strictObject({ x: Part, y: Part, width: Part.min(0.05, 'too little is left'), height: Part.min(0.05) })
  .refine(({ x, width }) => x + width <= 1.001, { path: ['width'], message: 'it reaches over the right edge' })
  .refine(({ y, height }) => y + height <= 1.001, { path: ['height'], message: 'it reaches over the lower edge' });
export type Crop = z.infer<typeof Crop>;

/** By picture (its id), then by the kind of channel; a picture or kind that is missing shows the whole. */
export const Crops = z.record(z.uuid(), z.partialRecord(ChannelKind, Crop));
export type Crops = z.infer<typeof Crops>;

/** In whole pixels, never outside of the picture. */
export interface PixelCrop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture in whole pixels, never outside it. `crop` is in shares of the width and height, 0 to 1. */
export function inPixels(crop: Crop, picture: { readonly width: number; readonly height: number }): PixelCrop {
  const along = (start: number, length: number, whole: number) => {
    const from = Math.min(Math.round(start * whole), whole - 1);
    return [from, Math.max(1, Math.min(Math.round(length * whole), whole - from))] as const;
  };
  const [left, width] = along(crop.x, crop.width, picture.width);
  const [top, height] = along(crop.y, crop.height, picture.height);
  return { left, top, width, height };
}

/** Equal crops are written alike, so that one picture is cut once for them. */
export function roundedCrop({ x, y, width, height }: Crop): Crop {
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

/** True when nothing is cut away. */
export function isWhole({ x, y, width, height }: Crop): boolean {
  return x < 0.001 && y < 0.001 && width > 0.999 && height > 0.999;
}

/** The crops of these pictures only, rounded; those that cut nothing are left out. */
export function soundCrops(crops: Crops, ids: readonly string[]): Crops {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const own = crops[id];
      if (!own) return [];
      const kept = CHANNEL_KINDS.flatMap((kind) => {
        const crop = own[kind];
        return crop && !isWhole(crop) ? [[kind, roundedCrop(crop)] as const] : [];
      });
      return kept.length > 0 ? [[id, Object.fromEntries(kept)] as const] : [];
    }),
  );
}

/** The pictures that a kind of channel carries: cut where they are cut for it. By the whole picture's id. */
export type CutImages = Readonly<Record<string, Readonly<Partial<Record<ChannelKind, MessageImage>>>>>;
