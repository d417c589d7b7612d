import { useMutation } from '@tanstack/react-query';
import { everythingChanged } from '../api/query.ts';
import { useProblemWords } from './problem-words.ts';
import { useToasts } from './toasts.tsx';

/** Runs a change, says how it went, and reads what is on the page again. */
export function useAct() {
  const toasts = useToasts();
  const words = useProblemWords();
  const { mutateAsync, isPending } = useMutation({
    mutationFn: ({ work }: { work: () => Promise<unknown> }) => work(),
    onSettled: () => everythingChanged(),
  });
  /** @returns true when it was done; a refusal is shown and answers false */
  const act = async (work: () => Promise<unknown>, said: string, undo?: () => void): Promise<boolean> => {
    try {
      await mutateAsync({ work });
      toasts.done(said, undo);
      return true;
    } catch (error) {
      toasts.failed(words.whole(error));
      return false;
    }
  };
  return { act, busy: isPending };
}
