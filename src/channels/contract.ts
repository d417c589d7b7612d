import type { Message } from '#posts/compose/message';
import type { Outcome, Sighting } from '#posts/outcome';
import type { ChannelKind } from '#posts/schema/channel';
import type { Measures } from '#posts/schema/sample';

/** What opens one page: its id on the platform and its tokens in clear, held in memory for the call only. */
export interface Access {
  readonly channelId: string;
  readonly remoteId: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** Exactly what one attempt sends; written down before anything is called, and the call uses nothing else. */
export interface Snapshot extends Message {
  readonly postId: string;
  readonly attemptId: string;
  readonly language: string;
  readonly channelId: string;
  readonly remoteId: string;
}

/** What one publish may use besides the network. */
export interface PublishTools {
  /** The stored bytes of an image of the snapshot; the caller has checked their hash. */
  readImage(mediaId: string): Promise<Uint8Array>;
  /**
   * Asks for leave to make the one final call, and writes down that it is about to happen. The channel calls it once,
   * after every upload, directly before the final call. False: do not call; answer `notSent`.
   */
  arm(): Promise<boolean>;
  /** Aborted when the process must stop waiting for uploads. The final call is never cut short by it. */
  readonly signal?: AbortSignal;
}

/** What to look for on a page after an unclear publish. Instants are UTC. */
export interface Fingerprint {
  /** The plain text that was meant to appear. */
  readonly text: string;
  readonly link: { readonly url: string; readonly target: string } | null;
  readonly armedAt: Date;
  /** Remote ids that other posts own already; never matched. */
  readonly owned: ReadonlySet<string>;
  /** A post that the platform named as the same one. */
  readonly hint: string | null;
  readonly postId: string;
}

/** What came of a comment, an edit or a deletion: as an Outcome, with `remoteId` of what was made or changed. */
export type ChangeOutcome = Outcome;

/** The numbers of several posts. Ids missing in `samples` were not answered this time; `gone` are deleted elsewhere. */
export interface Readings {
  readonly samples: ReadonlyMap<
    string,
    { readonly measures: Measures; readonly raw: unknown; readonly notes: readonly string[] }
  >;
  readonly gone: readonly string[];
  /** Set when the platform refused or failed for the whole call. */
  readonly failure: Outcome | null;
  /** Most of the calls that the platform allows are used; what is left is for publishing. */
  readonly busy?: boolean;
}

/** How many follow a page now; null where the platform does not tell. */
export interface Followers {
  readonly count: number | null;
  /** Set when the platform refused or failed. */
  readonly failure: Outcome | null;
}

/** Whether the page can be published to, in words that staff understand. */
export interface Health {
  readonly ok: boolean;
  readonly message: string;
  /** The page's own name, when it could be read. */
  readonly pageName: string | null;
  readonly outcome: Outcome | null;
  /** When the token ends; null: never, or the platform does not tell. */
  readonly expiresAt: Date | null;
  /** From when on nothing may be read any more, where a platform has such a day. */
  readonly dataAccessExpiresAt: Date | null;
}

/** What came of asking for a new token. `failed` is `authExpired` when no other try will ever give one. */
export type Renewal =
  | {
      readonly kind: 'renewed';
      readonly accessToken: string;
      readonly expiresAt: Date | null;
      /** Null: the one from before stays good. */
      readonly refreshToken: string | null;
      readonly refreshExpiresAt: Date | null;
    }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/**
 * One kind of place to publish to. Adapters translate and only translate: the platform's words never leave the folder,
 * whatever the world does comes back as a value, and only our own mistakes throw. Nothing here repeats a call that may
 * have made something public.
 */
export interface Channel {
  readonly kind: ChannelKind;
  /** Uploads unpublished, asks `tools.arm()`, makes one final call, classifies the answer. */
  publish(snapshot: Snapshot, access: Access, tools: PublishTools): Promise<Outcome>;
  /** Looks for a post that may have been published. */
  find(fingerprint: Fingerprint, access: Access): Promise<Sighting>;
  /** The post that a person names by its address, if it stands on this page; `since`: how far back to read. */
  locate(link: string, since: Date, access: Access): Promise<Sighting>;
  comment(remoteId: string, text: string, access: Access): Promise<ChangeOutcome>;
  findComment(remoteId: string, text: string, since: Date, access: Access): Promise<Sighting>;
  /** Replaces the words of a published post. */
  edit(remoteId: string, snapshot: Snapshot, access: Access): Promise<ChangeOutcome>;
  /** The words that stand there now; null when the post is gone; an Outcome when it could not be read. */
  read(
    remoteId: string,
    access: Access,
  ): Promise<{ readonly text: string; readonly permalink: string | null } | null | Outcome>;
  /** Deletes a published post. Deleting twice is no error. */
  retract(remoteId: string, access: Access): Promise<ChangeOutcome>;
  metrics(remoteIds: readonly string[], access: Access): Promise<Readings>;
  /** Left out by a kind that nobody follows. */
  followers?(access: Access): Promise<Followers>;
  health(access: Access): Promise<Health>;
  /** A new token for the refresh token. Left out where the platform has none, or the app's keys are not set. */
  renew?(access: Access & { readonly refreshToken: string }): Promise<Renewal>;
  /** When the platform stops to serve the version of its interface that is spoken; null: not known, or never. */
  readonly versionEndsAt: Date | null;
}
