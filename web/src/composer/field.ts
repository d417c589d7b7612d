import { createContext, use } from 'react';
import type { Problem } from '#posts/problem';
import { useProblemWords } from '../parts/problem-words.ts';

/** The problems that are shown at their fields. */
export const ProblemsContext = createContext<readonly Problem[]>([]);

export function fieldId(pointer: string): string {
  return `field${pointer.replaceAll('/', '-')}`;
}

/** A field's id, and what is wrong with it in plain words. */
export function useField(pointer: string): { id: string; error: string | undefined } {
  const problems = use(ProblemsContext);
  const words = useProblemWords();
  const mine = problems.filter((problem) => problem.pointer === pointer).map(words.one);
  return { id: fieldId(pointer), error: mine.length > 0 ? [...new Set(mine)].join(' ') : undefined };
}
