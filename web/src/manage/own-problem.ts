import { ApiProblem } from '../api/problem.ts';
import { useWords } from '../i18n/use-words.ts';
import { useProblemWords } from '../parts/problem-words.ts';

const KNOWN = ['SESSION_NOT_FRESH', 'CREDENTIAL_ACCOUNT_NOT_FOUND'];

/** What signing in refused, in words; its own are English and short. */
export function useOwnProblem() {
  const { t } = useWords();
  const words = useProblemWords();
  return (error: unknown): string => {
    if (!(error instanceof ApiProblem)) return words.whole(error);
    if (error.status === 429) return t('signin.wait', { count: 60, number: 60 });
    if (error.code === 'INVALID_PASSWORD') return t('profile.currentWrong');
    return KNOWN.includes(error.code) ? t(`profile.refused.${error.code}`) : words.whole(error);
  };
}
