import type { ImportItem } from '#posts/schema/import';
import { readCalendar } from '#src/imports/calendar/read';

export const now = new Date('2026-11-25T08:00:00Z');
export const context = { now, zone: 'Europe/Helsinki' };

export const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Lapin liitto//Tapahtumat//FI', ...lines, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
export const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
export const bytes = (text: string) => new TextEncoder().encode(text);

export async function read(text: string | Uint8Array, at = now) {
  const answer = await readCalendar(typeof text === 'string' ? bytes(text) : text, 'text/calendar', {
    ...context,
    now: at,
  });
  if (!answer.ok) throw new Error(answer.detail);
  return answer;
}
/** What begins when: `uid start – end`, in UTC. */
export const times = (items: readonly ImportItem[]) =>
  items.map(({ event, cancelled }) => `${event?.startsAt} – ${event?.endsAt}${cancelled ? ' cancelled' : ''}`);

export const HELSINKI = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
