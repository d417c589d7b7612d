const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const RETRY_STEPS_MS = [5 * SECOND, 20 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE] as const;
const RETRY_JITTER = 0.2;

/**
 * How long to wait after a definite "not now" before the next attempt: 5 s, 20 s, 60 s, 3 min, then 10 min, each
 * ±20 % so that posts refused together do not come back together.
 * @param refusals how many times this post was refused so far; 1 after the first refusal
 * @param random answers a number in [0, 1)
 * @returns whole milliseconds
 */
export function retryDelayMs(refusals: number, random: () => number): number {
  const index = Math.min(Math.max(Math.floor(refusals), 1), RETRY_STEPS_MS.length) - 1;
  const step = RETRY_STEPS_MS[index] ?? 10 * MINUTE;
  return Math.round(step * (1 + RETRY_JITTER * (2 * random() - 1)));
}

/** How long one final call may take before it is given up as uncertain. */
export const CALL_TIMEOUT_MS = 30 * SECOND;
/** A platform may list a post only some time after it took it (unverified for both, platforms contract §1.5, §2.5). */
const LISTING_DELAY_MS = 60 * SECOND;

/** Absent looks that must agree before a person is asked. */
export const ABSENT_LOOKS_NEEDED = 3;
/** The first and the last of those looks lie at least this far apart. */
export const ABSENT_OVER_MS = 2 * MINUTE;

/** From when "not there" is worth something. A look before it counts only when it finds the post. */
export function absenceCountsFrom(armedAt: Date): Date {
  return new Date(armedAt.getTime() + CALL_TIMEOUT_MS + LISTING_DELAY_MS);
}

// Two early looks, because most unclear posts are simply there; then three that count as absent and span over 2 min.
const LOOK_AGES_MS = [5 * SECOND, 20 * SECOND, 95 * SECOND, 160 * SECOND, 230 * SECOND] as const;
const LOOK_GAP_MS = 15 * SECOND;
const LATE_LOOK_EVERY_MS = 2 * MINUTE;
const LOOK_JITTER = 0.1;
const LOOK_JITTER_MAX_MS = 10 * SECOND;

/**
 * When to look at the page next for a post whose outcome is not known: about 5 s, 20 s, 95 s, 160 s and 230 s after
 * arming, then every 2 min. Never before `now`; looks that start late keep 15 s between them instead of catching up at
 * once. The jitter only delays, so the three later looks stay past {@link absenceCountsFrom} and far enough apart.
 * @param random answers a number in [0, 1)
 */
export function nextLookAt(
  look: { readonly armedAt: Date; readonly looksDone: number; readonly now: Date },
  random: () => number,
): Date {
  const age = LOOK_AGES_MS[look.looksDone];
  if (age === undefined) return new Date(look.now.getTime() + delayed(LATE_LOOK_EVERY_MS, random));
  const planned = look.armedAt.getTime() + delayed(age, random);
  const earliest = look.now.getTime() + (look.looksDone === 0 ? 0 : LOOK_GAP_MS);
  return new Date(Math.max(planned, earliest));
}

function delayed(ms: number, random: () => number): number {
  return Math.round(ms + random() * Math.min(ms * LOOK_JITTER, LOOK_JITTER_MAX_MS));
}

/** How old a post is when its numbers are read (design §9). Milliseconds after `publishedAt`. */
export const SAMPLE_AGES_MS = [15 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 28 * DAY] as const;

/**
 * The next moment to read a post's numbers, or null when the plan is over. Points that went by during an outage are
 * skipped: numbers are read now or not at all, never filled in afterwards.
 * @param lastPlannedAt the point that was last read (its planned time, not when it was really read); null before the first
 */
export function nextSampleAt(publishedAt: Date, lastPlannedAt: Date | null, now: Date): Date | null {
  const after = lastPlannedAt?.getTime() ?? publishedAt.getTime();
  for (const age of SAMPLE_AGES_MS) {
    const point = publishedAt.getTime() + age;
    if (point > after && point >= now.getTime()) return new Date(point);
  }
  return null;
}
