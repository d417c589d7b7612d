import type { Measures } from '#posts/schema/sample';

export const REPORT_LANGUAGES = ['fi', 'sv', 'en'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

export interface ReportWords {
  readonly title: string;
  readonly period: string;
  readonly project: string;
  readonly allProjects: string;
  readonly totals: string;
  readonly publications: string;
  readonly announcements: string;
  readonly events: string;
  readonly attendance: string;
  readonly notTold: (events: number) => string;
  readonly unknown: string;
  readonly unknownOf: (posts: number) => string;
  readonly byTheme: string;
  readonly byTargetGroup: string;
  readonly reach: string;
  readonly postsUnit: string;
  readonly without: string;
  readonly list: string;
  readonly nothing: string;
  readonly measures: Readonly<Record<keyof Measures, string>>;
  readonly columns: Readonly<
    Record<
      | 'date'
      | 'channel'
      | 'language'
      | 'title'
      | 'kind'
      | 'organisation'
      | 'themes'
      | 'targetGroups'
      | 'funding'
      | 'state'
      | 'link'
      | 'remoteId'
      | 'attempt'
      | 'proof'
      | 'measuredAt',
      string
    >
  >;
  readonly kinds: Readonly<Record<'announcement' | 'event', string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly proofs: Readonly<Record<'answer' | 'look' | 'person', string>>;
  readonly notes: readonly string[];
  readonly emblem: string;
  readonly page: (no: number, of: number) => string;
}

export const WORDS: Readonly<Record<ReportLanguage, ReportWords>> = {
  fi: {
    title: 'Viestinnän raportti',
    period: 'Ajanjakso',
    project: 'Hanke',
    allProjects: 'kaikki hankkeet',
    totals: 'Yhteensä',
    publications: 'Julkaisuja',
    announcements: 'Tiedotteita ja tapahtumia',
    events: 'Tapahtumia',
    attendance: 'Osallistujia',
    notTold: (events) => `${events} tapahtuman osallistujia ei ole kerrottu`,
    unknown: 'ei tiedossa',
    unknownOf: (posts) => `${posts} julkaisusta ei tiedossa`,
    byTheme: 'Tavoittavuus teemoittain',
    byTargetGroup: 'Tavoittavuus kohderyhmittäin',
    reach: 'tavoittavuuksien summa',
    postsUnit: 'julkaisua',
    without: '(ei merkitty)',
    list: 'Kaikki julkaisut',
    nothing: 'Ajanjaksolla ei julkaistu mitään.',
    measures: {
      views: 'Näyttökerrat',
      reach: 'Tavoittavuuksien summa',
      reactions: 'Reaktiot',
      comments: 'Kommentit',
      shares: 'Jaot',
      clicks: 'Klikkaukset (alustan laskemat)',
      linkClicks: 'Linkin klikkaukset (omat)',
    },
    columns: {
      date: 'Aika',
      channel: 'Kanava',
      language: 'Kieli',
      title: 'Otsikko',
      kind: 'Laji',
      organisation: 'Organisaatio',
      themes: 'Teemat',
      targetGroups: 'Kohderyhmät',
      funding: 'Hanke',
      state: 'Tila',
      link: 'Linkki',
      remoteId: 'Tunnus alustalla',
      attempt: 'Julkaisuyritys',
      proof: 'Näyttö',
      measuredAt: 'Mitattu',
    },
    kinds: { announcement: 'tiedote', event: 'tapahtuma' },
    states: { published: 'julkaistu', gone: 'poistettu muualla', retracted: 'poistettu' },
    proofs: { answer: 'alustan vastaus', look: 'nähty sivulla', person: 'henkilön ilmoitus' },
    notes: [
      'Tavoittavuuksien summa laskee yhteen julkaisujen tavoittavuudet: sama henkilö voi olla mukana monta kertaa.',
      'Tuntematon luku ei ole nolla. Se puuttuu summasta, ja puuttuvien määrä kerrotaan.',
      'Julkaisu, jolla on monta teemaa tai kohderyhmää, näkyy niistä jokaisessa.',
    ],
    emblem: 'Euroopan unionin tunnus: kaksitoista kultaista tähteä ympyrässä sinisellä pohjalla',
    page: (no, of) => `Sivu ${no}/${of}`,
  },
  sv: {
    title: 'Kommunikationsrapport',
    period: 'Period',
    project: 'Projekt',
    allProjects: 'alla projekt',
    totals: 'Sammanlagt',
    publications: 'Publiceringar',
    announcements: 'Meddelanden och evenemang',
    events: 'Evenemang',
    attendance: 'Deltagare',
    notTold: (events) => `deltagare i ${events} evenemang har inte uppgetts`,
    unknown: 'inte känt',
    unknownOf: (posts) => `inte känt för ${posts} publiceringar`,
    byTheme: 'Räckvidd per tema',
    byTargetGroup: 'Räckvidd per målgrupp',
    reach: 'summan av räckvidder',
    postsUnit: 'publiceringar',
    without: '(ej angivet)',
    list: 'Alla publiceringar',
    nothing: 'Ingenting publicerades under perioden.',
    measures: {
      views: 'Visningar',
      reach: 'Summan av räckvidder',
      reactions: 'Reaktioner',
      comments: 'Kommentarer',
      shares: 'Delningar',
      clicks: 'Klick (plattformens räkning)',
      linkClicks: 'Klick på länken (egen räkning)',
    },
    columns: {
      date: 'Tid',
      channel: 'Kanal',
      language: 'Språk',
      title: 'Rubrik',
      kind: 'Slag',
      organisation: 'Organisation',
      themes: 'Teman',
      targetGroups: 'Målgrupper',
      funding: 'Projekt',
      state: 'Läge',
      link: 'Länk',
      remoteId: 'Id på plattformen',
      attempt: 'Publiceringsförsök',
      proof: 'Bevis',
      measuredAt: 'Mätt',
    },
    kinds: { announcement: 'meddelande', event: 'evenemang' },
    states: { published: 'publicerad', gone: 'borttagen på annat håll', retracted: 'borttagen' },
    proofs: { answer: 'plattformens svar', look: 'sedd på sidan', person: 'uppgett av en person' },
    notes: [
      'Summan av räckvidder räknar ihop publiceringarnas räckvidder: samma person kan vara med flera gånger.',
      'Ett okänt tal är inte noll. Det saknas i summan, och hur många som saknas anges.',
      'En publicering med flera teman eller målgrupper syns i var och en av dem.',
    ],
    emblem: 'Europeiska unionens emblem: tolv gyllene stjärnor i en cirkel på blå botten',
    page: (no, of) => `Sida ${no}/${of}`,
  },
  en: {
    title: 'Communication report',
    period: 'Period',
    project: 'Project',
    allProjects: 'all projects',
    totals: 'Totals',
    publications: 'Publications',
    announcements: 'Announcements and events',
    events: 'Events',
    attendance: 'Attendance',
    notTold: (events) => `attendance of ${events} events was not told`,
    unknown: 'not known',
    unknownOf: (posts) => `not known for ${posts} publications`,
    byTheme: 'Reach by theme',
    byTargetGroup: 'Reach by target group',
    reach: 'sum of reaches',
    postsUnit: 'publications',
    without: '(none given)',
    list: 'Every publication',
    nothing: 'Nothing was published in the period.',
    measures: {
      views: 'Views',
      reach: 'Sum of reaches',
      reactions: 'Reactions',
      comments: 'Comments',
      shares: 'Shares',
      clicks: 'Clicks (as platforms count)',
      linkClicks: 'Link clicks (own count)',
    },
    columns: {
      date: 'Time',
      channel: 'Channel',
      language: 'Language',
      title: 'Title',
      kind: 'Kind',
      organisation: 'Organisation',
      themes: 'Themes',
      targetGroups: 'Target groups',
      funding: 'Project',
      state: 'State',
      link: 'Link',
      remoteId: 'Id on the platform',
      attempt: 'Publishing attempt',
      proof: 'Proof',
      measuredAt: 'Measured',
    },
    kinds: { announcement: 'announcement', event: 'event' },
    states: { published: 'published', gone: 'deleted elsewhere', retracted: 'deleted' },
    proofs: { answer: 'the platform’s answer', look: 'seen on the page', person: 'a person’s word' },
    notes: [
      'The sum of reaches adds up the reach of each publication: the same person may be in it several times.',
      'An unknown number is not zero. It is missing from the sum, and how many are missing is told.',
      'A publication with several themes or target groups stands under each of them.',
    ],
    emblem: 'The emblem of the European Union: twelve golden stars in a circle on blue',
    page: (no, of) => `Page ${no}/${of}`,
  },
};
