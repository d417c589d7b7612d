import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

/** An image as it is stored: re-encoded, without metadata, in a type that every channel takes. */
export interface PreparedImage {
  readonly bytes: Buffer;
  readonly mime: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
  readonly notes: readonly string[];
}

export type Preparation =
  | { readonly ok: true; readonly image: PreparedImage }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** Facebook refuses more (platforms contract: resize to 4 MB or less). */
const STORED_LIMIT = 4 * 1024 * 1024;
/** LinkedIn takes fewer than 36,152,320 pixels; nobody sees more than this on a page anyway. */
const LONGEST_SIDE = 4096;
const PIXELS_READ = 100_000_000;

const TAKEN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);

/**
 * Looks at what the bytes are, whatever their name says, and re-encodes them. JPEG stays JPEG, PNG and GIF become PNG,
 * WebP and AVIF become JPEG (or PNG where they are transparent), because Facebook and LinkedIn take JPG, PNG and GIF only.
 */
export async function prepareImage(bytes: Buffer): Promise<Preparation> {
  const type = await fileTypeFromBuffer(bytes);
  if (looksLikeSvg(bytes)) {
    return refused('svg', 'SVG files can carry scripts, and neither Facebook nor LinkedIn takes them; save it as PNG');
  }
  if (!type || !TAKEN.has(type.mime)) {
    const what = type ? `a ${type.ext.toUpperCase()} file` : 'no image that is known here';
    return refused('not-an-image', `this is ${what}; send a JPEG, PNG, GIF, WebP or AVIF image`);
  }
  try {
    return { ok: true, image: await encode(bytes, type.mime) };
  } catch {
    return refused('broken-image', 'the image cannot be read; it is damaged or far too large in pixels');
  }
}

async function encode(bytes: Buffer, mime: string): Promise<PreparedImage> {
  const source = sharp(bytes, { limitInputPixels: PIXELS_READ, failOn: 'error' });
  const { hasAlpha, pages } = await source.metadata();
  const notes = (pages ?? 1) > 1 ? ['the image moves; its first picture was kept'] : [];
  const asPng = mime === 'image/png' || mime === 'image/gif' || hasAlpha === true;
  for (let side = LONGEST_SIDE; ; side = Math.round(side * 0.75)) {
    const upright = source.clone().rotate().resize(side, side, { fit: 'inside', withoutEnlargement: true });
    const encoded = asPng
      ? upright.png({ compressionLevel: 9 })
      : upright.flatten({ background: '#ffffff' }).jpeg({ quality: 85, mozjpeg: true });
    const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
    if (data.length > STORED_LIMIT && side > 512) continue;
    return { bytes: data, mime: asPng ? 'image/png' : 'image/jpeg', width: info.width, height: info.height, notes };
  }
}

/** An SVG is text; its root may come after a prologue, comments and a doctype. */
function looksLikeSvg(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4096).toString('utf8');
  return /<svg[\s>]/i.test(start) && /^[\uFEFF\s]*</.test(start);
}

function refused(code: string, detail: string): Preparation {
  return { ok: false, code, detail };
}
