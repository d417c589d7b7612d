import type { Message } from './compose/message.ts';

/**
 * The message with its link replaced by Kaiku's own short one, on the card and wherever the address stands in the
 * words; the target stays beside it, so that a look can match either.
 */
export function withTrackedLink(message: Message, tracked: string): Message {
  if (!message.link) return message;
  const { target } = message.link;
  return {
    ...message,
    text: replaceAddress(message.text, target, tracked),
    link: { ...message.link, url: tracked },
  };
}

/** Replaces a whole address, not the beginning of a longer one. */
function replaceAddress(text: string, target: string, tracked: string): string {
  const parts = text.split(target);
  return parts.reduce((joined, part) => `${joined}${continues(part) ? target : tracked}${part}`);
}

function continues(rest: string): boolean {
  return /^[\w/?#&=%~-]/.test(rest);
}

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
