const FI = {
  starts: 'Alkaa',
  ends: 'Päättyy',
  when: 'Aika',
  place: 'Paikka',
  stream: 'Verkossa',
  register: 'Ilmoittautuminen',
  capacity: 'Paikkoja',
  organiser: 'Järjestäjä',
  more: 'Lue lisää',
  cancelled: 'Peruttu',
  postponed: 'Siirtyy',
  noDateYet: 'Siirtyy – uusi aika kerrotaan myöhemmin',
  published: 'Julkaistu',
  events: 'Tulevat tapahtumat',
  pastEvents: 'Menneet tapahtumat',
  news: 'Tiedotteet',
  none: 'Täällä ei ole vielä mitään.',
  nothingLikeThat: 'Tällä rajauksella ei löytynyt mitään.',
  missing: 'Sivua ei löydy.',
  picture: 'Kuva',
  languages: 'Kieli',
  theme: 'Teema',
  themes: 'Teemat',
  allThemes: 'Kaikki teemat',
  show: 'Näytä',
  older: 'Vanhempia',
  subscribe: 'Seuraa',
  calendar: 'Tapahtumat kalenteriin',
  calendarFile: 'Kalenteritiedosto (.ics)',
  toCalendar: 'Lisää kalenteriin',
  front: 'Kaikki tiedotteet ja tapahtumat',
  emblem: 'Euroopan unionin tunnus',
  skip: 'Siirry sisältöön',
};

export type Labels = Readonly<typeof FI>;

const BY_LANGUAGE: Readonly<Record<string, Labels>> = {
  fi: FI,
  sv: {
    starts: 'Börjar',
    ends: 'Slutar',
    when: 'Tid',
    place: 'Plats',
    stream: 'På nätet',
    register: 'Anmälan',
    capacity: 'Platser',
    organiser: 'Arrangör',
    more: 'Läs mer',
    cancelled: 'Inställt',
    postponed: 'Flyttas',
    noDateYet: 'Flyttas – den nya tiden meddelas senare',
    published: 'Publicerat',
    events: 'Kommande evenemang',
    pastEvents: 'Tidigare evenemang',
    news: 'Meddelanden',
    none: 'Här finns ännu ingenting.',
    nothingLikeThat: 'Ingenting hittades med den här avgränsningen.',
    missing: 'Sidan finns inte.',
    picture: 'Bild',
    languages: 'Språk',
    theme: 'Tema',
    themes: 'Teman',
    allThemes: 'Alla teman',
    show: 'Visa',
    older: 'Äldre',
    subscribe: 'Följ',
    calendar: 'Evenemangen i kalendern',
    calendarFile: 'Kalenderfil (.ics)',
    toCalendar: 'Lägg till i kalendern',
    front: 'Alla meddelanden och evenemang',
    emblem: 'Europeiska unionens emblem',
    skip: 'Gå till innehållet',
  },
  en: {
    starts: 'Starts',
    ends: 'Ends',
    when: 'When',
    place: 'Place',
    stream: 'Online',
    register: 'Registration',
    capacity: 'Places',
    organiser: 'Organiser',
    more: 'Read more',
    cancelled: 'Cancelled',
    postponed: 'Postponed',
    noDateYet: 'Postponed – the new time will be told later',
    published: 'Published',
    events: 'Coming events',
    pastEvents: 'Past events',
    news: 'News',
    none: 'There is nothing here yet.',
    nothingLikeThat: 'Nothing was found for this selection.',
    missing: 'This page does not exist.',
    picture: 'Photo',
    languages: 'Language',
    theme: 'Theme',
    themes: 'Themes',
    allThemes: 'All themes',
    show: 'Show',
    older: 'Older',
    subscribe: 'Follow',
    calendar: 'Events in your calendar',
    calendarFile: 'Calendar file (.ics)',
    toCalendar: 'Add to calendar',
    front: 'All news and events',
    emblem: 'Emblem of the European Union',
    skip: 'Skip to content',
  },
};

/** The site's own words in the reader's language; Finnish where there are none. */
export function labels(language: string): Labels {
  return BY_LANGUAGE[language] ?? FI;
}

/** The language of the site's words for a reader of this language. */
export function spoken(language: string): string {
  return BY_LANGUAGE[language] ? language : 'fi';
}

/** A time as people of the zone read it, such as `15. joulukuuta 2026 klo 13.00`. */
export function readable(at: Date, language: string, zone: string): string {
  return format(at, language, { dateStyle: 'long', timeStyle: 'short', timeZone: zone });
}

/** A day as people of the zone read it, such as `15. joulukuuta 2026`. */
export function readableDay(at: Date, language: string, zone: string): string {
  return format(at, language, { dateStyle: 'long', timeZone: zone });
}

/** A language's own name for itself, such as `suomi`. */
export function languageName(language: string): string {
  return new Intl.DisplayNames([language, 'en'], { type: 'language' }).of(language) ?? language;
}

function format(at: Date, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat([language === 'en' ? 'en-GB' : language, 'fi'], options).format(at);
}

/** What must be known of an event before its date is read: that it is cancelled, or has none for now. */
export function noticeOf(
  { state, event }: { readonly state: string; readonly event: { readonly postponed?: boolean } | null },
  language: string,
): string | null {
  if (state === 'cancelled') return labels(language).cancelled;
  return event?.postponed ? labels(language).postponed : null;
}
