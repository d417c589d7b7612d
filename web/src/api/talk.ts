import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { CommentView, MentionableView, NewPreviewView, PreviewView } from '#posts/schema/talk';
import { get, post, remove } from './client.ts';
import { liveInterval } from './query.ts';
import type { Page, Wire } from './wire.ts';

export type Comment = Wire<CommentView>;
export type PreviewLink = Wire<z.infer<typeof PreviewView>>;
export type Mentionable = z.infer<typeof MentionableView>;

/** Everything that was said, the oldest first. */
export function useComments(ref: string) {
  return useQuery({
    queryKey: ['announcement', ref, 'comments'],
    queryFn: () => everything<Comment>(`/announcements/${ref}/comments`),
    refetchInterval: liveInterval,
  });
}

/** Who sees the announcement, and can be told of a comment. */
export function useMentionable(ref: string, enabled: boolean) {
  return useQuery({
    queryKey: ['mentionable', ref],
    queryFn: () => everything<Mentionable>(`/announcements/${ref}/people`),
    enabled,
  });
}

export function usePreviewLinks(ref: string, enabled: boolean) {
  return useQuery({
    queryKey: ['announcement', ref, 'previews'],
    queryFn: () => everything<PreviewLink>(`/announcements/${ref}/previews`),
    enabled,
  });
}

export const say = (ref: string, body: string, mentions: readonly string[]) =>
  post<Comment>(`/announcements/${ref}/comments`, { body: { body, mentions } });

/** The answer holds the address, this once. */
export const makePreviewLink = (ref: string, days: number) =>
  post<z.infer<typeof NewPreviewView>>(`/announcements/${ref}/previews`, { body: { days } });

export const endPreviewLink = (ref: string, id: string) => remove(`/announcements/${ref}/previews/${id}`);

async function everything<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await get<Page<Item>>(path, { limit: path.endsWith('/previews') ? undefined : 100, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
