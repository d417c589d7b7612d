import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, patch, post, remove } from './client.ts';
import { liveInterval } from './query.ts';
import type { Import, ImportedItem, ImportItem, OnceAnswer, Page, Preview } from './wire.ts';

const SOON_MS = 1_000;

export function useImports() {
  return useQuery({
    queryKey: ['imports'],
    queryFn: () => get<Page<Import>>('/imports', { limit: 200 }),
    refetchInterval: liveInterval,
  });
}

/** @param soon something is being read just now, and what came is to be seen at once */
export function useImport(id: string, soon = false) {
  return useQuery({
    enabled: id !== '',
    queryKey: ['imports', id],
    queryFn: () => get<Import>(`/imports/${id}`),
    refetchInterval: ({ state: { data } }) => (soon || isFresh(data) ? SOON_MS : liveInterval()),
  });
}

/** Added a moment ago, and being read for the first time. */
function isFresh(source: Import | undefined): boolean {
  return source !== undefined && source.fetchedAt === null && !source.paused;
}

export function useImportItems(id: string, filter: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: ['imports', id, 'items', filter],
    queryFn: ({ pageParam }) =>
      get<Page<ImportedItem>>(`/imports/${id}/items`, { ...filter, limit: 25, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** A file, pasted text, or an address. */
export type Given = { readonly file: Blob } | { readonly address: string; readonly kind?: string };

export function previewImport(given: Given): Promise<Preview> {
  const form = new FormData();
  if ('file' in given) form.append('file', given.file, 'source');
  else {
    form.append('address', given.address);
    if (given.kind) form.append('kind', given.kind);
  }
  return post<Preview>('/imports/preview', { body: form });
}

export const importOnce = (treatment: object, items: readonly ImportItem[]) =>
  post<OnceAnswer>('/imports/once', { body: { ...treatment, items } });

export const addImport = (input: object) => post<Import>('/imports', { body: input });

export const changeImport = ({ id, revision }: Import, change: object) =>
  patch<Import>(`/imports/${id}`, revision, change);

export const removeImport = (id: string) => remove(`/imports/${id}`);

export const runImport = (id: string) => post<Import>(`/imports/${id}/run`, { body: {} });

export const answerItem = (id: string, item: string, answer: 'take' | 'keep') =>
  post<ImportedItem>(`/imports/${id}/items/${item}/${answer}`, { body: {} });
