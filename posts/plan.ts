import { rulesFor } from './compose/index.ts';
import type { Message, MessageEvent, MessageImage, MessageLink } from './compose/message.ts';
import type { CutImages } from './crop.ts';
import { defaultWorthUntil } from './due.ts';
import { type Note, type Problem, pointerTo } from './problem.ts';
import type { LinkCardInput, TextInput } from './schema/announcement.ts';
import type { Language } from './schema/basics.ts';
import type { ChannelKind } from './schema/channel.ts';
import { formatLocal, shiftLocal } from './time.ts';

/** One step of a campaign, relative to the event's start: `{ key: 'week-before', days: -7 }`. Days keep the local hour. */
export interface CampaignStep {
  readonly key: string;
  readonly days?: number;
  readonly hours?: number;
}

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
export interface PlanSource {
  readonly texts: Readonly<Record<Language, TextInput>>;
  readonly link: string | null;
  /** What the link's card says; missing: its title is the announcement's. */
  readonly linkCard?: LinkCardInput | null;
  readonly images: readonly MessageImage[];
  /** What a kind of channel shows instead of the whole picture. */
  readonly cut?: CutImages;
  /** What takes the place of a picture where none was chosen and no link brings one. */
  readonly cards?: CardImages;
  readonly event: MessageEvent | null;
  readonly fundingStatements: Readonly<Record<Language, string>>;
  readonly publishAt: Date | null;
  readonly worthUntil: Date | null;
  readonly steps: readonly CampaignStep[];
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
}

export interface Plan {
  readonly posts: readonly PlannedPost[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** A time this far past is taken as "now": a request takes a moment to arrive. */
const PAST_GRACE_MS = 60_000;

interface Moment {
  readonly step: string | null;
  readonly at: Date;
}

/**
 * Announcement + channels → posts, with every reason why a channel would refuse its post (design §3). Pure.
 * @param now the database's clock, UTC · @param zone IANA name of the cluster's zone
 */
export function plan(source: PlanSource, channels: readonly PlanChannel[], now: Date, zone: string): Plan {
  const timing = moments(source, now, zone);
  const posts: PlannedPost[] = [];
  const problems: Problem[] = [...timing.problems];
  for (const channel of channels) {
    for (const language of languagesFor(channel, source)) {
      const message = messageFor(source, channel, language, zone);
      problems.push(...refusals(message, channel, language));
      for (const { step, at } of timing.moments) {
        posts.push({
          channelId: channel.id,
          channel: channel.slug,
          language,
          step,
          scheduledAt: at,
          worthUntil: source.worthUntil ?? defaultWorthUntil(at, source.event?.startsAt ?? null),
          message,
        });
      }
    }
  }
  return { posts, problems, notes: timing.notes };
}

/** The message of one channel and language, as it would go out. */
export function messageFor(source: PlanSource, channel: PlanChannel, language: Language, zone: string): Message {
  const text = source.texts[language];
  if (!text) throw new Error(`no text in ${language}`);
  const own = text.channels?.[channel.slug] ?? text.channels?.[channel.id];
  const title = own?.title ?? text.title;
  return rulesFor[channel.kind].compose({
    language,
    title,
    body: own?.body ?? text.body,
    firstComment: own?.firstComment ?? text.firstComment ?? null,
    link: source.link ? linkOf(source.link, source.linkCard ?? { title }) : null,
    images: imagesFor(source, channel.kind, language),
    event: source.event,
    fundingStatement: source.fundingStatements[language] ?? null,
    zone,
  });
}

function imagesFor(source: PlanSource, kind: ChannelKind, language: Language): readonly MessageImage[] {
  const card = source.link ? undefined : source.cards?.[language]?.[kind];
  if (source.images.length === 0) return card ? [card] : [];
  return source.images.map((image) => source.cut?.[image.mediaId]?.[kind] ?? image);
}

function linkOf(url: string, { title, description }: LinkCardInput): MessageLink {
  return { url, target: url, title, description: description ?? null };
}

/** The channel's languages that have a text; a channel whose languages have none speaks the first text there is. */
export function languagesFor(channel: PlanChannel, source: Pick<PlanSource, 'texts'>): Language[] {
  const written = Object.keys(source.texts);
  const spoken = channel.languages.filter((language) => written.includes(language));
  return spoken.length > 0 ? spoken : written.slice(0, 1);
}

function refusals(message: Message, channel: PlanChannel, language: Language): Problem[] {
  return rulesFor[channel.kind].problems(message).map((problem) => ({
    pointer: pointerTo(fieldOf(problem.path, language)),
    code: problem.code,
    detail: `${channel.slug}: ${problem.detail}`,
  }));
}

/** Where in the announcement a person finds what the message complains about. */
function fieldOf(path: string, language: Language): string[] {
  if (path.startsWith('images')) return ['media'];
  if (path.startsWith('link')) return ['link'];
  if (path === 'firstComment') return ['texts', language, 'firstComment'];
  return ['texts', language, path === 'title' ? 'title' : 'body'];
}

function moments(source: PlanSource, now: Date, zone: string) {
  const problems: Problem[] = [];
  const notes: Note[] = [];
  const found: Moment[] = [];
  const { publishAt, event } = source;
  if (publishAt && publishAt.getTime() < now.getTime() - PAST_GRACE_MS) {
    const detail = `${formatLocal(publishAt, zone)} is past; choose a later time, or leave it out to publish at once`;
    problems.push({ pointer: '/publishAt', code: 'past', detail });
  }
  if (event?.endsAt && event.endsAt <= event.startsAt) {
    problems.push({ pointer: '/event/endsAt', code: 'order', detail: 'the event ends before it starts' });
  }
  if (publishAt || source.steps.length === 0) found.push({ step: null, at: publishAt ?? now });
  for (const step of event ? source.steps : []) {
    const at = shiftLocal((event as MessageEvent).startsAt, zone, step);
    if (at > now) found.push({ step: step.key, at });
    else
      notes.push({
        code: 'step-past',
        detail: `step "${step.key}" (${formatLocal(at, zone)}) is already past and was left out`,
      });
  }
  if (found.length === 0) {
    problems.push({
      pointer: '/campaign',
      code: 'nothing-left',
      detail: 'every step of the campaign is already past; give publishAt',
    });
  }
  const { worthUntil } = source;
  if (worthUntil && found.some(({ at }) => at > worthUntil)) {
    problems.push({
      pointer: '/worthUntil',
      code: 'order',
      detail: 'a post would go out after the time until which it is worth saying',
    });
  }
  return { moments: found, problems, notes };
}
