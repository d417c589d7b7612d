import { useTranslation } from 'react-i18next';
import type { Problem } from '#posts/problem';
import { ApiProblem } from '../api/problem.ts';

/**
 * Problems in the reader's language. The server's words are English; a code that the translations know is told in the
 * chosen language, one that they do not know as the server said it.
 */
export function useProblemWords() {
  const { t, i18n } = useTranslation();
  const told = (code: string, detail: string) => {
    const key = `problem.code.${code}`;
    if (i18n.language === 'en' || !i18n.exists(key)) return detail || t('problem.unknown');
    return t(key);
  };
  const one = (problem: Problem) => {
    // A channel's own complaint begins with its slug.
    const channel = /^([a-z0-9-]+): /.exec(problem.detail)?.[1];
    const words = told(problem.code, problem.detail);
    return channel && words !== problem.detail ? `${words} (${channel})` : words;
  };
  const whole = (error: unknown): string => {
    if (!(error instanceof ApiProblem)) return t('problem.unknown');
    const parts = error.errors.map(one);
    return [told(error.code, error.message), ...parts].filter((part) => part !== '').join(' ');
  };
  return { one, whole };
}
