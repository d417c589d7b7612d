interface Labels {
  readonly starts: string;
  readonly ends: string;
  readonly place: string;
  readonly stream: string;
  readonly register: string;
  readonly capacity: string;
  readonly organiser: string;
  readonly more: string;
  readonly cancelled: string;
  readonly published: string;
  readonly events: string;
  readonly news: string;
  readonly none: string;
  readonly missing: string;
  readonly picture: string;
}

const FI: Labels = {
  starts: 'Alkaa',
  ends: 'Päättyy',
  place: 'Paikka',
  stream: 'Verkossa',
  register: 'Ilmoittautuminen',
  capacity: 'Paikkoja',
  organiser: 'Järjestäjä',
  more: 'Lue lisää',
  cancelled: 'Peruttu',
  published: 'Julkaistu',
  events: 'Tulevat tapahtumat',
  news: 'Tiedotteet',
  none: 'Täällä ei ole vielä mitään.',
  missing: 'Sivua ei löydy.',
  picture: 'Kuva',
};

const BY_LANGUAGE: Readonly<Record<string, Labels>> = {
  fi: FI,
  sv: {
    starts: 'Börjar',
    ends: 'Slutar',
    place: 'Plats',
    stream: 'På nätet',
    register: 'Anmälan',
    capacity: 'Platser',
    organiser: 'Arrangör',
    more: 'Läs mer',
    cancelled: 'Inställt',
    published: 'Publicerat',
    events: 'Kommande evenemang',
    news: 'Meddelanden',
    none: 'Här finns ännu ingenting.',
    missing: 'Sidan finns inte.',
    picture: 'Bild',
  },
  en: {
    starts: 'Starts',
    ends: 'Ends',
    place: 'Place',
    stream: 'Online',
    register: 'Registration',
    capacity: 'Places',
    organiser: 'Organiser',
    more: 'Read more',
    cancelled: 'Cancelled',
    published: 'Published',
    events: 'Coming events',
    news: 'News',
    none: 'There is nothing here yet.',
    missing: 'This page does not exist.',
    picture: 'Photo',
  },
};

/** The site's own words in the reader's language; Finnish where there are none. */
export function labels(language: string): Labels {
  return BY_LANGUAGE[language] ?? FI;
}

/** A time as people of the zone read it, such as `15. joulukuuta 2026 klo 13.00`. */
export function readable(at: Date, language: string, zone: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  }).format(at);
}
