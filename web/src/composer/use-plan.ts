import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { planAnnouncement } from '../api/announcements.ts';
import type { Input } from './to-input.ts';

const ASK_AFTER_MS = 700;

/** What the server would make of it, asked a moment after the last change. Nothing is stored by asking. */
export function usePlan(input: Input, enabled: boolean) {
  const written = JSON.stringify(input);
  const [settled] = useDebouncedValue(written, ASK_AFTER_MS);
  const { data, isFetching } = useQuery({
    queryKey: ['plan', settled],
    queryFn: () => planAnnouncement(JSON.parse(settled)),
    enabled,
    retry: false,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  return { plan: enabled ? (data ?? null) : null, busy: isFetching || settled !== written };
}
