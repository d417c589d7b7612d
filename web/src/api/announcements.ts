import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, patch, post, remove } from './client.ts';
import { liveInterval } from './query.ts';
import type { Announcement, AnnouncementAndPosts, Page, Plan, Timeline } from './wire.ts';

export interface AnnouncementFilter {
  readonly q?: string | undefined;
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly theme?: string | undefined;
  readonly organisation?: string | undefined;
}

export function useAnnouncements(filter: AnnouncementFilter) {
  return useInfiniteQuery({
    queryKey: ['announcements', filter],
    queryFn: ({ pageParam }) => get<Page<Announcement>>('/announcements', { ...filter, limit: 25, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Those of which a change waits for approval while readers see what was approved before it. */
export function useUnapproved() {
  return useQuery({
    queryKey: ['announcements', 'unapproved'],
    queryFn: () => get<Page<Announcement>>('/announcements', { unapproved: 'true', limit: 100 }),
    refetchInterval: liveInterval,
  });
}

export function useAnnouncement(ref: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['announcement', ref],
    queryFn: () => get<Announcement>(`/announcements/${ref}`),
    refetchInterval: liveInterval,
  });
}

export const createAnnouncement = (input: unknown, key: string) =>
  post<AnnouncementAndPosts>('/announcements', { body: input, key });

export const planAnnouncement = (input: unknown) => post<Plan>('/announcements/plan', { body: input });

/** What a change, or a cancellation, would do to the posts; nothing is stored by asking. */
export const planChange = (ref: string, change: unknown, act: 'change' | 'cancel') =>
  post<Timeline>(`/announcements/${ref}/plan?act=${act}`, { body: change });

export const tellAttendance = (ref: string, revision: number, attendance: number | null, note: string | null) =>
  patch<Announcement>(`/announcements/${ref}/attendance`, revision, { attendance, note });

export const changeAnnouncement = (ref: string, revision: number, change: unknown) =>
  patch<AnnouncementAndPosts>(`/announcements/${ref}`, revision, change);

export type AnnouncementAct = 'submit' | 'approve' | 'reject' | 'cancel';

export const actOnAnnouncement = (ref: string, act: AnnouncementAct, reason = '') =>
  post<AnnouncementAndPosts>(`/announcements/${ref}/${act}`, { body: reason === '' ? {} : { reason } });

export const deleteAnnouncement = (ref: string) => remove(`/announcements/${ref}`);
