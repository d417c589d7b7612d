import type { PostingRules } from '#posts/posting-hours';
import type { PostingHours } from '#posts/schema/posting-hours';
import type { StoredEvent } from '#src/db/schema';

const holidaysOf = new Map<number, Promise<readonly string[]>>();

/** The cluster's posting hours with Finland's public holidays of the years that a campaign of the event may touch. */
export async function postingRules(hours: PostingHours | null, event: StoredEvent): Promise<PostingRules | null> {
  if (!hours) return null;
  if (hours.holidays) return { ...hours, publicHolidays: new Set() };
  const year = new Date(event.startsAt).getUTCFullYear();
  const years = await Promise.all([year - 1, year, year + 1].map(publicHolidays));
  return { ...hours, publicHolidays: new Set(years.flat()) };
}

/** Dates, `2026-12-06`. The table is large, so it is read once somebody asks. */
export function publicHolidays(year: number): Promise<readonly string[]> {
  const known = holidaysOf.get(year) ?? readHolidays(year);
  holidaysOf.set(year, known);
  return known;
}

async function readHolidays(year: number): Promise<string[]> {
  const { default: Holidays } = await import('date-holidays');
  return new Holidays('FI')
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date }) => date.slice(0, 10));
}
