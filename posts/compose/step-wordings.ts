import type { Language } from '../schema/basics.ts';

/** How one language leads into an event, and what it says around it. Every function answers whole words. */
export interface StepWording {
  readonly days: (count: number) => string;
  readonly hours: (count: number) => string;
  readonly today: string;
  readonly tomorrow: string;
  readonly dayAfterTomorrow: string;
  readonly now: string;
  readonly thanks: string;
  /** How a reminder ends, by how near the event is. */
  readonly seeYou: { readonly later: string; readonly soon: string; readonly tomorrow: string; readonly today: string };
  /** @param clock such as "klo 13.00" */
  readonly soon: (clock: string) => string;
  readonly thanked: (title: string, date: string) => string;
  readonly cancelled: string;
  readonly cancelledBody: (title: string, when: string) => string;
  readonly postponed: string;
  readonly postponedBody: (title: string, when: string) => string;
}

const FI_GENITIVE = numbers(
  'yhden kahden kolmen neljän viiden kuuden seitsemän kahdeksan yhdeksän kymmenen yhdentoista kahdentoista',
);
const SV = numbers('en två tre fyra fem sex sju åtta nio tio elva tolv');
const EN = numbers('one two three four five six seven eight nine ten eleven twelve');

/** What the steps of a campaign say, by language. */
export const STEP_WORDINGS: Readonly<Record<Language, StepWording>> = {
  fi: {
    days: (count) =>
      inWeeks(
        count,
        (weeks) => (weeks === 1 ? 'Viikon kuluttua' : `${capital(FI_GENITIVE(weeks))} viikon kuluttua`),
        (days) => `${capital(FI_GENITIVE(days))} päivän kuluttua`,
      ),
    hours: (count) => (count === 1 ? 'Alkaa tunnin kuluttua' : `Alkaa ${FI_GENITIVE(count)} tunnin kuluttua`),
    today: 'Tänään',
    tomorrow: 'Huomenna',
    dayAfterTomorrow: 'Ylihuomenna',
    now: 'Alkaa kohta',
    thanks: 'Kiitos',
    seeYou: {
      later: 'Merkitse päivä kalenteriin!',
      soon: 'Nähdään pian!',
      tomorrow: 'Nähdään huomenna!',
      today: 'Nähdään tänään!',
    },
    soon: (clock) => `Tervetuloa mukaan! Aloitamme ${clock}.`,
    thanked: (title, date) => `Kiitos kaikille, jotka osallistuivat tapahtumaan ”${title}” ${date}.`,
    cancelled: 'Peruttu',
    cancelledBody: (title, when) => `Tapahtuma ”${title}” (${when}) on peruttu. Pahoittelemme!`,
    postponed: 'Siirtyy',
    postponedBody: (title, when) =>
      `Tapahtuma ”${title}” ei toteudu suunniteltuna aikana (${when}). Kerromme uuden ajan, kun se on selvillä.`,
  },
  sv: {
    days: (count) =>
      inWeeks(
        count,
        (weeks) => (weeks === 1 ? 'Om en vecka' : `Om ${SV(weeks)} veckor`),
        (days) => `Om ${SV(days)} dagar`,
      ),
    hours: (count) => (count === 1 ? 'Börjar om en timme' : `Börjar om ${SV(count)} timmar`),
    today: 'I dag',
    tomorrow: 'I morgon',
    dayAfterTomorrow: 'I övermorgon',
    now: 'Börjar snart',
    thanks: 'Tack',
    seeYou: {
      later: 'Skriv upp dagen i kalendern!',
      soon: 'Vi ses snart!',
      tomorrow: 'Vi ses i morgon!',
      today: 'Vi ses i dag!',
    },
    soon: (clock) => `Välkommen med! Vi börjar ${clock}.`,
    thanked: (title, date) => `Tack till alla som deltog i evenemanget ”${title}” ${date}.`,
    cancelled: 'Inställt',
    cancelledBody: (title, when) => `Evenemanget ”${title}” (${when}) är inställt. Vi beklagar!`,
    postponed: 'Flyttas',
    postponedBody: (title, when) =>
      `Evenemanget ”${title}” ordnas inte vid den planerade tiden (${when}). Vi meddelar den nya tiden när den är klar.`,
  },
  en: {
    days: (count) =>
      inWeeks(
        count,
        (weeks) => (weeks === 1 ? 'One week to go' : `${capital(EN(weeks))} weeks to go`),
        (days) => `${capital(EN(days))} days to go`,
      ),
    hours: (count) => (count === 1 ? 'Starts in one hour' : `Starts in ${EN(count)} hours`),
    today: 'Today',
    tomorrow: 'Tomorrow',
    dayAfterTomorrow: 'In two days',
    now: 'Starts soon',
    thanks: 'Thank you',
    seeYou: {
      later: 'Mark the day in your calendar!',
      soon: 'See you soon!',
      tomorrow: 'See you tomorrow!',
      today: 'See you today!',
    },
    soon: (clock) => `Welcome! We start at ${clock}.`,
    thanked: (title, date) => `Thank you to everyone who took part in “${title}” on ${date}.`,
    cancelled: 'Cancelled',
    cancelledBody: (title, when) => `“${title}” (${when}) is cancelled. We are sorry!`,
    postponed: 'Postponed',
    postponedBody: (title, when) =>
      `“${title}” does not take place at the planned time (${when}). We will tell the new time once it is known.`,
  },
};

function inWeeks(count: number, weeks: (count: number) => string, days: (count: number) => string): string {
  return count % 7 === 0 ? weeks(count / 7) : days(count);
}

/** The words of small numbers; larger ones stay digits. */
function numbers(words: string): (count: number) => string {
  const known = words.split(' ');
  return (count) => known[count - 1] ?? String(count);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
