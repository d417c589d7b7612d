import { useInfiniteQuery } from '@tanstack/react-query';
import { get, post, remove } from './client.ts';
import type { Page } from './wire.ts';

export const SCOPES = ['read', 'write', 'approve', 'manage'] as const;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Its slug; null: the whole cluster. */
  readonly organisation: string | null;
  /** Null: everything. */
  readonly scopes: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly createdAt: string;
}

export interface NewKey {
  readonly name: string;
  readonly organisation?: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string;
}

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: ['api-keys'],
    queryFn: ({ pageParam }) => get<Page<ApiKey>>('/api-keys', { limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** The answer holds the key, this once. */
export const makeKey = (wanted: NewKey) => post<ApiKey & { readonly key: string }>('/api-keys', { body: wanted });

export const revokeKey = (id: string) => remove(`/api-keys/${id}`);
