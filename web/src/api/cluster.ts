import { useQuery } from '@tanstack/react-query';
import { get, post } from './client.ts';
import { liveInterval } from './query.ts';

export interface Stopped {
  readonly reason: 'person' | 'restored';
  readonly message: string;
  readonly at: string;
  readonly by: string;
}

export interface Cluster {
  readonly name: string;
  readonly zone: string;
  readonly languages: readonly string[];
  /** Null while publishing goes on. */
  readonly stopped: Stopped | null;
}

const BEFORE_IT_IS_KNOWN: Cluster = {
  name: '',
  zone: 'Europe/Helsinki',
  languages: ['fi', 'sv', 'en'],
  stopped: null,
};

export function useCluster(): Cluster {
  const { data } = useQuery({
    queryKey: ['cluster'],
    queryFn: () => get<Cluster>('/cluster'),
    refetchInterval: liveInterval,
  });
  return data ?? BEFORE_IT_IS_KNOWN;
}

export const stopEverything = () => post<unknown>('/cluster/pause', { body: {} });
export const resumeEverything = () => post<unknown>('/cluster/resume', { body: {} });
