import { MEASURES, type Measures, NOTHING_MEASURED } from './schema/sample.ts';

/** A published post with its last numbers; `measures` null: it was never measured. */
export interface MeasuredPost {
  /** What it is counted under, such as a channel's slug. */
  readonly group: string;
  readonly measures: Measures | null;
}

/** Numbers over the posts of one group. `measured` of the `posts` have numbers. */
export interface Summary {
  readonly group: string;
  readonly posts: number;
  readonly measured: number;
  readonly totals: Measures;
}

/**
 * Sums what is known, by group, in the order in which the groups first come. A measure that no post of the group knows
 * stays null: "not known" is never zero. `reach` is a sum of reaches: a person reached twice counts twice.
 */
export function summarise(posts: readonly MeasuredPost[]): Summary[] {
  const groups = new Map<string, Summary>();
  for (const post of posts) groups.set(post.group, added(groups.get(post.group) ?? nothing(post.group), post));
  return [...groups.values()];
}

/** All posts together. */
export function total(posts: readonly MeasuredPost[]): Omit<Summary, 'group'> {
  const { group: _group, ...rest } = posts.reduce(added, nothing(''));
  return rest;
}

function nothing(group: string): Summary {
  return { group, posts: 0, measured: 0, totals: NOTHING_MEASURED };
}

function added(summary: Summary, { measures }: MeasuredPost): Summary {
  const totals = { ...summary.totals };
  for (const name of MEASURES) totals[name] = sum(totals[name], measures?.[name] ?? null);
  return { ...summary, posts: summary.posts + 1, measured: summary.measured + (measures ? 1 : 0), totals };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}
