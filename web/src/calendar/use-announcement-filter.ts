import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { Announcement, Page } from '../api/wire.ts';

const NONE: ReadonlySet<string> = new Set();

/** The announcements of a theme or organisation, by id, since a post knows only its announcement; null: no filter. */
export function useAnnouncementFilter(theme: string, organisation: string): ReadonlySet<string> | null {
  const enabled = theme !== '' || organisation !== '';
  const { data } = useQuery({
    queryKey: ['announcements', 'ids', theme, organisation],
    queryFn: () => idsOf(theme, organisation),
    enabled,
    staleTime: 30_000,
  });
  return enabled ? (data ?? NONE) : null;
}

async function idsOf(theme: string, organisation: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await get<Page<Announcement>>('/announcements', { theme, organisation, limit: 200, cursor });
    for (const { id } of page.items) ids.add(id);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}
