import { rulesFor } from './compose/index.ts';
import type { Message, MessageImage, MessageLink } from './compose/message.ts';
import { newsWords, stepWords, type Words } from './compose/step-words.ts';
import type { CutImages } from './crop.ts';
import { momentsOf, type Occasion, type Timed } from './moments.ts';
import { type Note, type Problem, pointerTo } from './problem.ts';
import type { LinkCardInput, PostText, TextInput } from './schema/announcement.ts';
import type { Language } from './schema/basics.ts';
import type { ChannelKind } from './schema/channel.ts';

/** A channel as planning sees it; `languages` in the order in which posts are made. */
export interface PlanChannel {
  readonly id: string;
  readonly slug: string;
  readonly kind: ChannelKind;
  readonly languages: readonly Language[];
}

/** A card for each language and kind of channel. */
export type CardImages = Readonly<Record<Language, Readonly<Partial<Record<ChannelKind, MessageImage>>>>>;

/** An announcement with everything resolved: instants in UTC, images read, funding statements by language. */
export interface PlanSource extends Timed {
  readonly texts: Readonly<Record<Language, TextInput>>;
  readonly link: string | null;
  /** What the link's card says; missing: its title is the announcement's. */
  readonly linkCard?: LinkCardInput | null;
  readonly images: readonly MessageImage[];
  /** What a kind of channel shows instead of the whole picture. */
  readonly cut?: CutImages;
  /** What takes the place of a picture where none was chosen and no link brings one. */
  readonly cards?: CardImages;
  readonly fundingStatements: Readonly<Record<Language, string>>;
  /** Words that a person wrote for single posts of the plan. */
  readonly postTexts?: readonly PostText[];
}

/** A post that would be made. `step` is null for the one at `publishAt`. */
export interface PlannedPost {
  readonly channelId: string;
  readonly channel: string;
  readonly language: Language;
  readonly step: string | null;
  readonly scheduledAt: Date;
  readonly worthUntil: Date;
  readonly message: Message;
  /** A person wrote its words; what is generated never takes their place. */
  readonly handwritten?: boolean;
  /** Where its step points, when posting hours or the like moved it. */
  readonly movedFrom?: Date | null;
  /** Why it was moved, or why it was not. */
  readonly notes?: readonly Note[];
}

/** Posts that would be made of an announcement, and everything that is wrong with or worth knowing of them. */
export interface Plan {
  readonly posts: readonly PlannedPost[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/**
 * Announcement + channels → posts, with every reason why a channel would refuse its post (design §3). Pure.
 * @param now the database's clock, UTC · @param zone IANA name of the cluster's zone
 */
export function plan(source: PlanSource, channels: readonly PlanChannel[], now: Date, zone: string): Plan {
  const timing = momentsOf(source, now, zone);
  const posts: PlannedPost[] = [];
  const problems: Problem[] = [...timing.problems];
  for (const channel of channels) {
    for (const language of languagesFor(channel, source)) {
      for (const { key, at, worthUntil, occasion, movedFrom, notes } of timing.moments) {
        const generated = messageFor(source, channel, language, zone, occasion);
        const own = ownText(source, channel, language, key);
        const message = own ? { ...generated, title: own.title ?? generated.title, text: own.text } : generated;
        problems.push(...refusals(message, channel, own ? ownField(source, own) : () => null, language));
        posts.push({
          channelId: channel.id,
          channel: channel.slug,
          language,
          step: key,
          scheduledAt: at,
          worthUntil,
          message,
          handwritten: own !== null,
          movedFrom,
          notes,
        });
      }
    }
  }
  problems.push(...strangers(source, posts));
  return { posts, problems: unique(problems), notes: timing.notes };
}

/** The message of one channel and language, as it would go out on that occasion. */
export function messageFor(
  source: PlanSource,
  channel: PlanChannel,
  language: Language,
  zone: string,
  occasion: Occasion = { kind: 'first' },
): Message {
  const text = source.texts[language];
  if (!text) throw new Error(`no text in ${language}`);
  const own = text.channels?.[channel.slug] ?? text.channels?.[channel.id];
  const written = { title: own?.title ?? text.title, body: own?.body ?? text.body, event: source.event };
  const { title, body, event } = wordsFor(written, text, occasion, language, zone);
  return rulesFor[channel.kind].compose({
    language,
    title,
    body,
    firstComment: own?.firstComment ?? text.firstComment ?? null,
    link: source.link ? linkOf(source.link, source.linkCard ?? { title: written.title }) : null,
    // A card tells the time that the news takes back.
    images: imagesFor(occasion.kind === 'news' ? { ...source, cards: {} } : source, channel.kind, language),
    event,
    fundingStatement: source.fundingStatements[language] ?? null,
    zone,
  });
}

function imagesFor(source: PlanSource, kind: ChannelKind, language: Language): readonly MessageImage[] {
  const card = source.link ? undefined : source.cards?.[language]?.[kind];
  if (source.images.length === 0) return card ? [card] : [];
  return source.images.map((image) => source.cut?.[image.mediaId]?.[kind] ?? image);
}

function wordsFor(words: Words, text: TextInput, occasion: Occasion, language: Language, zone: string): Words {
  const { event } = words;
  switch (occasion.kind) {
    case 'first':
      return words;
    case 'step':
      return event ? stepWords({ ...words, event }, occasion.step, occasion.at, language, zone) : words;
    case 'news':
      return event ? newsWords(occasion.news, { ...words, event }, language, zone) : words;
    case 'repeat': {
      // The text itself, then its variants, then the text again.
      const variants = text.variants ?? [];
      const variant = variants[(occasion.no % (variants.length + 1)) - 1];
      return variant ? { ...words, title: variant.title ?? words.title, body: variant.body } : words;
    }
  }
}

function linkOf(url: string, { title, description, image }: LinkCardInput): MessageLink {
  return { url, target: url, title, description: description ?? null, ...(image ? { image } : {}) };
}

/** The channel's languages that have a text; a channel whose languages have none speaks the first text there is. */
export function languagesFor(channel: PlanChannel, source: Pick<PlanSource, 'texts'>): Language[] {
  const written = Object.keys(source.texts);
  const spoken = channel.languages.filter((language) => written.includes(language));
  return spoken.length > 0 ? spoken : written.slice(0, 1);
}

function refusals(
  message: Message,
  channel: PlanChannel,
  own: (path: string) => string[] | null,
  language: Language,
): Problem[] {
  return rulesFor[channel.kind].problems(message).map((problem) => ({
    pointer: pointerTo(own(problem.path) ?? fieldOf(problem.path, language)),
    code: problem.code,
    detail: `${channel.slug}: ${problem.detail}`,
  }));
}

function ownText(source: PlanSource, channel: PlanChannel, language: Language, key: string | null): PostText | null {
  const found = source.postTexts?.find(
    (own) =>
      (own.channel === channel.slug || own.channel === channel.id) &&
      own.language === language &&
      (own.step ?? null) === key,
  );
  return found ?? null;
}

function ownField(source: PlanSource, own: PostText): (path: string) => string[] | null {
  const index = String(source.postTexts?.indexOf(own) ?? 0);
  return (path) => (path === 'title' || path === 'text' ? ['postTexts', index, path] : null);
}

/** Words written for a post that is not in the plan would be lost in silence. */
function strangers(source: PlanSource, posts: readonly PlannedPost[]): Problem[] {
  return (source.postTexts ?? []).flatMap((own, index) => {
    const there = posts.some(
      ({ channel, channelId, language, step }) =>
        (own.channel === channel || own.channel === channelId) &&
        own.language === language &&
        (own.step ?? null) === step,
    );
    if (there) return [];
    const post = [own.channel, own.language, own.step ?? 'the first post'].join(', ');
    const detail = `the plan has no post for ${post}; leave these words out, or change the plan`;
    return [{ pointer: pointerTo(['postTexts', index]), code: 'no-such-post', detail }];
  });
}

function unique(problems: readonly Problem[]): Problem[] {
  const key = ({ pointer, code, detail }: Problem) => `${pointer} ${code} ${detail}`;
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}

/** Where in the announcement a person finds what the message complains about. */
function fieldOf(path: string, language: Language): string[] {
  if (path.startsWith('images')) return ['media'];
  if (path.startsWith('link')) return ['link'];
  if (path === 'firstComment') return ['texts', language, 'firstComment'];
  return ['texts', language, path === 'title' ? 'title' : 'body'];
}
