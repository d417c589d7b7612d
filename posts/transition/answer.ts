import type { PostLife, PostState, StateName } from '../state.ts';

/**
 * The answer to "this happened to this post":
 * `next` – the post's new life; `same` – true but nothing changes, with the reason;
 * `refused` – a person asked for what is not possible now, with what is.
 */
export type Answer =
  | { readonly kind: 'next'; readonly life: PostLife }
  | { readonly kind: 'same'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string; readonly possible: readonly Act[] };

/** What a person may ask for, by the names of the routes of `/posts/:id`. */
export type Act = 'edit' | 'move' | 'publish-now' | 'retry' | 'cancel' | 'retract' | 'decide' | 'approve' | 'measure';

const POSSIBLE: Record<StateName, readonly Act[]> = {
  draft: ['edit', 'move', 'cancel'],
  awaitingApproval: ['edit', 'move', 'approve', 'cancel'],
  scheduled: ['edit', 'move', 'publish-now', 'cancel'],
  publishing: [],
  retrying: ['edit', 'move', 'retry', 'cancel'],
  parked: ['edit', 'move', 'retry', 'cancel'],
  uncertain: [],
  needsDecision: ['decide', 'cancel'],
  missed: ['edit', 'move', 'publish-now', 'retry', 'cancel'],
  rejected: ['edit', 'cancel'],
  published: ['edit', 'retract', 'measure'],
  retracted: [],
  gone: [],
  cancelled: [],
};

/** What a person may do with a post in this state. */
export function possibleActs(state: StateName): readonly Act[] {
  return POSSIBLE[state];
}

/** The state, when the post is in one of these; else a refusal with the reason. */
export function from(post: PostLife, states: readonly StateName[], why: string, state: PostState): Answer {
  return states.includes(post.state.name) ? to(post, state) : refuse(post, why);
}

/** The post in another state, its times as they were. */
export function to(post: PostLife, state: PostState): Answer {
  return { kind: 'next', life: { ...post, state } };
}

/** Nothing changes, and why. */
export function same(why: string): Answer {
  return { kind: 'same', why };
}

/** It cannot be, why not, and what is possible instead. */
export function refuse(post: PostLife, why: string): Answer {
  return { kind: 'refused', why, possible: POSSIBLE[post.state.name] };
}
