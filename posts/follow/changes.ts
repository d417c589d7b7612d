import type { Message } from '../compose/message.ts';
import type { PlannedPost } from '../plan.ts';
import type { StateName } from '../state.ts';

/** What of the announcement changed, as far as its posts tell it. */
export type FollowReason = 'time' | 'place' | 'link' | 'words' | 'pictures' | 'rest';

/** A post as following sees it. Instants are UTC. */
export interface StandingPost {
  readonly id: string;
  readonly channelId: string;
  readonly language: string;
  readonly step: string | null;
  readonly state: StateName;
  /** Null: it waits for a time. */
  readonly scheduledAt: Date | null;
  readonly publishedAt: Date | null;
  readonly message: Message;
  readonly handwritten: boolean;
  /** What was offered before and is not answered yet. */
  readonly offer: { readonly title: string; readonly text: string } | null;
}

/** Why a post does not go out any more. */
export type StopReason = 'cancelled' | 'channel' | 'language' | 'step' | 'past' | 'new-date';

/** What a change of an announcement means for one post. A post that moves and was written by hand has two. */
export type Change<Post extends StandingPost = StandingPost> =
  | { readonly kind: 'unchanged'; readonly post: Post }
  /** `message`: its new words, when they change too. */
  | {
      readonly kind: 'move';
      readonly post: Post;
      readonly to: Date;
      readonly worthUntil: Date;
      readonly message: Message | null;
      readonly why: readonly FollowReason[];
    }
  | { readonly kind: 'newText'; readonly post: Post; readonly message: Message; readonly why: readonly FollowReason[] }
  /** A person wrote its words; they stand, beside what Kaiku would say now. */
  | {
      readonly kind: 'keepHandWritten';
      readonly post: Post;
      readonly proposed: Message;
      readonly why: readonly FollowReason[];
    }
  /** It is out; a person may change it on its page. */
  | {
      readonly kind: 'offerEdit';
      readonly post: Post;
      readonly proposed: Message;
      readonly why: readonly FollowReason[];
    }
  /** What was offered is what stands: nothing is to be decided any more. */
  | { readonly kind: 'withdrawOffer'; readonly post: Post }
  | { readonly kind: 'stop'; readonly post: Post; readonly why: StopReason }
  /** Its event has no date; it is kept without a time until there is one. */
  | { readonly kind: 'wait'; readonly post: Post }
  /** It is on its way out, or whether it is out is not known; nothing is done to it. */
  | { readonly kind: 'leave'; readonly post: Post; readonly why: readonly FollowReason[] }
  | { readonly kind: 'add'; readonly planned: PlannedPost }
  | { readonly kind: 'draftNews'; readonly news: News; readonly planned: PlannedPost };

/** News of the event itself, drafted where something was published, and sent by a person. Names the post's step. */
export type News = 'cancelled' | 'postponed';

/** Whether the step is news of the event itself: its cancelling or postponing. */
export function isNews(step: string | null): step is News {
  return step === 'cancelled' || step === 'postponed';
}
