const DAY_MS = 86_400_000;

/**
 * The six weeks from Monday that a month's calendar shows, as days, both inclusive. The calendar tells its own range
 * once it is drawn; until then this is what it will be.
 * @param date `2026-12-01`, or anything else for today
 */
export function monthAround(date: string | null, today: Date): { from: string; to: string } {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  const day = Number.isNaN(wanted) ? today : new Date(wanted);
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1));
  const sinceMonday = (first.getUTCDay() + 6) % 7;
  const from = first.getTime() - sinceMonday * DAY_MS;
  return { from: iso(from), to: iso(from + 41 * DAY_MS) };
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
