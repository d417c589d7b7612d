import type { Outcome } from '#posts/outcome';

/** The outcomes that every platform can have, in words for a communications officer. */
export interface OutcomeWords {
  rejected(code: string, said: string): Outcome;
  throttled(until: Date): Outcome;
  authExpired(detail?: string): Outcome;
  permission(detail: string): Outcome;
  blocked(detail: string, until?: Date | null): Outcome;
  misconfigured(detail: string): Outcome;
  notSent(why: string): Outcome;
  uncertain(why: string, hint?: string): Outcome;
}

/** Each message says what happened, what it means and what to do. `platform` is the name that people know it by. */
export function outcomeWords(platform: string): OutcomeWords {
  return {
    rejected: (code, said) => ({
      kind: 'rejected',
      code,
      message: `${platform} does not take this: ${sentence(said)} Nothing was published or changed. Change it and try again.`,
    }),
    throttled: (until) => ({
      kind: 'throttled',
      until,
      message: `${platform} asks for a pause because there were too many calls. Nothing was published or changed; Kaiku goes on by itself after the pause.`,
    }),
    authExpired: (detail) => ({
      kind: 'authExpired',
      message: `${platform} no longer accepts this page’s key.${detail ? ` ${sentence(detail)}` : ''} Nothing was published or changed. Connect the page again; what waits then goes out by itself.`,
    }),
    permission: (detail) => ({
      kind: 'permission',
      message: `${platform} does not let Kaiku do this on this page: ${sentence(detail)} Nothing was published or changed. Check the role on the page and the permissions given, then connect the page again.`,
    }),
    blocked: (detail, until = null) => ({
      kind: 'blocked',
      until,
      message: `${platform} has stopped publishing on this page for now: ${sentence(detail)} Nothing was published or changed. Sign in to ${platform}, look at its notices about the page, then resume the channel.`,
    }),
    misconfigured: (detail) => ({
      kind: 'misconfigured',
      message: `The connection to ${platform} is set up wrongly: ${sentence(detail)} Nothing was published or changed. Tell the person who looks after this installation.`,
    }),
    notSent: (why) => ({
      kind: 'notSent',
      message: `This did not get to ${platform}: ${sentence(why)} Nothing was published or changed; it is tried again.`,
    }),
    uncertain: (why, hint) => ({
      kind: 'uncertain',
      message: `${platform} gave no clear answer: ${sentence(why)} It may be out; Kaiku looks at the page before anything else is done.`,
      ...(hint === undefined ? {} : { hint }),
    }),
  };
}

/**
 * What an answer means for a call that cannot make anything public, such as an upload or a read: when nobody knows
 * whether it arrived, repeating it is harmless.
 */
export function harmless(outcome: Outcome, words: OutcomeWords): Outcome {
  return outcome.kind === 'uncertain' ? words.notSent('there was no clear answer') : outcome;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
