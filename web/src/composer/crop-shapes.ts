import type { Crop } from '#posts/crop';
import type { ChannelKind } from '#posts/schema/channel';

/** A name in the translations, and width by height. */
export interface Shape {
  readonly name: 'landscape' | 'square' | 'portrait' | 'screen' | 'photo';
  readonly ratio: number;
}

const WIDE: Shape = { name: 'landscape', ratio: 1.91 };
const SQUARE: Shape = { name: 'square', ratio: 1 };
const PORTRAIT: Shape = { name: 'portrait', ratio: 4 / 5 };

/** The shapes that a feed shows whole: neither platform cuts these further. The website shows any. */
export const SHAPES: Record<ChannelKind, readonly [Shape, ...Shape[]]> = {
  facebook: [WIDE, SQUARE, PORTRAIT],
  linkedin: [WIDE, SQUARE, PORTRAIT],
  'website-feed': [{ name: 'screen', ratio: 16 / 9 }, { name: 'photo', ratio: 3 / 2 }, SQUARE],
};

/** Which of its shapes a crop has, told by the real size of the picture. */
export function shapeOf(kind: ChannelKind, crop: Crop | undefined, size: { width: number; height: number }): Shape {
  const shapes = SHAPES[kind];
  if (!crop || size.width === 0 || size.height === 0) return shapes[0];
  const ratio = (crop.width * size.width) / (crop.height * size.height);
  const far = (shape: Shape) => Math.abs(Math.log(shape.ratio / ratio));
  return [...shapes].sort((a, b) => far(a) - far(b))[0] ?? shapes[0];
}

/** As the cropping tool tells it, in percent. */
export function cropOf(area: { x: number; y: number; width: number; height: number }): Crop {
  const share = (value: number) => Math.min(1, Math.max(0, value / 100));
  const [x, y] = [share(area.x), share(area.y)];
  return { x, y, width: Math.min(share(area.width), 1 - x), height: Math.min(share(area.height), 1 - y) };
}

export function areaOf({ x, y, width, height }: Crop) {
  return { x: x * 100, y: y * 100, width: width * 100, height: height * 100 };
}
