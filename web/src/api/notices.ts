import { useQuery } from '@tanstack/react-query';
import { get, patch, post } from './client.ts';
import { liveInterval } from './query.ts';

/** In the language that was asked for. */
export interface Notice {
  readonly id: string;
  readonly at: string;
  readonly readAt: string | null;
  readonly title: string;
  readonly text: string;
  readonly todo: string | null;
  /** Where it leads, below `/app`. */
  readonly path: string;
}

interface Notices {
  readonly items: readonly Notice[];
  readonly unread: number;
}

export const SHOWN = 50;

export function useNotices(language: string) {
  return useQuery({
    queryKey: ['notices', language],
    queryFn: () => get<Notices>('/notices', { limit: SHOWN, language }),
    refetchInterval: liveInterval,
  });
}

/** @param ids left out: all of them */
export const readNotices = (ids?: readonly string[]) =>
  post<unknown>('/notices/read', { body: ids === undefined ? {} : { ids } });

export function useByMail() {
  return useQuery({ queryKey: ['me'], queryFn: () => get<{ noticesByMail: boolean | null }>('/me') });
}

export const changeMe = (changes: { language?: string; noticesByMail?: boolean }) =>
  patch<unknown>('/me', null, changes);
