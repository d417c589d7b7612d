import { type ResolvedTime, resolveTime } from '#posts/time';

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);

/** A time as people write it → an instant within reason: a slip of the finger in the year is told, not stored. */
export function readInstant(written: string, zone: string): ResolvedTime {
  const resolved = resolveTime(written, zone);
  if (!resolved.ok) return resolved;
  const at = resolved.instant.getTime();
  if (at >= EARLIEST && at < LATEST) return resolved;
  return { ok: false, detail: `“${written}” is out of range; choose a time between the years 2000 and 2100` };
}
