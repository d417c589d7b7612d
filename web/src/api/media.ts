import { useInfiniteQuery } from '@tanstack/react-query';
import { get, patch, post } from './client.ts';
import type { Page } from './wire.ts';

export interface Media {
  readonly id: string;
  readonly url: string;
  readonly alt: string;
  readonly credit: string | null;
  readonly licence: string | null;
  readonly consent: string | null;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly fileName: string;
  readonly createdAt: string;
  readonly notes: readonly string[];
}

/** What is told of a picture; empty takes it back. */
export interface MediaWords {
  readonly alt: string;
  readonly credit: string;
  readonly licence: string;
  readonly consent: string;
}

export function sendImage(file: File, words: MediaWords): Promise<Media> {
  const form = new FormData();
  for (const [name, value] of Object.entries(words)) form.append(name, value);
  form.append('file', file, file.name);
  return post<Media>('/media', { body: form });
}

export const readImage = (id: string) => get<Media>(`/media/${id}`);

export const changeWords = (id: string, words: MediaWords) => patch<Media>(`/media/${id}`, null, words);

/** Pictures that were sent before, the newest first. */
export function useLibrary(q: string) {
  return useInfiniteQuery({
    queryKey: ['media', q],
    queryFn: ({ pageParam }) => get<Page<Media>>('/media', { q, limit: 24, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
