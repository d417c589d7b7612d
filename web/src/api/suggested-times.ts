import { useQuery } from '@tanstack/react-query';
import { get } from './client.ts';

export interface SuggestedTime {
  readonly at: string;
  /** Null: from the posting hours alone. */
  readonly worked: { readonly posts: number; readonly times: number } | null;
}

/** Empty times of one channel between two days, both inclusive; none while no channel is named. */
export function useSuggestedTimes(channel: string, from: string, to: string): readonly SuggestedTime[] {
  const { data } = useQuery({
    queryKey: ['posts', 'suggested', channel, from, to],
    queryFn: () => get<{ items: SuggestedTime[] }>('/posts/suggested-times', { channel, from, to }),
    enabled: channel !== '',
    staleTime: 60_000,
  });
  return channel === '' ? NONE : (data?.items ?? NONE);
}

const NONE: readonly SuggestedTime[] = [];
