import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../api/entry.ts';
import { ApiProblem } from '../api/problem.ts';
import { useProblemWords } from '../parts/problem-words.ts';

/** What is wrong: at a field by its name, or (`form`) with the whole. */
type Wrong = Readonly<Record<string, string>>;

/** A form outside of the frame: sends, says what is wrong, and puts the focus there. */
export function useEntry() {
  const { t } = useTranslation();
  const words = useProblemWords();
  const [wrong, setWrong] = useState<Wrong>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(wrong).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);

  /** @param missing what is told without asking the server; @param work answers what is wrong */
  const submit = (missing: () => Wrong, work: () => Promise<Wrong>) => async (event: FormEvent) => {
    event.preventDefault();
    const before = missing();
    setWrong(before);
    if (Object.keys(before).length > 0) return;
    setBusy(true);
    try {
      setWrong(await work());
    } catch (error) {
      const unreachable = error instanceof ApiProblem && error.code === 'unreachable';
      setWrong({ form: unreachable ? t('problem.code.unreachable') : words.whole(error) });
    } finally {
      setBusy(false);
    }
  };
  const waitWords = (entry: Entry) =>
    entry.is === 'wait' ? t('signin.wait', { count: entry.seconds, number: entry.seconds }) : null;
  return { form, wrong, busy, submit, waitWords };
}
