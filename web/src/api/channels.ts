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

export type Platform = 'facebook' | 'linkedin';

/** Where the person goes to give leave. */
export const startConnect = (kind: Platform) => get<{ url: string; redirectUri: string }>(`/channels/connect/${kind}`);

/** Where the platform leads back to, as its app must know it. */
export const callbackOf = (kind: Platform) => `${location.origin}/connect/${kind}/callback`;

export interface OfferedPage {
  readonly remoteId: string;
  readonly name: string;
  /** Why Kaiku could not publish there; null: it could. */
  readonly problem: string | null;
  /** The channel that it is connected as; null: it is not. */
  readonly connected: string | null;
}

export function useOffer(offer: string) {
  return useQuery({
    queryKey: ['offer', offer],
    queryFn: () => get<{ kind: Platform; pages: OfferedPage[]; notes: string[] }>(`/channels/connect/offers/${offer}`),
    retry: false,
  });
}

export const takeOffered = (offer: string, choice: unknown) =>
  post<Channel>(`/channels/connect/offers/${offer}`, { body: choice });

export type ChannelAct = 'pause' | 'resume' | 'check';

export const actOnChannel = (slug: string, act: ChannelAct) => post<unknown>(`/channels/${slug}/${act}`, { body: {} });

export const connectChannel = (input: unknown) => post<Channel>('/channels', { body: input });
