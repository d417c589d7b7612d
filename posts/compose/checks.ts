import type { ChannelLimits, ComposeProblem, Message, MessageImage } from './message.ts';

const count = new Intl.NumberFormat('en-GB').format;
const TYPE_NAMES: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/gif': 'GIF',
  'image/bmp': 'BMP',
  'image/webp': 'WebP',
  'image/avif': 'AVIF',
};

/** Everything that a channel's limits say about a message. `name` is what staff call the channel kind. */
export function limitProblems(message: Message, limits: ChannelLimits, name: string): ComposeProblem[] {
  return [
    ...textProblems(message.text, limits, name),
    ...commentProblems(message.firstComment, limits, name),
    ...imageProblems(message.images, limits, name),
  ];
}

function textProblems(text: string, limits: ChannelLimits, name: string): ComposeProblem[] {
  if (text.trim() === '')
    return [{ code: 'text-empty', path: 'text', detail: 'There is no text. Write what is said.' }];
  return tooLong('text-too-long', 'text', 'The text', text.length, limits.text, name);
}

function commentProblems(comment: string | null, limits: ChannelLimits, name: string): ComposeProblem[] {
  if (comment === null) return [];
  return tooLong(
    'first-comment-too-long',
    'firstComment',
    'The first comment',
    comment.length,
    limits.firstComment,
    name,
  );
}

/** Empty when it fits; otherwise what is too long, the limit, and how far over it is. */
export function tooLong(
  code: string,
  path: string,
  what: string,
  length: number,
  max: number | null,
  name: string,
): ComposeProblem[] {
  if (max === null || length <= max) return [];
  const over = count(length - max);
  return [
    {
      code,
      path,
      detail: `${what} is ${count(length)} characters long; ${name} takes at most ${count(max)}. Shorten it by ${over}.`,
    },
  ];
}

function imageProblems(images: readonly MessageImage[], limits: ChannelLimits, name: string): ComposeProblem[] {
  const problems = images.flatMap((image, index) => oneImage(image, index, limits, name));
  if (images.length > limits.images) {
    const detail = `There are ${images.length} images; a post on ${name} carries at most ${limits.images}. Leave ${images.length - limits.images} out.`;
    problems.push({ code: 'too-many-images', path: 'images', detail });
  }
  return problems;
}

function oneImage(image: MessageImage, index: number, limits: ChannelLimits, name: string): ComposeProblem[] {
  const problems: ComposeProblem[] = [];
  const what = `Image ${index + 1}`;
  const add = (code: string, field: string, detail: string) =>
    problems.push({ code, path: `images.${index}.${field}`, detail: `${what} ${detail}` });
  if (image.alt.trim() === '') add('alt-missing', 'alt', 'has no alt text. Describe it for those who do not see it.');
  problems.push(
    ...tooLong('alt-too-long', `images.${index}.alt`, `${what}’s alt text`, image.alt.length, limits.alt, name),
  );
  if (!limits.imageTypes.includes(image.mime)) {
    const known = limits.imageTypes.map((type) => TYPE_NAMES[type] ?? type).join(', ');
    add(
      'image-type',
      'mime',
      `is ${TYPE_NAMES[image.mime] ?? image.mime}; ${name} takes ${known}. Save it as one of them.`,
    );
  }
  if (limits.imageBytes !== null && image.bytes > limits.imageBytes) {
    const [size, max] = [image.bytes, limits.imageBytes].map(megabytes);
    add('image-too-large', 'bytes', `is ${size} MB; ${name} takes at most ${max} MB. Make it smaller.`);
  }
  if (limits.imagePixels !== null && image.width * image.height >= limits.imagePixels) {
    const max = count(limits.imagePixels);
    const size = `${count(image.width)} × ${count(image.height)}`;
    add(
      'image-too-many-pixels',
      'width',
      `has ${size} pixels; ${name} takes less than ${max} in all. Make it smaller.`,
    );
  }
  return problems;
}

// Rounded up, so that a file just over the limit never reads as equal to it.
function megabytes(bytes: number): string {
  return String(Math.ceil((bytes / 1024 / 1024) * 100) / 100);
}
