import sharp from 'sharp';
import type { PixelCrop } from '#posts/crop';

/** A part of a stored picture, in the type that it has. */
export async function cutImage(bytes: Uint8Array, mime: string, part: PixelCrop): Promise<Buffer> {
  const cut = sharp(bytes, { failOn: 'error' }).extract({ ...part });
  return mime === 'image/png'
    ? cut.png({ compressionLevel: 9 }).toBuffer()
    : cut.jpeg({ quality: 90, mozjpeg: true }).toBuffer();
}
