import { eventTime } from '#posts/compose/event-lines';

const LOCALES: Readonly<Record<string, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

export function localeOf(language: string): string {
  return LOCALES[language] ?? language;
}

/** "tiistaina 24. marraskuuta 2026 klo 13.30" in the cluster's zone. */
export function longTime(instant: string | Date, language: string, zone: string): string {
  return eventTime({ startsAt: new Date(instant), endsAt: null }, language, zone);
}

/** "ti 24.11. klo 13.30", for lists. */
export function shortTime(instant: string | Date, language: string, zone: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(instant));
}

/** "24.11.2026" */
export function shortDate(instant: string | Date, language: string, zone: string): string {
  const format = { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: zone } as const;
  return new Intl.DateTimeFormat(localeOf(language), format).format(new Date(instant));
}

export function clock(instant: string | Date, language: string, zone: string): string {
  const format = { hour: 'numeric', minute: '2-digit', timeZone: zone } as const;
  return new Intl.DateTimeFormat(localeOf(language), format).format(new Date(instant));
}

/** "3 tunnin päästä", "eilen": the nearest unit that says enough. */
export function fromNow(instant: string | Date, now: Date, language: string): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

export function number(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}
