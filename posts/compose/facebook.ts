import { limitProblems } from './checks.ts';
import type { ChannelLimits, ChannelRules } from './message.ts';
import { cleanComment, cleanText, networkText } from './text.ts';

/**
 * Facebook Pages (platforms contract §1.4, read 2026-11-24). The text limit is what other clients use; the limits of
 * comments (8,000) and images per post (10) are our own caps, since Meta documents none; images over 4 MB have been
 * refused although 10 MB are documented.
 */
const limits: ChannelLimits = {
  text: 63_206,
  firstComment: 8_000,
  images: 10,
  imageTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'],
  imageBytes: 4 * 1024 * 1024,
  imagePixels: null,
  alt: null,
};

/** A link makes a card, which cannot stand beside images; Facebook scrapes title and picture of the card itself. */
export const rules: ChannelRules = {
  limits,
  compose: (source) => ({
    title: cleanText(source.title),
    text: networkText(source),
    link: source.link,
    images: source.images,
    firstComment: cleanComment(source.firstComment),
  }),
  problems: (message) => limitProblems(message, limits, 'Facebook'),
};
