import type { Language } from '../schema/basics.ts';
import { formatLocal, localDate } from '../time.ts';
import type { MessageEvent } from './message.ts';

/** How one language tells an event's facts. `clock` gets hours and minutes; empty labels leave the bare fact. */
interface Wording {
  readonly when: string;
  readonly where: string;
  readonly online: string;
  readonly register: string;
  readonly throughTheLink: string;
  date(instant: Date, zone: string): string;
  clock(hours: number, minutes: string): string;
  /** Joins a date with a time or a span of times. */
  at(date: string, times: string): string;
}

const dotted = (hours: number, minutes: string) => `${hours}.${minutes}`;
const colons = (hours: number, minutes: string) => `${String(hours).padStart(2, '0')}:${minutes}`;

const WORDINGS: Readonly<Record<string, Wording>> = {
  fi: {
    when: 'Aika: ',
    where: 'Paikka: ',
    online: 'Verkossa: ',
    register: 'Ilmoittautuminen: ',
    throughTheLink: 'linkin kautta',
    // The Finnish locale gives the weekday in its "on Tuesday" form beside a date: tiistaina 15. joulukuuta 2026.
    date: (instant, zone) => {
      const { weekday, day, month, year } = dateParts('fi', instant, zone);
      return `${weekday} ${day}. ${month} ${year}`;
    },
    clock: dotted,
    at: (date, times) => `${date} klo ${times}`,
  },
  sv: {
    when: 'Tid: ',
    where: 'Plats: ',
    online: 'På nätet: ',
    register: 'Anmälan: ',
    throughTheLink: 'via länken',
    date: (instant, zone) => {
      const { weekday, day, month, year } = dateParts('sv', instant, zone);
      return `${weekday}en den ${day} ${month} ${year}`;
    },
    clock: dotted,
    at: (date, times) => `${date} kl. ${times}`,
  },
  en: {
    when: 'When: ',
    where: 'Where: ',
    online: 'Online: ',
    register: 'Registration: ',
    throughTheLink: 'through the link',
    date: (instant, zone) => {
      const { weekday, day, month, year } = dateParts('en-GB', instant, zone);
      return `${weekday} ${day} ${month} ${year}`;
    },
    clock: colons,
    at: (date, times) => `${date}, ${times}`,
  },
};

/**
 * A language without words of its own here: its dates as Intl knows them, facts without labels, and English only where
 * two bare addresses could not be told apart.
 */
function plainWording(language: Language): Wording {
  return {
    when: '',
    where: '',
    online: 'Online: ',
    register: 'Registration: ',
    throughTheLink: 'through the link',
    date: (instant, zone) => {
      // An unknown language would silently become the machine's own.
      if (Intl.DateTimeFormat.supportedLocalesOf(language).length === 0) return localDate(instant, zone);
      return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: zone }).format(instant);
    },
    clock: colons,
    at: (date, times) => `${date}, ${times}`,
  };
}

const longDates = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using it. */
function longDate(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  const format = longDates.get(key) ?? new Intl.DateTimeFormat(locale, options);
  longDates.set(key, format);
  return format;
}

function dateParts(locale: string, instant: Date, timeZone: string) {
  const parts = Object.fromEntries(
    longDate(locale, timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = '', day = '', month = '', year = '' } = parts;
  return { weekday, day, month, year };
}

const wordingOf = (language: Language) => WORDINGS[language] ?? plainWording(language);

/**
 * When an event is, in words: "tiistaina 15. joulukuuta 2026 klo 13.00–16.00". An end on another day is told with its
 * date, an end at midnight as 24.00 of the same day; an end that is not after the start is left out.
 * @param zone IANA name of the zone whose clocks are meant
 */
export function eventTime(event: Pick<MessageEvent, 'startsAt' | 'endsAt'>, language: Language, zone: string): string {
  const wording = wordingOf(language);
  const { startsAt } = event;
  const endsAt = event.endsAt && event.endsAt > startsAt ? event.endsAt : null;
  const date = wording.date(startsAt, zone);
  const start = clockAt(startsAt, wording, zone);
  if (!endsAt) return wording.at(date, start);
  if (localDate(endsAt, zone) === localDate(startsAt, zone)) {
    return wording.at(date, `${start}–${clockAt(endsAt, wording, zone)}`);
  }
  const lastMoment = new Date(endsAt.getTime() - 1);
  const endsAtMidnight = formatLocal(endsAt, zone).endsWith('T00:00');
  if (endsAtMidnight && localDate(lastMoment, zone) === localDate(startsAt, zone)) {
    return wording.at(date, `${start}–${wording.clock(24, '00')}`);
  }
  return `${wording.at(date, start)} – ${wording.at(wording.date(endsAt, zone), clockAt(endsAt, wording, zone))}`;
}

/** The date alone: "tiistaina 15. joulukuuta 2026". */
export function eventDate(instant: Date, language: Language, zone: string): string {
  return wordingOf(language).date(instant, zone);
}

/** "Paikka: Rantavitikka, Rovaniemi"; empty where no place is known. */
export function placeLine({ place }: Pick<MessageEvent, 'place'>, language: Language): string {
  return place ? `${wordingOf(language).where}${place}` : '';
}

/** The time of day at which it starts, as a sentence takes it: "klo 13.00", "13:00". */
export function eventClock(event: Pick<MessageEvent, 'startsAt'>, language: Language, zone: string): string {
  const wording = wordingOf(language);
  return wording.at('', clockAt(event.startsAt, wording, zone)).replace(/^[,\s]+/, '');
}

function clockAt(instant: Date, wording: Wording, zone: string): string {
  const [hours = '', minutes = ''] = formatLocal(instant, zone).slice(11).split(':');
  return wording.clock(Number(hours), minutes);
}

/**
 * The block of an event's facts. `address` answers what a reader is shown for an address: another address, null to
 * leave the fact out because the text has it already, or `'card'` when it is where the post's card leads.
 */
export function eventLines(
  event: MessageEvent,
  language: Language,
  zone: string,
  told: { place(place: string): boolean; address(url: string): string | null },
): string[] {
  const wording = wordingOf(language);
  const lines = [`${wording.when}${eventTime(event, language, zone)}`];
  if (event.place && !told.place(event.place)) lines.push(`${wording.where}${event.place}`);
  const addresses = [
    [wording.online, event.streamUrl],
    [wording.register, event.registrationUrl],
  ] as const;
  for (const [label, url] of addresses) {
    const shown = url ? told.address(url) : null;
    if (shown) lines.push(label + (shown === 'card' ? wording.throughTheLink : shown));
  }
  return lines;
}
