import type { ToldGroup } from '#posts/schema/summary';

export const MEASURES = ['views', 'reach', 'reactions', 'comments', 'shares', 'clicks', 'linkClicks'] as const;
export type Measure = (typeof MEASURES)[number];

export function isMeasure(text: string | null): text is Measure {
  return MEASURES.some((measure) => measure === text);
}

/** A group as charts and tables show it. Null: not known. */
export interface Line {
  readonly name: string;
  readonly posts: number;
  readonly value: number | null;
  readonly perPost: number | null;
  readonly perFollower: number | null;
  /** Posts that do not know the measure. */
  readonly unknown: number;
  /** People who came to the events; null: nobody told. */
  readonly attendance: number | null;
}

export function lineOf(group: ToldGroup, measure: Measure, name: string): Line {
  return {
    name,
    posts: group.posts,
    value: group.totals[measure],
    perPost: group.perPost[measure],
    perFollower: group.perFollower[measure],
    unknown: group.unknown[measure],
    attendance: group.events > 0 ? group.attendance : null,
  };
}
