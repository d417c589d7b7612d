import { linksIn } from './links.ts';
import { normaliseText } from './look.ts';

/** Something said, or about to be said, to one channel at one time. */
export interface Said {
  /** Whose post it is: posts of one announcement repeat one another on purpose and are never warned about. */
  readonly announcement: string;
  /** Slug. */
  readonly channel: string;
  readonly text: string;
  /** When it goes or went out, UTC. */
  readonly at: Date;
}

/** Worth a second look; never a refusal. `other` is what was there already, or comes earlier in the same list. */
export interface Warning<New extends Said, Old extends Said> {
  /**
   * `said-twice`: the channel hears nearly the same words within thirty days. `within-the-hour`: two different things
   * come to the channel in less than an hour.
   */
  readonly code: 'said-twice' | 'within-the-hour';
  readonly post: New;
  readonly other: New | Old;
}

const HOUR_MS = 3_600_000;
/** Posts further away than this are never told about. */
export const SAID_TWICE_WITHIN_MS = 30 * 24 * HOUR_MS;

/** Texts that share this part of their three-word phrases read as the same: a date or a place may differ. */
const NEARLY = 0.7;
/** Shorter texts share phrases by chance ("Tervetuloa mukaan!"), so only the very same words count. */
const FEW_WORDS = 8;
const PHRASE = 3;

/**
 * What a person should know before these go out: the nearest neighbour in time of each kind, for each post. Pure.
 * @param fresh what would be made, in the order in which it would be made
 * @param known what is there, at most {@link SAID_TWICE_WITHIN_MS} away from any of it
 */
export function warningsFor<New extends Said, Old extends Said>(
  fresh: readonly New[],
  known: readonly Old[],
): Warning<New, Old>[] {
  const wordsOf = remembered(wordsIn);
  const before = new Map<string, (New | Old)[]>();
  for (const post of known) before.set(post.channel, [...(before.get(post.channel) ?? []), post]);
  const found: Warning<New, Old>[] = [];
  for (const post of fresh) {
    const neighbours = before.get(post.channel) ?? [];
    const others = neighbours
      .filter(({ announcement }) => announcement !== post.announcement)
      .sort((a, b) => apart(post, a) - apart(post, b));
    const same = others.find(
      (other) => apart(post, other) <= SAID_TWICE_WITHIN_MS && isNearly(wordsOf(post.text), wordsOf(other.text)),
    );
    const close = others.find((other) => apart(post, other) < HOUR_MS && other !== same);
    if (same) found.push({ code: 'said-twice', post, other: same });
    if (close) found.push({ code: 'within-the-hour', post, other: close });
    before.set(post.channel, [...neighbours, post]);
  }
  return found;
}

function apart(a: Said, b: Said): number {
  return Math.abs(a.at.getTime() - b.at.getTime());
}

/** Links are left out: every post has a short link of its own. So are marks and capitals, which nobody hears. */
function wordsIn(text: string): readonly string[] {
  const spoken = linksIn(text).reduce((rest, link) => rest.replaceAll(link, ' '), normaliseText(text));
  return spoken.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function isNearly(one: readonly string[], other: readonly string[]): boolean {
  if (one.join(' ') === other.join(' ')) return one.length > 0;
  if (one.length < FEW_WORDS || other.length < FEW_WORDS) return false;
  const a = phrasesOf(one);
  const b = phrasesOf(other);
  const shared = [...a].filter((phrase) => b.has(phrase)).length;
  return shared / (a.size + b.size - shared) >= NEARLY;
}

function phrasesOf(words: readonly string[]): Set<string> {
  return new Set(words.slice(PHRASE - 1).map((_last, index) => words.slice(index, index + PHRASE).join(' ')));
}

function remembered<Value>(work: (text: string) => Value): (text: string) => Value {
  const done = new Map<string, Value>();
  return (text) => {
    const value = done.get(text) ?? work(text);
    done.set(text, value);
    return value;
  };
}
