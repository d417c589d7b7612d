import ical from 'node-ical';
import { describe, expect, test } from 'vitest';
import { bytes, calendar, event, HELSINKI, read, times } from '../support/calendar-text.ts';

describe('when it is', () => {
  const cases: [string, string[], string[]][] = [
    [
      'UTC',
      ['DTSTART:20261215T110000Z', 'DTEND:20261215T140000Z'],
      ['2026-12-15T11:00:00.000Z – 2026-12-15T14:00:00.000Z'],
    ],
    [
      'floating: the cluster’s wall',
      ['DTSTART:20261215T130000', 'DTEND:20261215T160000'],
      ['2026-12-15T11:00:00.000Z – 2026-12-15T14:00:00.000Z'],
    ],
    [
      'a zone by its name, without a VTIMEZONE',
      ['DTSTART;TZID=Europe/Stockholm:20261215T130000', 'DURATION:PT90M'],
      ['2026-12-15T12:00:00.000Z – 2026-12-15T13:30:00.000Z'],
    ],
    [
      'a zone by Windows’ name, without a VTIMEZONE',
      [
        'DTSTART;TZID=FLE Standard Time:20260701T130000'.replace('2026', '2027'),
        'DTEND;TZID=FLE Standard Time:20270701T140000',
      ],
      ['2027-07-01T10:00:00.000Z – 2027-07-01T11:00:00.000Z'],
    ],
    [
      'a zone as Outlook’s list shows it',
      ['DTSTART;TZID="(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius":20261215T130000'],
      ['2026-12-15T11:00:00.000Z – null'],
    ],
    [
      'a zone with a path before its name',
      ['DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Helsinki:20261215T130000'],
      ['2026-12-15T11:00:00.000Z – null'],
    ],
    [
      'a zone that the file defines, in summer',
      ['DTSTART;TZID=Customized Time Zone:20270615T130000', 'DTEND;TZID=Customized Time Zone:20270615T150000'],
      ['2027-06-15T10:00:00.000Z – 2027-06-15T12:00:00.000Z'],
    ],
    [
      'a zone that the file defines, in winter',
      ['DTSTART;TZID=Customized Time Zone:20261215T130000'],
      ['2026-12-15T11:00:00.000Z – null'],
    ],
    [
      'a day: to its last minute',
      ['DTSTART;VALUE=DATE:20261215'],
      ['2026-12-14T22:00:00.000Z – 2026-12-15T21:59:00.000Z'],
    ],
    [
      'three days, of which DTEND names the one after',
      ['DTSTART;VALUE=DATE:20261215', 'DTEND;VALUE=DATE:20261218'],
      ['2026-12-14T22:00:00.000Z – 2026-12-17T21:59:00.000Z'],
    ],
    [
      'a day by its digits alone, as some write it',
      ['DTSTART;VALUE=DATE:20261215', 'DURATION:P1D'],
      ['2026-12-14T22:00:00.000Z – 2026-12-15T21:59:00.000Z'],
    ],
    ['a moment that the clocks leave out moves on', ['DTSTART:20270328T033000'], ['2027-03-28T01:30:00.000Z – null']],
    [
      'an end before the start tells nothing',
      ['DTSTART:20261215T130000Z', 'DTEND:20261215T120000Z'],
      ['2026-12-15T13:00:00.000Z – null'],
    ],
  ];
  test.each(cases)('%s', async (_what, lines, expected) => {
    const { items, refused } = await read(calendar(...HELSINKI, ...event('UID:1', 'SUMMARY:Ilta', ...lines)));
    expect(refused).toEqual([]);
    expect(times(items)).toEqual(expected);
    expect(items[0]?.event?.allDay).toBe(lines[0]?.includes('VALUE=DATE'));
  });

  test('UTC and zones agree with another reader', async () => {
    const text = calendar(
      ...event(
        'UID:a',
        'SUMMARY:A',
        'DTSTART;TZID=Europe/Helsinki:20270315T090000',
        'DTEND;TZID=Europe/Helsinki:20270315T100000',
      ),
      ...event('UID:b', 'SUMMARY:B', 'DTSTART;TZID=W. Europe Standard Time:20270415T090000'),
    );
    const theirs = Object.values(ical.sync.parseICS(text)).flatMap((one) => (one?.type === 'VEVENT' ? [one] : []));
    expect((await read(text)).items.map(({ uid, event }) => [uid, event?.startsAt])).toEqual(
      theirs.map(({ uid, start }) => [uid, new Date(start).toISOString()]),
    );
  });
});

describe('words', () => {
  test('folded lines are joined also in the middle of a letter; escapes and markup become plain text', async () => {
    const title = 'Kestävä rakentaminen – öitä ja päiviä 🏠';
    const raw = bytes(
      calendar(
        ...event(
          'UID:1',
          `SUMMARY:${title}`,
          'DTSTART:20261215T110000Z',
          'DESCRIPTION:<p>Tervetuloa\\, <b>kaikki</b>!</p><script>alert(1)</script><ul><li>kahvi</li><li><a href="https://example.org/o">ohjelma</a></li></ul>',
          'LOCATION:Lapin AMK\\, Jokiväylä 11\\nRovaniemi',
        ),
      ),
    );
    const folded: number[] = [];
    raw.forEach((byte, index) => {
      // Every byte of the title's letters falls on a fold of its own.
      if (index > 90 && index < 170 && byte !== 13 && byte !== 10 && raw[index - 1] !== 10 && raw[index - 1] !== 13)
        folded.push(13, 10, 32);
      folded.push(byte);
    });
    const { items } = await read(Uint8Array.from(folded));
    expect(items[0]).toMatchObject({
      title,
      body: 'Tervetuloa, kaikki!\n\n• kahvi\n\n• ohjelma (https://example.org/o)',
      event: { place: 'Lapin AMK, Jokiväylä 11 Rovaniemi' },
    });
  });

  test('Latin letters of an old program are read, line ends of any kind too', async () => {
    const text = calendar(...event('UID:1', 'SUMMARY:Hirsipäivä', 'DTSTART:20261215T110000Z')).replaceAll('\r\n', '\n');
    expect((await read(Uint8Array.from(Buffer.from(text, 'latin1')))).items[0]?.title).toBe('Hirsipäivä');
    expect((await read(bytes(`\uFEFF${text}`))).items[0]?.title).toBe('Hirsipäivä');
  });

  test('facts are found where programs put them', async () => {
    const { items } = await read(
      calendar(
        ...event(
          'UID:1',
          'SUMMARY;LANGUAGE=sv-FI:Träbyggande',
          'DTSTART:20261215T110000Z',
          'LOCATION:https://meet.example.org/x',
          'URL:https://example.org/e',
          'ORGANIZER;CN=Digipolis:mailto:info@example.org',
          'CATEGORIES:puu,hirsi',
          'STATUS:CANCELLED',
        ),
        ...event(
          'UID:2',
          'DESCRIPTION:Vain kuvaus',
          'DTSTART:20261216T110000Z',
          'URL:javascript:alert(1)',
          'ORGANIZER;CN=a@example.org:mailto:a@example.org',
        ),
      ),
    );
    expect(items[0]).toMatchObject({
      title: 'Träbyggande',
      body: 'Träbyggande',
      language: 'sv',
      link: 'https://example.org/e',
      categories: ['puu', 'hirsi'],
      cancelled: true,
      event: { place: null, streamUrl: 'https://meet.example.org/x', organiser: 'Digipolis' },
    });
    expect(items[1]).toMatchObject({ title: 'Vain kuvaus', link: null, event: { organiser: null } });
  });

  test('without a UID it has the same name at every reading', async () => {
    const lines = ['SUMMARY:Ilta', 'DTSTART:20261215T110000Z'];
    const [first] = (await read(calendar(...event(...lines)))).items;
    const [second] = (await read(calendar(...event(...lines, 'LOCATION:Kemi')))).items;
    expect([second?.sourceId, second?.uid]).toEqual([first?.sourceId, null]);
    const [other] = (await read(calendar(...event('SUMMARY:Aamu', 'DTSTART:20261215T110000Z')))).items;
    expect(other?.sourceId).not.toBe(first?.sourceId);
  });

  test('of one UID told twice, the newer counts', async () => {
    const told = (sequence: number, title: string) =>
      event('UID:1', `SEQUENCE:${sequence}`, `SUMMARY:${title}`, 'DTSTART:20261215T110000Z');
    expect((await read(calendar(...told(2, 'Uusi'), ...told(1, 'Vanha')))).items.map(({ title }) => title)).toEqual([
      'Uusi',
    ]);
  });
});
