const LONGEST = 480;

/**
 * A small copy of a picture as a data: address (the page's policy takes no blob: addresses), and its real size.
 * Null when the browser cannot read it as a picture.
 */
export async function thumbOf(file: File): Promise<{ thumb: string; width: number; height: number } | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return { thumb: canvas.toDataURL('image/jpeg', 0.75), width, height };
}
