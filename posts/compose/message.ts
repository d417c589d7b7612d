import type { Language } from '../schema/basics.ts';

/** An image as one post carries it. `bytes` is the size of the stored file. */
export interface MessageImage {
  readonly mediaId: string;
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

/** A link and the card that belongs to it. `url` is what goes out (a tracked link or the target itself). */
export interface MessageLink {
  readonly url: string;
  readonly target: string;
  readonly title: string;
  readonly description: string | null;
  /** A small picture for channels that build no card themselves: bytes in the store by their hash. */
  readonly image?: CardImage;
}

/** A picture in the store by its hash; `bytes` is the size of the file. */
export interface CardImage {
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** An event's facts as a message carries them; instants in UTC. */
export interface MessageEvent {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly place: string | null;
  readonly streamUrl: string | null;
  readonly registrationUrl: string | null;
}

/** What every channel composes from: one language of one announcement, after the channel's own words were chosen. */
export interface MessageSource {
  readonly language: Language;
  readonly title: string;
  readonly body: string;
  readonly firstComment: string | null;
  readonly link: MessageLink | null;
  readonly images: readonly MessageImage[];
  readonly event: MessageEvent | null;
  /** The funding statement in this language; null without a funding. */
  readonly fundingStatement: string | null;
  /** The cluster's time zone, for the dates in the text. */
  readonly zone: string;
}

/**
 * A message as a reader of one channel sees it: plain text, without any platform's markup. This is what the snapshot of
 * an attempt holds; the channel's adapter turns it into the platform's own form.
 */
export interface Message {
  readonly title: string;
  readonly text: string;
  /**
   * Where the message leads. Without images it travels as a card. With images no platform takes a card beside them:
   * `text` holds the address, and the adapter must send the images alone.
   */
  readonly link: MessageLink | null;
  readonly images: readonly MessageImage[];
  readonly firstComment: string | null;
}

/** Something wrong with a message, told in the author's words. `path` names the field within the message. */
export interface ComposeProblem {
  readonly code: string;
  readonly path: string;
  readonly detail: string;
}

/** What a channel kind takes. Lengths in UTF-16 units, the strictest way of counting; null: no limit is known. */
export interface ChannelLimits {
  readonly text: number | null;
  /** Null: the channel has no comments. */
  readonly firstComment: number | null;
  readonly images: number;
  /** MIME types. */
  readonly imageTypes: readonly string[];
  readonly imageBytes: number | null;
  /** Width × height must stay below it. */
  readonly imagePixels: number | null;
  readonly alt: number | null;
}

/** How one channel kind composes and what it takes. Pure. */
export interface ChannelRules {
  readonly limits: ChannelLimits;
  /** The plain message, always; whether the channel takes it is told by `problems`. */
  compose(source: MessageSource): Message;
  /** Every reason why the channel would refuse it; empty when it fits. */
  problems(message: Message): ComposeProblem[];
}
