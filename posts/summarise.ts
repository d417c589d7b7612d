import { MEASURES, type Measures, NOTHING_MEASURED } from './schema/sample.ts';

/** A published post with its newest numbers; `measures` null: it was never measured. */
export interface MeasuredPost {
  /** What it is counted under, such as a channel's slug; null: it has none, such as a post without a theme. */
  readonly group: string | null;
  readonly measures: Measures | null;
  /** How many followed its page; null or left out: not known. */
  readonly followers?: number | null;
}

type Counts = Record<keyof Measures, number>;

/** What adding up posts keeps. Sums over no known number are null. */
export interface Tally {
  readonly posts: number;
  readonly measured: number;
  readonly totals: Measures;
  /** How many posts know each measure. */
  readonly known: Counts;
  /** The part of `totals` that comes from pages whose followers are known … */
  readonly followed: Counts;
  /** … and those followers, added up once for each such post. */
  readonly followers: Counts;
}

/** Each measure per post, or per follower; null: not known. */
export type Rates = Readonly<Record<keyof Measures, number | null>>;

/** Numbers over several posts. `measured` of the `posts` have numbers. */
export interface Numbers {
  readonly posts: number;
  readonly measured: number;
  readonly totals: Measures;
  /** How many posts do not know each measure; they are in no total. */
  readonly unknown: Counts;
  /** The total by the posts that know it. */
  readonly perPost: Rates;
  /** What a post brought for each follower of its page, where both are known: small pages compare with large ones. */
  readonly perFollower: Rates;
}

/** One group of a summary; null is unknown and never 0. */
export interface Summary extends Numbers {
  readonly group: string | null;
}

/**
 * Sums what is known, by group, in the order in which the groups first come. A measure that no post of the group knows
 * stays null: "not known" is never zero. `reach` is a sum of reaches: a person reached twice counts twice.
 */
export function summarise(posts: readonly MeasuredPost[]): Summary[] {
  const groups = new Map<string | null, Tally>();
  for (const post of posts) groups.set(post.group, added(groups.get(post.group) ?? NOTHING, post));
  return [...groups].map(([group, tally]) => ({ group, ...numbersOf(tally) }));
}

/** All posts together; one that stands in two groups counts once, so pass each post once. */
export function total(posts: readonly MeasuredPost[]): Numbers {
  return numbersOf(posts.reduce(added, NOTHING));
}

/** What is told of a tally. */
export function numbersOf({ posts, measured, totals, known, followed, followers }: Tally): Numbers {
  return {
    posts,
    measured,
    totals,
    unknown: each((name) => posts - known[name]),
    perPost: each((name) => rate(totals[name], known[name])),
    perFollower: each((name) => rate(followed[name], followers[name])),
  };
}

/** The tally of tallies whose posts are different ones. */
export function addedUp(all: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => all.reduce((total, tally) => total + of(tally), 0);
  const each = (of: 'known' | 'followed' | 'followers') =>
    Object.fromEntries(MEASURES.map((name) => [name, sum((tally) => tally[of][name])])) as Tally['known'];
  const totals = MEASURES.map((name) => {
    const known = all.flatMap((tally) => tally.totals[name] ?? []);
    return [name, known.length === 0 ? null : known.reduce((a, b) => a + b, 0)];
  });
  return {
    posts: sum(({ posts }) => posts),
    measured: sum(({ measured }) => measured),
    totals: Object.fromEntries(totals) as Measures,
    known: each('known'),
    followed: each('followed'),
    followers: each('followers'),
  };
}

const ZERO: Counts = each(() => 0);
const NOTHING: Tally = {
  posts: 0,
  measured: 0,
  totals: NOTHING_MEASURED,
  known: ZERO,
  followed: ZERO,
  followers: ZERO,
};

function added(tally: Tally, { measures, followers = null }: MeasuredPost): Tally {
  const value = (name: keyof Measures) => measures?.[name] ?? null;
  const follows = (name: keyof Measures) => value(name) !== null && followers !== null;
  return {
    posts: tally.posts + 1,
    measured: tally.measured + (measures ? 1 : 0),
    totals: each((name) => sum(tally.totals[name], value(name))),
    known: each((name) => tally.known[name] + (value(name) === null ? 0 : 1)),
    followed: each((name) => tally.followed[name] + (follows(name) ? (value(name) ?? 0) : 0)),
    followers: each((name) => tally.followers[name] + (follows(name) ? (followers ?? 0) : 0)),
  };
}

function each<Value>(of: (name: keyof Measures) => Value): Record<keyof Measures, Value> {
  return Object.fromEntries(MEASURES.map((name) => [name, of(name)])) as Record<keyof Measures, Value>;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function rate(value: number | null, by: number): number | null {
  return value === null || by === 0 ? null : value / by;
}
