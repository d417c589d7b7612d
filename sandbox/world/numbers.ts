import { createHash } from 'node:crypto';
import type { FixedNumbers, Numbers, Post, ReactionKind } from './model.ts';

const DAY = 86_400_000;

/** Numbers in [0, 1) that depend on the text alone. */
function draws(text: string, count: number): number[] {
  const digest = createHash('sha512').update(text).digest();
  return Array.from({ length: count }, (_, index) => digest.readUInt32BE(index * 4) / 2 ** 32);
}

/** Most of a post's life happens in its first day, with a long tail: a fast and a slow saturating part. */
function grown(final: number, ageMs: number): number {
  if (ageMs <= 0) return 0;
  const share = 0.7 * (1 - Math.exp(-ageMs / (0.4 * DAY))) + 0.3 * (1 - Math.exp(-ageMs / (6 * DAY)));
  return Math.floor(final * share);
}

function byKind(reactions: number, tilt: number): Record<ReactionKind, number> {
  const love = Math.floor(reactions * (0.1 + 0.15 * tilt));
  const wow = Math.floor(reactions * 0.04);
  const haha = Math.floor(reactions * 0.02);
  return { like: reactions - love - wow - haha, love, haha, wow, sorry: 0, anger: 0 };
}

function fixedOr(fixed: FixedNumbers, key: keyof FixedNumbers, value: number): number {
  return fixed[key] ?? value;
}

/**
 * The true numbers of a post at an instant (ms of the sandbox clock): a pure function of its id, its age and its own
 * comments, so that a test can know them without asking. They never fall while nothing is fixed by hand.
 */
export function numbersAt(post: Post, at: number): Numbers {
  const [size = 0, width = 0, liked = 0, talked = 0, passed = 0, clicked = 0, tilt = 0] = draws(
    `${post.platform}:${post.remoteId}`,
    7,
  );
  const age = at - post.createdAt;
  const finalViews = (post.platform === 'facebook' ? 350 : 220) * (0.5 + 3.5 * size * size);
  const views = grown(finalViews, age);
  const finalReach = finalViews * (0.6 + 0.3 * width);
  const own = post.comments.filter(
    (comment) => comment.createdAt <= at && (comment.deletedAt === null || comment.deletedAt > at),
  ).length;
  const reactions = fixedOr(post.fixed, 'reactions', grown(finalReach * (0.02 + 0.06 * liked), age));
  return {
    views: fixedOr(post.fixed, 'views', views),
    reach: fixedOr(post.fixed, 'reach', Math.min(views, grown(finalReach, age))),
    reactions,
    reactionKinds: byKind(reactions, tilt),
    comments: fixedOr(post.fixed, 'comments', own + grown(finalReach * 0.012 * talked, age)),
    shares: fixedOr(post.fixed, 'shares', grown(finalReach * 0.015 * passed, age)),
    clicks: fixedOr(post.fixed, 'clicks', grown(finalReach * (0.01 + 0.07 * clicked), age)),
  };
}
