import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** How often what may change by itself is read again while the page is looked at. */
export const LIVE_MS = 4_000;

/** Reading is repeated when the connection broke; a refusal is an answer and is shown. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => error instanceof ApiProblem && error.code === 'unreachable' && failures < 2,
    },
    mutations: { retry: false },
  },
});

/** After a change, whatever is on the page is read again. */
export function everythingChanged(): Promise<void> {
  return queryClient.invalidateQueries();
}
