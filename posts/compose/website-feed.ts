import { limitProblems } from './checks.ts';
import type { ChannelLimits, ChannelRules } from './message.ts';
import { cleanText, statementUnlessSaid, withTracked } from './text.ts';

const limits: ChannelLimits = {
  text: null,
  firstComment: null,
  images: 10,
  imageTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
  imageBytes: null,
  imagePixels: null,
  alt: null,
};

/**
 * The cluster's own website: the body as it was written; title, link, images and an event's facts have places of their
 * own on the page. The funding statement is part of the text, because feed readers and embeds show nothing else.
 */
export const rules: ChannelRules = {
  limits,
  compose: (source) => ({
    title: cleanText(source.title),
    text: [withTracked(cleanText(source.body), source.link), statementUnlessSaid(source)]
      .filter((block) => block !== '')
      .join('\n\n'),
    link: source.link,
    images: source.images,
    firstComment: null,
  }),
  problems: (message) => {
    const problems = limitProblems(message, limits, 'the website');
    if (message.title.trim() === '') {
      problems.push({
        code: 'title-empty',
        path: 'title',
        detail: 'There is no title. The website lists posts by it.',
      });
    }
    return problems;
  },
};
