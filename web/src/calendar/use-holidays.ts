import { useQuery } from '@tanstack/react-query';
import type { Holiday } from './holidays.ts';

/** The holidays are a large table, so they come after the calendar is drawn. */
export function useHolidays(from: string, to: string, language: string): readonly Holiday[] {
  const years = [...new Set([from, to].map((date) => Number(date.slice(0, 4))))].filter((year) => year > 0);
  const { data } = useQuery({
    queryKey: ['holidays', years, language],
    queryFn: async () => (await import('./holidays.ts')).publicHolidays(years, language),
    enabled: years.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? [];
}
