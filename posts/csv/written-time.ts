const FINNISH =
  /^(?:[a-zäö]{2,4}\.?\s+)?(\d{1,2})\.(\d{1,2})\.(\d{4})\s+(?:klo|kl\.?)?\s*(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?$/iu;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T\s]+(\d{1,2})[.:](\d{2})(?::\d{2})?$/;

/**
 * A time as spreadsheets and people write it (`1.12.2026 9.30`, `ti 1.12.2026 klo 9`, `2026-12-01 09:30`) as
 * `2026-12-01T09:30`. Null when it is neither: a day without a time of day is not guessed, and an instant with an offset
 * is left to the schema. Whether the day exists, the calendar says later.
 */
export function readWrittenTime(written: string): string | null {
  const text = written.trim();
  const finnish = FINNISH.exec(text);
  if (finnish) return joined(finnish[3], finnish[2], finnish[1], finnish[4], finnish[5]);
  const iso = ISO.exec(text);
  return iso ? joined(iso[1], iso[2], iso[3], iso[4], iso[5]) : null;
}

function joined(year = '', month = '', day = '', hour = '', minute = '00'): string {
  const two = (value: string) => value.padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
