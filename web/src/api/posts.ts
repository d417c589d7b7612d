import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, patch, post } from './client.ts';
import { liveInterval } from './query.ts';
import { weeksOf } from './weeks.ts';
import type { Attempt, Page, Post, SampleRow } from './wire.ts';

export interface PostFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly channel?: string | undefined;
  /** One state, or several with commas. */
  readonly state?: string | undefined;
  readonly announcement?: string | undefined;
  readonly limit?: number | undefined;
}

/** The first page only, in the order of times. */
export function usePosts(filter: PostFilter) {
  return useQuery({
    queryKey: ['posts', filter],
    queryFn: () => get<Page<Post>>('/posts', { ...filter }),
    refetchInterval: liveInterval,
  });
}

/** Every post of the filter: a calendar month may hold thousands, so its weeks are asked for side by side. */
export function useAllPosts(filter: PostFilter) {
  return useQuery({
    queryKey: ['posts', 'all', filter],
    queryFn: async () => (await Promise.all(weeksOf(filter).map(allPosts))).flat(),
    refetchInterval: liveInterval,
    placeholderData: keepPreviousData,
  });
}

async function allPosts(filter: PostFilter): Promise<Post[]> {
  const posts: Post[] = [];
  let cursor: string | undefined;
  do {
    const page = await get<Page<Post>>('/posts', { ...filter, limit: 200, cursor });
    posts.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return posts;
}

export function usePost(id: string) {
  return useQuery({ queryKey: ['post', id], queryFn: () => get<Post>(`/posts/${id}`), refetchInterval: liveInterval });
}

export function useAttempts(id: string) {
  return useQuery({
    queryKey: ['post', id, 'attempts'],
    queryFn: () => get<Page<Attempt>>(`/posts/${id}/attempts`),
    refetchInterval: liveInterval,
  });
}

/** The stream does not tell of numbers, and who asked for them waits for them. */
const SAMPLES_EVERY_MS = 4_000;

export function useSamples(id: string) {
  return useQuery({
    queryKey: ['post', id, 'samples'],
    queryFn: () => get<Page<SampleRow>>(`/posts/${id}/samples`),
    refetchInterval: SAMPLES_EVERY_MS,
  });
}

export type SimpleAct = 'publish-now' | 'retry' | 'cancel' | 'retract' | 'measure';

export const actOnPost = (id: string, act: SimpleAct) => post<Post>(`/posts/${id}/${act}`, { body: {} });

/** @param scheduledAt a local time of the cluster, `2026-12-01T09:00`, or an instant */
export const movePost = (before: Pick<Post, 'id' | 'revision'>, scheduledAt: string) =>
  patch<Post>(`/posts/${before.id}`, before.revision, { scheduledAt });

export const editPost = (before: Pick<Post, 'id' | 'revision'>, words: { title: string; text: string }) =>
  patch<Post>(`/posts/${before.id}`, before.revision, words);

/** The words stay as they are; what Kaiku offered is not wanted. */
export const declineOffer = (before: Pick<Post, 'id' | 'revision'>) =>
  patch<Post>(`/posts/${before.id}`, before.revision, { offer: null });

export const decideAdopt = (id: string, link: string) =>
  post<Post>(`/posts/${id}/decide`, { body: { decision: 'adopt', link } });

export const decideAgain = (id: string) => post<Post>(`/posts/${id}/decide`, { body: { decision: 'publish-again' } });
