import type { Note, Problem } from '#posts/problem';
import { type Repeat, repeatsOf } from '#posts/recurrence';

interface Read {
  readonly repeats: readonly Repeat[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** A rule as it was written → its times. */
export function readRecurrence(rule: string | null, publishAt: Date | null, zone: string): Read {
  const refused = (pointer: string, code: string, detail: string): Read => ({
    repeats: [],
    problems: [{ pointer, code, detail }],
    notes: [],
  });
  if (rule === null) return { repeats: [], problems: [], notes: [] };
  if (!publishAt)
    return refused('/publishAt', 'missing', 'say when it is said first; the repetitions count from there');
  const read = repeatsOf(rule, publishAt, zone);
  if (!read.ok) return refused('/recurrence', read.code, read.detail);
  const notes = read.movedForward.map((wall) => ({
    code: 'time-moved',
    detail: `${wall} does not exist, because clocks go forward over it; it goes out an hour later`,
  }));
  return { repeats: read.repeats, problems: [], notes };
}
