/**
 * The columns of a file of announcements. Headers are read in Finnish, Swedish or English, in any case; words per
 * language carry the language at their end: `Otsikko sv`, `text_en`. Pure.
 */
export const COLUMNS = {
  title: { names: ['otsikko', 'rubrik', 'title'], perLanguage: true },
  body: { names: ['teksti', 'text', 'text'], perLanguage: true },
  firstComment: { names: ['ensimmäinen kommentti', 'första kommentaren', 'first comment'], perLanguage: true },
  kind: { names: ['laji', 'typ', 'kind'] },
  organisation: { names: ['organisaatio', 'organisation', 'organisation'] },
  channels: { names: ['kanavat', 'kanaler', 'channels'] },
  publishAt: { names: ['julkaisuaika', 'publiceras', 'publish at'] },
  worthUntil: { names: ['viimeistään', 'senast', 'not after'] },
  link: { names: ['linkki', 'länk', 'link'] },
  themes: { names: ['teemat', 'teman', 'themes'] },
  targetGroups: { names: ['kohderyhmät', 'målgrupper', 'target groups'] },
  funding: { names: ['rahoitus', 'finansiering', 'funding'] },
  campaign: { names: ['kampanja', 'kampanj', 'campaign'] },
  startsAt: { names: ['alkaa', 'börjar', 'starts'] },
  endsAt: { names: ['päättyy', 'slutar', 'ends'] },
  place: { names: ['paikka', 'plats', 'place'] },
  registrationUrl: { names: ['ilmoittautuminen', 'anmälan', 'registration'] },
  streamUrl: { names: ['lähetys', 'sändning', 'stream'] },
  capacity: { names: ['paikkoja', 'platser', 'capacity'] },
  organiser: { names: ['järjestäjä', 'arrangör', 'organiser'] },
} as const satisfies Record<string, { names: readonly [fi: string, sv: string, en: string]; perLanguage?: true }>;

export type ColumnName = keyof typeof COLUMNS;

/** What one column of a file holds. `language` is null where words have none. */
export interface Column {
  readonly name: ColumnName;
  readonly language: string | null;
  /** As the file calls it. */
  readonly header: string;
}

/** Something wrong with the headers. */
export interface HeaderFault {
  readonly code: 'unknown-column' | 'column-twice' | 'column-missing';
  readonly header: string;
  readonly detail: string;
}

/**
 * Reads the first row of a file. A column of a name that is not known is a fault, since its words would be lost; an
 * empty header is a column that nobody means.
 * @param languages the cluster's; words without a language are in the first one
 */
export function readHeaders(
  headers: readonly string[],
  languages: readonly string[],
): { columns: readonly (Column | null)[]; faults: HeaderFault[] } {
  const faults: HeaderFault[] = [];
  const seen = new Set<string>();
  const columns = headers.map((header) => {
    if (header.trim() === '') return null;
    const column = columnOf(header, languages);
    if (!column) {
      const detail = `there is no column “${header.trim()}”; there are: ${Object.values(COLUMNS)
        .map(({ names }) => names[2])
        .join(', ')}`;
      faults.push({ code: 'unknown-column', header: header.trim(), detail });
      return null;
    }
    const key = `${column.name} ${column.language}`;
    if (seen.has(key)) {
      const detail = `the column “${column.header}” is there twice; leave one out`;
      faults.push({ code: 'column-twice', header: column.header, detail });
      return null;
    }
    seen.add(key);
    return column;
  });
  for (const name of ['title', 'body'] as const) {
    if (columns.some((column) => column?.name === name)) continue;
    const header = COLUMNS[name].names[2];
    faults.push({ code: 'column-missing', header, detail: `the column “${header}” is missing` });
  }
  return { columns, faults };
}

function columnOf(header: string, languages: readonly string[]): Column | null {
  const said = plain(header);
  for (const [name, { names, ...more }] of Object.entries(COLUMNS)) {
    const found = names.find((known) => said === known || said.startsWith(`${known} `));
    if (!found) continue;
    const rest = said.slice(found.length).trim();
    const base = { name: name as ColumnName, header: header.trim() };
    if (rest === '') return { ...base, language: 'perLanguage' in more ? (languages[0] ?? 'fi') : null };
    if ('perLanguage' in more && /^[a-z]{2,3}$/.test(rest)) return { ...base, language: rest };
  }
  return null;
}

/** `Otsikko (sv)`, `OTSIKKO_SV` and `otsikko sv` are one. */
function plain(header: string): string {
  return header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_().:–-]+/gu, ' ')
    .trim();
}

/** The headers of an empty file in one of the three languages, for somebody to fill. */
export function templateHeaders(uiLanguage: string, languages: readonly string[]): string[] {
  const at = { fi: 0, sv: 1, en: 2 }[uiLanguage] ?? 2;
  return Object.values(COLUMNS).flatMap(({ names, ...more }) => {
    const name = capital(names[at] ?? names[2]);
    if (!('perLanguage' in more)) return [name];
    return languages.map((language, index) => (index === 0 ? name : `${name} ${language}`));
  });
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
