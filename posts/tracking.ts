/**
 * Whether a short link may go out: always on our own website and on a stand-in; on a real platform only when people
 * outside can reach PUBLIC_URL over https (design §9).
 */
export function mayTrack(publicUrl: string, isRealPlatform: boolean): boolean {
  if (!isRealPlatform) return true;
  const url = new URL(publicUrl);
  const local =
    /^(localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)|\.(local|internal|test|localhost)$/;
  return url.protocol === 'https:' && url.hostname.includes('.') && !local.test(url.hostname);
}
