import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLUMNS, type Column, readHeaders, templateHeaders } from '#posts/csv/columns';
import { faultOf } from '#posts/csv/faults';
import { announcementOf, type Vocabulary } from '#posts/csv/row';
import { readWrittenTime } from '#posts/csv/written-time';
import { AnnouncementInput } from '#posts/schema/announcement';
import { readCsvFile } from '#src/api/announcements/csv/read-file';

const LANGUAGES = ['fi', 'sv', 'en'];
const VOCABULARY: Vocabulary = {
  organisations: [{ slug: 'lapin-amk', names: { fi: 'Lapin ammattikorkeakoulu', en: 'Lapland UAS' } }],
  channels: [{ slug: 'facebook-klusteri', names: { name: 'Klusterin sivu' } }],
  themes: [{ slug: 'wood-construction', names: { fi: 'puurakentaminen', en: 'wood construction' } }],
  targetGroups: [{ slug: 'architects', names: { fi: 'arkkitehdit' } }],
  fundings: [{ slug: 'A72158', names: { fi: 'Kestävä rakentaminen' } }],
  campaigns: [{ slug: 'standard', names: { fi: 'Tavallinen' } }],
};
const columnsOf = (headers: string[]) => readHeaders(headers, LANGUAGES).columns;
const row = (cells: Record<string, string>) =>
  announcementOf(columnsOf(Object.keys(cells)), Object.values(cells), VOCABULARY, 'lapin-amk');

describe('headers', () => {
  test.each<[string, string, string | null]>([
    ['Otsikko', 'title', 'fi'],
    ['OTSIKKO SV', 'title', 'sv'],
    ['Otsikko (sv)', 'title', 'sv'],
    ['title_en', 'title', 'en'],
    ['Rubrik', 'title', 'fi'],
    ['Teksti se', 'body', 'se'],
    ['Ensimmäinen kommentti', 'firstComment', 'fi'],
    ['first comment sv', 'firstComment', 'sv'],
    ['Julkaisuaika', 'publishAt', null],
    [' target groups ', 'targetGroups', null],
  ])('“%s” is %s in %s', (header, name, language) => {
    expect(columnsOf([header])[0]).toMatchObject({ name, language, header: header.trim() });
  });

  test.each([
    ['a name that nobody knows', ['Otsikko', 'Teksti', 'Väri'], 'unknown-column'],
    ['a language where words have none', ['Otsikko', 'Teksti', 'Paikka sv'], 'unknown-column'],
    ['one column twice, by two names', ['Otsikko', 'Teksti', 'Linkki', 'Link'], 'column-twice'],
    ['no text', ['Otsikko'], 'column-missing'],
  ])('%s is a fault', (_case, headers, code) => {
    expect(readHeaders(headers, LANGUAGES).faults.map((fault) => fault.code)).toEqual([code]);
  });

  test.each(LANGUAGES)('the template in %s is understood, and holds every column', (language) => {
    const { columns, faults } = readHeaders(templateHeaders(language, LANGUAGES), LANGUAGES);
    expect(faults).toEqual([]);
    expect(new Set(columns.map((column) => column?.name))).toEqual(new Set(Object.keys(COLUMNS)));
  });
});

describe('times', () => {
  test.each<[string, string | null]>([
    ['1.12.2026 9.30', '2026-12-01T09:30'],
    ['01.12.2026 09:30:00', '2026-12-01T09:30'],
    ['ti 1.12.2026 klo 9', '2026-12-01T09:00'],
    ['1.12.2026 kl. 13.05', '2026-12-01T13:05'],
    ['2026-12-01 9:30', '2026-12-01T09:30'],
    ['2026-12-01T09:30', '2026-12-01T09:30'],
    ['1.12.2026', null],
    ['2026-12-01T09:30:00+02:00', null],
    ['huomenna', null],
    ['', null],
  ])('“%s”', (written, expected) => {
    expect(readWrittenTime(written)).toBe(expected);
  });
});

describe('a row', () => {
  test('becomes an announcement that the schema takes', () => {
    const made = row({
      Otsikko: 'Puurakentamisen ilta',
      Teksti: 'Tervetuloa.',
      'Otsikko sv': 'Träbyggkväll',
      'Teksti sv': 'Välkommen.',
      Kanavat: 'Klusterin sivu',
      Teemat: 'Puurakentaminen',
      Kohderyhmät: 'arkkitehdit; ARCHITECTS',
      Rahoitus: 'a72158',
      Alkaa: '15.12.2026 13.00',
      Paikka: 'Arktikum',
      Paikkoja: '80',
      Kampanja: 'tavallinen',
      Julkaisuaika: '1.12.2026 9.00',
    });
    expect(made).toEqual({
      kind: 'event',
      organisation: 'lapin-amk',
      texts: {
        fi: { title: 'Puurakentamisen ilta', body: 'Tervetuloa.' },
        sv: { title: 'Träbyggkväll', body: 'Välkommen.' },
      },
      channels: ['facebook-klusteri'],
      themes: ['wood-construction'],
      targetGroups: ['architects', 'architects'],
      funding: 'A72158',
      campaign: 'standard',
      publishAt: '2026-12-01T09:00',
      event: { startsAt: '2026-12-15T13:00', place: 'Arktikum', capacity: 80 },
    });
    expect(AnnouncementInput.safeParse(made).success).toBe(true);
  });

  test('says nothing that its cells do not', () => {
    expect(row({ Otsikko: 'Hei', Teksti: 'Moi.', Kanavat: 'kaikki' })).toEqual({
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'Hei', body: 'Moi.' } },
      channels: 'all',
    });
  });

  test('keeps what it cannot read, to be refused by name', () => {
    const made = row({ Otsikko: 'Hei', Teksti: 'Moi.', Julkaisuaika: 'huomenna', Teemat: 'avaruus', Laji: 'juhla' });
    expect(made).toMatchObject({ publishAt: 'huomenna', themes: ['avaruus'], kind: 'juhla' });
  });
});

describe('a fault', () => {
  const headers = ['Otsikko', 'Teksti', 'Otsikko sv', 'Linkki', 'Julkaisuaika', 'Paikkoja'];
  const cells = ['Hei', '', 'Hej', 'example.org', '1.12.', 'monta'];
  test.each<[string, string, string | null, string | null, string]>([
    ['/texts/fi/body', 'missing', 'Teksti', null, 'missing'],
    ['/texts/sv/title', 'too-long', 'Otsikko sv', 'Hej', 'too-long'],
    ['/texts/sv/body', 'missing', 'text sv', null, 'missing'],
    ['/link', 'invalid', 'Linkki', 'example.org', 'bad-link'],
    ['/publishAt', 'invalid', 'Julkaisuaika', '1.12.', 'bad-time'],
    ['/publishAt', 'past', 'Julkaisuaika', '1.12.', 'past'],
    ['/event/capacity', 'wrong-type', 'Paikkoja', 'monta', 'bad-number'],
    ['/event', 'invalid', 'starts', null, 'event-facts'],
    ['/media', 'alt-missing', null, null, 'alt-missing'],
  ])('at %s (%s) is shown at %s', (pointer, code, column, value, told) => {
    const columns = columnsOf(headers) as Column[];
    expect(faultOf({ pointer, code, detail: '' }, 4, columns, cells)).toMatchObject({
      row: 4,
      column,
      value,
      code: told,
    });
  });
});

describe('a file', () => {
  const read = (bytes: Uint8Array | string) => readCsvFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  const text = 'Otsikko;Teksti\nÄäni;"Yksi;\nkaksi ""kolme"""\n;\n\nToinen;Hei\n';
  const rows = [
    { row: 2, cells: ['Ääni', 'Yksi;\nkaksi "kolme"'] },
    { row: 5, cells: ['Toinen', 'Hei'] },
  ];

  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['what Excel saves on Windows', Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'), 'windows-1252'],
  ])('in %s is read, and its rows are numbered as a spreadsheet does', (_case, bytes, encoding) => {
    const plain = JSON.parse(JSON.stringify(read(bytes)).replaceAll('\\r\\n', '\\n'));
    expect(plain).toEqual({ file: { encoding, delimiter: ';', headers: ['Otsikko', 'Teksti'], rows } });
  });

  test.each([
    ['Otsikko,Teksti\na,b', ','],
    ['Otsikko\tTeksti\na\tb', '\t'],
    ['"Otsikko, pitkä; hieno";Teksti\na;b', ';'],
  ])('%j is divided by %j', (written, delimiter) => {
    expect(read(written)).toMatchObject({ file: { delimiter } });
  });

  test.each([
    ['nothing', '', 'file-empty'],
    ['headers only', 'Otsikko;Teksti\n;\n', 'file-empty'],
    ['a cell that never ends', 'Otsikko;Teksti\nHei;"Moi\n', 'file-broken'],
    ['too many rows', `Otsikko;Teksti\n${'a;b\n'.repeat(501)}`, 'too-many-rows'],
  ])('with %s is a fault of the whole file', (_case, written, code) => {
    expect(read(written)).toMatchObject({ fault: { code } });
  });

  test('law: whatever the bytes, it is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Object.keys(readCsvFile(bytes))).toHaveLength(1);
      }),
    );
  });
});
