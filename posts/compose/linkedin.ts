import { limitProblems, tooLong } from './checks.ts';
import { toLittleText } from './little-text.ts';
import type { ChannelLimits, ChannelRules, ComposeProblem, Message, MessageLink } from './message.ts';
import { cleanComment, cleanText, networkText, shorten } from './text.ts';

/**
 * LinkedIn organisation pages (platforms contract §2.4, read 2026-11-24). Images: LinkedIn takes 20, Kaiku caps at 10;
 * 8 MB is what other clients use.
 */
const limits: ChannelLimits = {
  text: 3_000,
  firstComment: 1_250,
  images: 10,
  imageTypes: ['image/jpeg', 'image/png', 'image/gif'],
  imageBytes: 8 * 1024 * 1024,
  imagePixels: 36_152_320,
  alt: 4_086,
};

const CARD_TITLE_MAX = 400;

/** LinkedIn builds no card by itself, so the message carries its title; a page's own long title is cut to what it takes. */
export const rules: ChannelRules = {
  limits,
  compose: (source) => ({
    title: cleanText(source.title),
    text: networkText(source),
    link: source.link && withShortTitle(source.link),
    images: source.images,
    firstComment: cleanComment(source.firstComment),
  }),
  problems: (message) => [
    ...limitProblems(message, limits, 'LinkedIn'),
    ...escapedProblems(message),
    ...cardProblems(message),
  ],
};

function withShortTitle(link: MessageLink): MessageLink {
  return { ...link, title: shorten(cleanText(link.title), CARD_TITLE_MAX) };
}

// Whether LinkedIn counts the visible or the escaped text is not known, so both must fit.
function escapedProblems({ text }: Message): ComposeProblem[] {
  const max = limits.text ?? 0;
  const escaped = toLittleText(text).length;
  if (text.length > max || escaped <= max) return [];
  const [taken, most, over] = [escaped, max, escaped - max].map((n) => n.toLocaleString('en-GB'));
  const why = 'LinkedIn may count hashtags and characters such as ( ) _ @ more than once';
  const detail = `${why}: the text takes ${taken} characters of ${most}. Shorten it by ${over}, or use fewer of them.`;
  return [{ code: 'text-too-long', path: 'text', detail }];
}

function cardProblems({ link, images }: Message): ComposeProblem[] {
  if (!link || images.length > 0) return [];
  return tooLong(
    'link-title-too-long',
    'link.title',
    'The link’s title',
    link.title.length,
    CARD_TITLE_MAX,
    'LinkedIn',
  );
}
