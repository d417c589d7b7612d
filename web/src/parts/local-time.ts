/** "1.12.2026", "1.12.26", "2026-12-01" → "2026-12-01"; null when it is no date of the calendar. */
export function readDate(written: string): string | null {
  const text = written.trim();
  const finnish = /^(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = finnish ? [finnish[3], finnish[2], finnish[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (!year || !month || !day) return null;
  const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : null;
}

/** "9", "9.30", "9:30", "0930" → "09:30"; null when it is not on the clock. */
export function readClock(written: string): string | null {
  const match = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(written.trim());
  if (!match) return null;
  const [, hour = '', minute = '00'] = match;
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/**
 * Date and time as they were typed → `2026-12-01T09:30`. Empty when nothing was typed; half a time stays as it was typed,
 * so that it is refused instead of quietly meaning "no time".
 */
export function joinLocal(date: string, clock: string): string {
  if (date.trim() === '' && clock.trim() === '') return '';
  const [day, time] = [readDate(date), readClock(clock)];
  return day && time ? `${day}T${time}` : `${date}T${clock}`;
}

/** The two fields of a time: "1.12.2026" and "9.30" again, or what was typed so far. */
export function splitLocal(local: string): { date: string; clock: string } {
  const [date = '', clock = ''] = local.split('T');
  return { date: dateWords(date) || date, clock: clock.slice(0, 5).replace(':', '.') };
}

/** `2026-12-01T09:00` → "1.12.2026" */
export function dateWords(local: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(local);
  return match ? `${Number(match[3])}.${Number(match[2])}.${match[1]}` : '';
}
