import { useQuery } from '@tanstack/react-query';
import type { LinkCardInput } from '#posts/schema/announcement';
import { post } from './client.ts';

/** What a page says of itself; `ok` false: why it says nothing. */
export interface LinkCard {
  readonly ok: boolean;
  readonly title: string | null;
  readonly description: string | null;
  readonly image: NonNullable<LinkCardInput['image']> | null;
  /** The picture as a data: address. */
  readonly shown: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
}

const FRESH_MS = 5 * 60_000;

/** @param url null: there is nothing to ask about yet */
export function useLinkCard(url: string | null) {
  return useQuery({
    queryKey: ['link-card', url],
    queryFn: () => post<LinkCard>('/link-cards', { body: { url } }),
    enabled: url !== null,
    staleTime: FRESH_MS,
    retry: false,
  });
}
