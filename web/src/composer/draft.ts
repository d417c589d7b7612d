import type { Crop } from '#posts/crop';
import type { LinkCardInput } from '#posts/schema/announcement';
import type { ChannelKind } from '#posts/schema/channel';
import { formatLocal } from '#posts/time';
import type { Announcement } from '../api/wire.ts';

export interface DraftText {
  readonly title: string;
  readonly body: string;
  readonly firstComment: string;
  /** The body for one channel, by its slug, where it differs. */
  readonly channels: Readonly<Record<string, string>>;
  /** Other words for the repetitions, in their order. */
  readonly variants: readonly Variant[];
  /** A title or a first comment of its own, which a program gave a channel; this form keeps them as they are. */
  readonly ofChannels: Readonly<Record<string, OfChannel>>;
}

interface Variant {
  /** One that a program gave; kept as it is. */
  readonly title?: string | undefined;
  readonly body: string;
}

interface OfChannel {
  readonly title?: string | undefined;
  readonly firstComment?: string | undefined;
}

/** What is told of a picture besides what it shows; empty: nothing. */
export const IMAGE_FACTS = ['credit', 'licence', 'consent'] as const;
export type ImageFact = (typeof IMAGE_FACTS)[number];

export interface DraftImage extends Readonly<Record<ImageFact, string>> {
  /** Names it before the server does. */
  readonly key: string;
  /** Null until it is sent, which happens once it has an alt text. */
  readonly id: string | null;
  /** A small picture to show, as a data: address, or the server's own. */
  readonly thumb: string;
  readonly alt: string;
  /** The words that the server has, as `imageWords` tells them; empty: none yet. */
  readonly sent: string;
  /** The part that a kind of channel shows; missing: the whole picture. */
  readonly crops: Readonly<Partial<Record<ChannelKind, Crop>>>;
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** A picture of which nothing is known but its place. */
export const NO_IMAGE: Omit<DraftImage, 'key' | 'id' | 'thumb'> = {
  alt: '',
  credit: '',
  licence: '',
  consent: '',
  sent: '',
  crops: {},
  fileName: '',
  mime: 'image/jpeg',
  bytes: 0,
  width: 0,
  height: 0,
};

/** All that is told of a picture, so that a change of any of it is noticed. */
export function imageWords({ alt, credit, licence, consent }: Pick<DraftImage, 'alt' | ImageFact>): string {
  return JSON.stringify([alt, credit, licence, consent].map((words) => words.trim()));
}

export const EVENT_TIMES = ['startsAt', 'endsAt'] as const;
export const EVENT_WORDS = ['place', 'streamUrl', 'registrationUrl', 'capacity', 'organiser'] as const;
export type EventField = (typeof EVENT_TIMES)[number] | (typeof EVENT_WORDS)[number];

/** What is being written, as the fields hold it: text everywhere, empty where nothing is said. */
export interface Draft {
  readonly kind: 'announcement' | 'event';
  readonly organisation: string;
  readonly texts: Readonly<Record<string, DraftText>>;
  readonly link: string;
  /** What the page of the link `of` says of itself; null: it was not asked, or does not answer. */
  readonly linkCard: (LinkCardInput & { readonly of: string }) | null;
  readonly images: readonly DraftImage[];
  readonly themes: readonly string[];
  readonly targetGroups: readonly string[];
  readonly funding: string;
  /** Null: every channel, also those connected later while it is written. */
  readonly channels: readonly string[] | null;
  readonly when: 'now' | 'at';
  readonly publishAt: string;
  readonly worthUntil: string;
  readonly event: Readonly<Record<EventField, string>>;
  readonly campaign: string;
  /** The event has no date for now. */
  readonly postponed: boolean;
  /** An RRULE; empty: it is said once. */
  readonly recurrence: string;
}

export const NO_TEXT: DraftText = { title: '', body: '', firstComment: '', channels: {}, variants: [], ofChannels: {} };

const NO_EVENT: Draft['event'] = {
  startsAt: '',
  endsAt: '',
  place: '',
  streamUrl: '',
  registrationUrl: '',
  capacity: '',
  organiser: '',
};

export const EMPTY_DRAFT: Draft = {
  kind: 'announcement',
  organisation: '',
  texts: {},
  link: '',
  linkCard: null,
  images: [],
  themes: [],
  targetGroups: [],
  funding: '',
  channels: null,
  when: 'now',
  publishAt: '',
  worthUntil: '',
  event: NO_EVENT,
  campaign: '',
  postponed: false,
  recurrence: '',
};

/** True once there is something worth keeping. */
export function isWritten(draft: Draft): boolean {
  const words = Object.values(draft.texts).some(({ title, body, firstComment }) => title || body || firstComment);
  return (
    words || draft.images.length > 0 || draft.link !== '' || Object.values(draft.event).some((value) => value !== '')
  );
}

/** The card that belongs to the link as it is now. */
export function cardOf({ link, linkCard }: Draft): LinkCardInput | null {
  if (linkCard === null || linkCard.of !== link.trim()) return null;
  const { of: _of, ...card } = linkCard;
  return card;
}

/** The languages in which something is written, in the order of `languages`. */
export function writtenLanguages(draft: Draft, languages: readonly string[]): string[] {
  const known = [...languages, ...Object.keys(draft.texts).filter((language) => !languages.includes(language))];
  return known.filter((language) => {
    const text = draft.texts[language];
    return text !== undefined && (text.title !== '' || text.body !== '' || text.firstComment !== '');
  });
}

/** The same words once more: when they are said, and when the event is, must be thought of anew. */
export function copyOf(draft: Draft): Draft {
  const event = { ...draft.event, startsAt: '', endsAt: '' };
  return { ...draft, event, when: 'now', publishAt: '', worthUntil: '' };
}

/** An announcement as the fields show it, times as the cluster's clocks do. */
export function draftOf(announcement: Announcement, zone: string): Draft {
  const local = (instant: string | null | undefined) => (instant ? formatLocal(new Date(instant), zone) : '');
  const { event } = announcement;
  return {
    kind: announcement.kind,
    organisation: announcement.organisation,
    texts: Object.fromEntries(
      Object.entries(announcement.texts).map(([language, text]) => [
        language,
        {
          title: text.title,
          body: text.body,
          firstComment: text.firstComment ?? '',
          channels: Object.fromEntries(
            Object.entries(text.channels ?? {}).flatMap(([slug, own]) => (own?.body ? [[slug, own.body]] : [])),
          ),
          variants: text.variants ?? [],
          ofChannels: Object.fromEntries(
            Object.entries(text.channels ?? {}).flatMap(([slug, { body: _body, ...rest }]) =>
              Object.keys(rest).length > 0 ? [[slug, rest]] : [],
            ),
          ),
        },
      ]),
    ),
    link: announcement.link ?? '',
    linkCard: announcement.link && announcement.linkCard ? { of: announcement.link, ...announcement.linkCard } : null,
    images: announcement.media.map((id) => ({
      ...NO_IMAGE,
      key: id,
      id,
      thumb: `/media/${id}/small`,
      crops: announcement.crops[id] ?? {},
    })),
    themes: announcement.themes,
    targetGroups: announcement.targetGroups,
    funding: announcement.funding ?? '',
    channels: announcement.channels,
    when: announcement.publishAt ? 'at' : 'now',
    publishAt: local(announcement.publishAt),
    worthUntil: local(announcement.worthUntil),
    event: event
      ? {
          startsAt: local(event.startsAt),
          endsAt: local(event.endsAt),
          place: event.place ?? '',
          streamUrl: event.streamUrl ?? '',
          registrationUrl: event.registrationUrl ?? '',
          capacity: event.capacity === null ? '' : String(event.capacity),
          organiser: event.organiser ?? '',
        }
      : NO_EVENT,
    campaign: announcement.campaign ?? '',
    postponed: event?.postponed ?? false,
    recurrence: announcement.recurrence ?? '',
  };
}
