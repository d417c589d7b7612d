import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Grouping } from '#posts/schema/summary';
import { get } from './client.ts';
import type { Announcement, Post, Summary } from './wire.ts';

export interface SummaryQuery {
  readonly from: string;
  readonly to: string;
  readonly funding: string | undefined;
}

interface More {
  readonly compare?: 'previous';
  readonly limit?: number;
  readonly order?: 'most' | 'least';
}

/** Numbers change a few times a day. */
const STALE_MS = 60_000;

export function useSummary(groupBy: Grouping, query: SummaryQuery, more: More = {}) {
  return useQuery({
    queryKey: ['summaries', groupBy, query, more],
    queryFn: () => get<Summary>('/summaries', { ...query, ...more, groupBy }),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
}

export interface PostAndPicture {
  readonly post: Post;
  /** The id of its announcement's first picture. */
  readonly picture: string | null;
}

/** Posts with the first picture of what they are about. */
export function usePostsAndPictures(ids: readonly string[]) {
  return useQuery({
    queryKey: ['summaries', 'posts', ids],
    queryFn: () => Promise.all(ids.map(postAndPicture)),
    staleTime: STALE_MS,
  });
}

async function postAndPicture(id: string): Promise<PostAndPicture> {
  const post = await get<Post>(`/posts/${id}`);
  const about = await get<Announcement>(`/announcements/${post.announcement}`);
  return { post, picture: about.media[0] ?? null };
}
