import { localDate, resolveTime, shiftLocal } from '#posts/time';
import { invalid } from './problem.ts';

/**
 * A day of the cluster's zone, or a time, from a query → an instant. The end of a day is the start of the next one,
 * so that the days of a period are inclusive.
 */
export function readDay(name: string, written: string | undefined, zone: string, edge: 'start' | 'end'): Date | null {
  if (written === undefined) return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const resolved = resolveTime(isDay ? `${written}T00:00` : written, zone);
  if (!resolved.ok) {
    throw invalid([
      { pointer: `?${name}`, code: 'no-such-time', detail: `${resolved.detail}, or as a date: 2026-12-01` },
    ]);
  }
  return isDay && edge === 'end' ? shiftLocal(resolved.instant, zone, { days: 1 }) : resolved.instant;
}

/** The last 30 days, today included, as dates of the zone. */
export function lastDays(now: Date, zone: string, days: number): { from: string; to: string } {
  return { from: localDate(shiftLocal(now, zone, { days: 1 - days }), zone), to: localDate(now, zone) };
}
