import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** How much of its call budget the app or page has used, as far as the platform told. */
export interface Usage {
  /** The highest of all told, 0–100 and above; null when nothing was told. */
  readonly percent: number | null;
  /** Minutes until calls are taken again; null when nothing was told, or no pause is on. */
  readonly regainMinutes: number | null;
}

const Entry = z.object({
  call_count: z.number().optional(),
  total_time: z.number().optional(),
  total_cputime: z.number().optional(),
  estimated_time_to_regain_access: z.number().optional(),
});
const ByBusiness = z.record(z.string(), z.array(Entry));
type Entry = z.infer<typeof Entry>;

/**
 * Reads the usage headers: percentages and minutes as JSON (developers.facebook.com/docs/graph-api/overview/rate-limiting,
 * read 2026-11-24). They appear only after enough calls; what cannot be read counts as not told.
 */
export function usageOf(headers: IncomingHttpHeaders): Usage {
  const entries = [
    ...entryIn(headers['x-app-usage']),
    ...entryIn(headers['x-page-usage']),
    ...entriesByBusiness(headers['x-business-use-case-usage']),
  ];
  const regain = highest(entries.map((entry) => entry.estimated_time_to_regain_access));
  return {
    percent: highest(entries.flatMap((entry) => [entry.call_count, entry.total_time, entry.total_cputime])),
    regainMinutes: regain !== null && regain > 0 ? regain : null,
  };
}

function entryIn(header: unknown): Entry[] {
  const entry = Entry.safeParse(json(header));
  return entry.success ? [entry.data] : [];
}

function entriesByBusiness(header: unknown): Entry[] {
  const entries = ByBusiness.safeParse(json(header));
  return entries.success ? Object.values(entries.data).flat() : [];
}

function json(header: unknown): unknown {
  if (typeof header !== 'string') return undefined;
  try {
    return JSON.parse(header);
  } catch {
    return undefined;
  }
}

function highest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
}
