import { useQuery } from '@tanstack/react-query';
import { get, post } from './client.ts';
import { liveInterval } from './query.ts';
import type { Channel, Page } from './wire.ts';

export function useChannels() {
  const { data, ...rest } = useQuery({
    queryKey: ['channels'],
    queryFn: () => get<Page<Channel>>('/channels', { limit: 200 }),
    refetchInterval: liveInterval,
  });
  return { ...rest, channels: data?.items ?? [] };
}

export type ChannelAct = 'pause' | 'resume' | 'check';

export const actOnChannel = (slug: string, act: ChannelAct) => post<unknown>(`/channels/${slug}/${act}`, { body: {} });

export const connectChannel = (input: unknown) => post<Channel>('/channels', { body: input });
