import { useEffect, useState } from 'react';
import type { Crop } from '#posts/crop';
import type { ChannelKind } from '#posts/schema/channel';
import type { DraftImage } from '../draft.ts';
import type { LookProps } from './look.ts';

/** The pictures as one kind of channel shows them: cut by the browser for now, by the server when they are stored. */
export function useCropped(images: readonly DraftImage[], kind: ChannelKind): LookProps['images'] {
  const [cut, setCut] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let late = false;
    for (const { thumb, crops } of images) {
      const crop = crops[kind];
      const name = nameOf(thumb, crop);
      if (!crop || cut[name]) continue;
      cropped(thumb, crop).then(
        (data) => {
          if (!late) setCut((before) => ({ ...before, [name]: data }));
        },
        () => undefined,
      );
    }
    return () => {
      late = true;
    };
  }, [images, kind, cut]);
  return images.map(({ thumb, alt, crops }) => ({ thumb: cut[nameOf(thumb, crops[kind])] ?? thumb, alt }));
}

function nameOf(thumb: string, crop: Crop | undefined): string {
  return `${thumb} ${JSON.stringify(crop)}`;
}

async function cropped(source: string, { x, y, width, height }: Crop): Promise<string> {
  const image = new Image();
  image.src = source;
  await image.decode();
  const [wide, high] = [image.naturalWidth, image.naturalHeight];
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * wide));
  canvas.height = Math.max(1, Math.round(height * high));
  canvas
    .getContext('2d')
    ?.drawImage(image, x * wide, y * high, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.8);
}
