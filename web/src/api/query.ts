import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

const WITHOUT_STREAM_MS = 4_000;
/** The numbers of a post come without an event. */
const WITH_STREAM_MS = 30_000;

let live = false;

/** Whether the server tells of changes by itself (api/live). */
export const isLive = () => live;
export function setLive(is: boolean): void {
  live = is;
}

/** How often what may change by itself is read again while the page is looked at. */
export const liveInterval = () => (live ? WITH_STREAM_MS : WITHOUT_STREAM_MS);

/** First parts of the query keys of what may change by itself. */
export const LIVE_KEYS: readonly string[] = [
  'cluster',
  'posts',
  'post',
  'announcements',
  'announcement',
  'channels',
  'notices',
  'imports',
];

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
