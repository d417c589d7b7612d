import type { NoticeLanguage } from './notices.ts';
import type { Told } from './schema/summary.ts';

/** What a sentence tells of a period. */
export interface StoryFacts {
  readonly total: Pick<Told, 'posts' | 'totals' | 'events' | 'attendance'>;
  /** The same for as many days before; null: not asked. */
  readonly previous: Pick<Told, 'posts' | 'totals'> | null;
  /** The theme and the channel that reached most, by name; null: none did, or there is but one. */
  readonly theme: string | null;
  readonly channel: string | null;
}

/** How a number moved. `percent` is null where there was nothing before. */
export interface Change {
  readonly by: number;
  readonly percent: number | null;
}

/** Null where one of the two is not known: then nothing can be said. */
export function changeOf(now: number | null, before: number | null | undefined): Change | null {
  if (now === null || before === null || before === undefined) return null;
  return { by: now - before, percent: before === 0 ? null : Math.round(((now - before) / before) * 100) };
}

/** What happened, in a few plain sentences. What is not known is said to be so, or left out, and never zero. */
export function storyOf({ total, previous, theme, channel }: StoryFacts, language: NoticeLanguage): string {
  const words = WORDS[language];
  if (total.posts === 0) return words.nothing;
  const { reach, linkClicks } = total.totals;
  const told = [words.posts(total.posts, changeOf(total.posts, previous?.posts)?.by ?? null)];
  told.push(reach === null ? words.reachUnknown : words.reach(reach, changeOf(reach, previous?.totals.reach)));
  if (linkClicks !== null) told.push(words.linkClicks(linkClicks));
  if (theme !== null) told.push(words.theme(theme));
  if (channel !== null) told.push(words.channel(channel));
  if (total.events > 0) {
    told.push(total.attendance === null ? words.attendanceUnknown(total.events) : words.attendance(total.attendance));
  }
  return told.join(' ');
}

interface StoryWords {
  readonly nothing: string;
  posts(count: number, more: number | null): string;
  reach(sum: number, change: Change | null): string;
  readonly reachUnknown: string;
  linkClicks(count: number): string;
  theme(name: string): string;
  channel(name: string): string;
  attendance(people: number): string;
  attendanceUnknown(events: number): string;
}

const spaced = (value: number, mark = '\u00a0') => String(value).replaceAll(/\B(?=(\d{3})+$)/g, mark);

const WORDS: Readonly<Record<NoticeLanguage, StoryWords>> = {
  fi: {
    nothing: 'Jaksolla ei julkaistu mitään.',
    posts(count, more) {
      const said =
        count === 1 ? 'Jaksolla julkaistiin yksi julkaisu' : `Jaksolla julkaistiin ${spaced(count)} julkaisua`;
      if (more === null) return `${said}.`;
      if (more === 0) return `${said}, yhtä monta kuin edellisellä jaksolla.`;
      return `${said}, ${spaced(Math.abs(more))} ${more > 0 ? 'enemmän' : 'vähemmän'} kuin edellisellä jaksolla.`;
    },
    reach(sum, change) {
      const percent = change?.percent ?? null;
      const how =
        percent === null
          ? ''
          : percent === 0
            ? ', saman verran kuin ennen'
            : `, ${Math.abs(percent)} % ${percent > 0 ? 'enemmän' : 'vähemmän'} kuin ennen`;
      return `Tavoittavuuksien summa on ${spaced(sum)}${how}.`;
    },
    reachUnknown: 'Tavoittavuutta ei tiedetä.',
    linkClicks: (count) =>
      count === 1 ? 'Linkkiä seurattiin kerran.' : `Linkkejä seurattiin ${spaced(count)} kertaa.`,
    theme: (name) => `Teemoista eniten tavoitti ${name}.`,
    channel: (name) => `Kanavista eniten tavoitti ${name}.`,
    attendance: (people) => `Tapahtumissa kävi ${spaced(people)} osallistujaa.`,
    attendanceUnknown: (events) =>
      events === 1 ? 'Tapahtuman osallistujia ei ole kerrottu.' : 'Tapahtumien osallistujia ei ole kerrottu.',
  },
  sv: {
    nothing: 'Ingenting publicerades under perioden.',
    posts(count, more) {
      const said = `Under perioden publicerades ${spaced(count)} inlägg`;
      if (more === null) return `${said}.`;
      if (more === 0) return `${said}, lika många som under föregående period.`;
      return `${said}, ${spaced(Math.abs(more))} ${more > 0 ? 'fler' : 'färre'} än under föregående period.`;
    },
    reach(sum, change) {
      const percent = change?.percent ?? null;
      const how =
        percent === null
          ? ''
          : percent === 0
            ? ', lika mycket som förut'
            : `, ${Math.abs(percent)} % ${percent > 0 ? 'mer' : 'mindre'} än förut`;
      return `Summan av räckvidder är ${spaced(sum)}${how}.`;
    },
    reachUnknown: 'Räckvidden är inte känd.',
    linkClicks: (count) => `Länkarna följdes ${spaced(count)} ${count === 1 ? 'gång' : 'gånger'}.`,
    theme: (name) => `Av temana nådde ${name} längst.`,
    channel: (name) => `Av kanalerna nådde ${name} längst.`,
    attendance: (people) => `Evenemangen hade ${spaced(people)} deltagare.`,
    attendanceUnknown: (events) =>
      events === 1 ? 'Evenemangets deltagare har inte uppgetts.' : 'Evenemangens deltagare har inte uppgetts.',
  },
  en: {
    nothing: 'Nothing was published in the period.',
    posts(count, more) {
      const said = count === 1 ? 'One post was published' : `${spaced(count, ',')} posts were published`;
      if (more === null) return `${said}.`;
      if (more === 0) return `${said}, as many as in the period before.`;
      return `${said}, ${spaced(Math.abs(more), ',')} ${more > 0 ? 'more' : 'fewer'} than in the period before.`;
    },
    reach(sum, change) {
      const percent = change?.percent ?? null;
      const how =
        percent === null
          ? ''
          : percent === 0
            ? ', as much as before'
            : `, ${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'} than before`;
      return `The sum of reaches is ${spaced(sum, ',')}${how}.`;
    },
    reachUnknown: 'The reach is not known.',
    linkClicks: (count) => `Links were followed ${count === 1 ? 'once' : `${spaced(count, ',')} times`}.`,
    theme: (name) => `Of the themes, ${name} reached most.`,
    channel: (name) => `Of the channels, ${name} reached most.`,
    attendance: (people) => `${spaced(people, ',')} ${people === 1 ? 'person' : 'people'} came to the events.`,
    attendanceUnknown: (events) =>
      events === 1 ? 'How many came to the event was not told.' : 'How many came to the events was not told.',
  },
};
