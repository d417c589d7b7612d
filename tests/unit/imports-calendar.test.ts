import fc from 'fast-check';
import ical from 'node-ical';
import { describe, expect, test } from 'vitest';
import { ImportItem } from '#posts/schema/import';
import { readCalendar } from '#src/imports/calendar/read';
import { readSource } from '#src/imports/read-source';

const now = new Date('2026-11-25T08:00:00Z');
const context = { now, zone: 'Europe/Helsinki' };

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Lapin liitto//Tapahtumat//FI', ...lines, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const bytes = (text: string) => new TextEncoder().encode(text);

async function read(text: string | Uint8Array, at = now) {
  const answer = await readCalendar(typeof text === 'string' ? bytes(text) : text, 'text/calendar', {
    ...context,
    now: at,
  });
  if (!answer.ok) throw new Error(answer.detail);
  return answer;
}
/** What begins when: `uid start – end`, in UTC. */
const times = (items: readonly ImportItem[]) =>
  items.map(({ event, cancelled }) => `${event?.startsAt} – ${event?.endsAt}${cancelled ? ' cancelled' : ''}`);

const HELSINKI = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

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

describe('series', () => {
  const weekly = [
    'UID:viikko',
    'SUMMARY:Aamukahvit',
    'DTSTART;TZID=Europe/Helsinki:20261019T083000',
    'DTEND;TZID=Europe/Helsinki:20261019T093000',
  ];

  test('a rule keeps the hour over the change of clocks, and only what is near is taken', async () => {
    const { items } = await read(calendar(...event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=9')));
    expect(times(items).slice(0, 2)).toEqual([
      '2026-11-30T06:30:00.000Z – 2026-11-30T07:30:00.000Z',
      '2026-12-07T06:30:00.000Z – 2026-12-07T07:30:00.000Z',
    ]);
    expect(items.map(({ sourceId }) => sourceId)).toEqual([
      'viikko#20261130T063000Z',
      'viikko#20261207T063000Z',
      'viikko#20261214T063000Z',
    ]);
    expect((await read(calendar(...event(...weekly, 'RRULE:FREQ=WEEKLY')))).items).toHaveLength(57);
    const spring = await read(calendar(...event(...weekly, 'RRULE:FREQ=WEEKLY')), new Date('2027-03-25T00:00:00Z'));
    expect(times(spring.items)[0]).toBe('2027-03-29T05:30:00.000Z – 2027-03-29T06:30:00.000Z');
  });

  test('instances are taken out, moved, cancelled and told otherwise', async () => {
    const text = calendar(
      ...event(
        ...weekly,
        'RRULE:FREQ=WEEKLY;UNTIL=20261222T000000Z',
        'EXDATE;TZID=Europe/Helsinki:20261207T083000',
        'RDATE;TZID=Europe/Helsinki:20261203T120000',
      ),
      ...event(
        'UID:viikko',
        'RECURRENCE-ID;TZID=Europe/Helsinki:20261130T083000',
        'SUMMARY:Aamukahvit Kemissä',
        'DTSTART;TZID=Europe/Helsinki:20261201T100000',
        'DTEND;TZID=Europe/Helsinki:20261201T110000',
        'LOCATION:Kemi',
      ),
      ...event(
        'UID:viikko',
        'RECURRENCE-ID:20261214T063000Z',
        'SUMMARY:Aamukahvit',
        'DTSTART;TZID=Europe/Helsinki:20261214T083000',
        'STATUS:CANCELLED',
      ),
    );
    const { items } = await read(text);
    expect(times(items)).toEqual([
      '2026-12-01T08:00:00.000Z – 2026-12-01T09:00:00.000Z',
      '2026-12-03T10:00:00.000Z – 2026-12-03T11:00:00.000Z',
      '2026-12-14T06:30:00.000Z – null cancelled',
      '2026-12-21T06:30:00.000Z – 2026-12-21T07:30:00.000Z',
    ]);
    expect(items[0]).toMatchObject({
      sourceId: 'viikko#20261130T063000Z',
      title: 'Aamukahvit Kemissä',
      event: { place: 'Kemi' },
    });
  });

  test('a change of one and all later instances moves them all', async () => {
    const text = calendar(
      ...event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=9'),
      ...event(
        'UID:viikko',
        'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Helsinki:20261207T083000',
        'SUMMARY:Iltakahvit',
        'DTSTART;TZID=Europe/Helsinki:20261207T173000',
        'DURATION:PT1H',
      ),
    );
    expect((await read(text)).items.map(({ title, event }) => `${title} ${event?.startsAt}`)).toEqual([
      'Aamukahvit 2026-11-30T06:30:00.000Z',
      'Iltakahvit 2026-12-07T15:30:00.000Z',
      'Iltakahvit 2026-12-14T15:30:00.000Z',
    ]);
  });

  test('days repeat as days, and one is taken out by its day', async () => {
    const days = event(
      'UID:p',
      'SUMMARY:Messut',
      'DTSTART;VALUE=DATE:20261130',
      'RRULE:FREQ=DAILY;COUNT=3',
      'EXDATE;VALUE=DATE:20261201',
    );
    const { items } = await read(calendar(...days));
    expect(items.map(({ sourceId }) => sourceId)).toEqual(['p#20261130', 'p#20261202']);
    const hours = event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=9', 'EXDATE;VALUE=DATE:20261207');
    expect((await read(calendar(...hours))).items).toHaveLength(2);
  });

  test('an instance whose series is not told stands alone', async () => {
    const alone = event('UID:x', 'RECURRENCE-ID:20261214T063000Z', 'SUMMARY:Kutsu', 'DTSTART:20261214T073000Z');
    expect(times((await read(calendar(...alone))).items)).toEqual(['2026-12-14T07:30:00.000Z – null']);
  });

  test.each([
    ['a day that never comes', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    ['a second of a year', 'FREQ=SECONDLY;BYMONTH=12;BYMONTHDAY=31;BYHOUR=23'],
    ['every second', 'FREQ=SECONDLY'],
    ['an impossible month', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31'],
    ['an impossible week day', 'FREQ=MONTHLY;BYDAY=9MO'],
    ['nonsense', 'FREQ=SOMETIMES'],
  ])('a rule of %s is refused or takes nothing, and ends', async (_what, rule) => {
    const text = calendar(
      ...event('UID:1', 'SUMMARY:Ikuinen', 'DTSTART:19900101T000000Z', `RRULE:${rule}`),
      ...event('UID:2', 'SUMMARY:Terve', 'DTSTART:20261215T110000Z'),
    );
    const { items, refused } = await read(text);
    expect(items.map(({ title }) => title)).toEqual(['Terve']);
    expect(refused.filter(({ title }) => title !== 'Ikuinen')).toEqual([]);
  });

  test('a thousand such rules end too', async () => {
    const rules = Array.from({ length: 1000 }, (_one, no) =>
      event(`UID:${no}`, 'SUMMARY:Ikuinen', 'DTSTART:19900101T000000Z', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'),
    );
    const { items, refused } = await read(
      calendar(...rules.flat(), ...event('UID:x', 'SUMMARY:Terve', 'DTSTART:20261215T110000Z')),
    );
    expect([items.length, refused.length]).toEqual([1, 100]);
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

describe('what is broken', () => {
  test('one broken event is refused with its reason; the others are taken', async () => {
    const { items, refused } = await read(
      calendar(
        ...event('UID:1', 'SUMMARY:Ei alkua'),
        ...event('UID:2', 'SUMMARY:Outo vyöhyke', 'DTSTART;TZID=Lapin aika:20261215T110000'),
        ...event('UID:3', 'SUMMARY:Ei päivää', 'DTSTART:20261345T990000Z'),
        ...event('UID:4', 'SUMMARY:Sotkua', 'DTSTART:huomenna'),
        ...event('UID:5', 'DTSTART:20261215T110000Z'),
        ...event('UID:6', 'SUMMARY:Terve', 'DTSTART:20261215T110000Z'),
      ),
    );
    expect(items.map(({ title }) => title)).toEqual(['Terve']);
    expect(refused.map(({ title, code }) => `${title}: ${code}`)).toEqual([
      'Ei alkua: no-start',
      'Outo vyöhyke: unknown-zone',
      'Ei päivää: no-such-time',
      'Sotkua: broken',
      '5: no-title',
    ]);
  });

  test('a file that ends in the middle says so, and nothing follows from what is missing', async () => {
    const text = calendar(
      ...event('UID:1', 'SUMMARY:Ilta', 'DTSTART:20261215T110000Z'),
      ...event('UID:2', 'SUMMARY:Yö'),
    );
    const answer = await read(text.slice(0, text.indexOf('SUMMARY:Yö')));
    expect([answer.items.length, answer.covers, answer.notes[0]?.code]).toEqual([1, null, 'cut-off']);
    expect(await readCalendar(bytes(text.slice(0, 120)), null, context)).toMatchObject({
      ok: false,
      code: 'source-cut-off',
    });
  });

  test('an empty calendar is one', async () => {
    expect(await read(calendar())).toMatchObject({ items: [], refused: [] });
  });

  test.each([
    ['a web page', '<!DOCTYPE html><html><body>Kirjaudu</body></html>', 'source-html-instead'],
    ['a feed', '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', 'source-other-kind'],
    ['nothing', '', 'source-empty'],
    ['anything', 'PK\u0003\u0004zip', 'source-unknown-format'],
    ['50 MB', 'BEGIN:VCALENDAR\r\n'.padEnd(50 * 1024 * 1024, 'X'), 'source-too-large'],
  ])('%s in its place is refused with what to do', async (_what, text, code) => {
    const { read } = await readSource({ bytes: bytes(text), type: null, address: null }, 'calendar', context);
    expect(read).toMatchObject({ ok: false, code });
    expect(read.ok ? '' : read.detail.length).toBeGreaterThan(20);
  });
});

test('no line that is changed or lost makes the reader throw', async () => {
  const lines = calendar(
    ...HELSINKI,
    ...event(
      'UID:1',
      'SUMMARY:Ilta',
      'DTSTART;TZID=Customized Time Zone:20261215T110000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5',
      'EXDATE:20261222T090000Z',
      'RDATE;VALUE=PERIOD:20261217T090000Z/PT1H',
    ),
    ...event(
      'UID:1',
      'RECURRENCE-ID:20261229T090000Z',
      'SUMMARY:Muu',
      'DTSTART:20261230T090000Z',
      'ORGANIZER;CN="A":mailto:a@b.fi',
      'CATEGORIES:a,b',
    ),
  ).split('\r\n');
  const where = fc.nat(lines.length - 1);
  const edits = fc.array(fc.record({ where, at: fc.nat(40), text: fc.string({ maxLength: 8 }), drop: fc.boolean() }), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      const changed = [...lines];
      for (const { where, at, text, drop } of changes) {
        const line = changed[where] ?? '';
        changed[where] = drop ? line.slice(0, at) : line.slice(0, at) + text + line.slice(at + text.length);
      }
      const { read: answer } = await readSource(
        { bytes: bytes(changed.join('\r\n')), type: null, address: null },
        'calendar',
        context,
      );
      for (const item of answer.ok ? answer.items : []) expect(ImportItem.safeParse(item).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('of 10,000 events the next 500 are taken, the limit is told, others get their turn, and memory stays', async () => {
  const many = Array.from({ length: 10_000 }, (_one, no) => {
    const at = new Date(now.getTime() + (no + 1) * 3_600_000 * 0.9).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return event(
      `UID:${no}@example.org`,
      `SUMMARY:Tapahtuma ${no}`,
      `DTSTART:${at}`,
      `DESCRIPTION:${'Pitkä kuvaus. '.repeat(10)}`,
    );
  });
  const text = bytes(calendar(...many.flat()));
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const before = process.memoryUsage().heapUsed;
  const { items, notes, covers } = await read(text);
  const grown = process.memoryUsage().heapUsed - before;
  clearInterval(timer);
  expect(items).toHaveLength(500);
  expect(items[0]?.title).toBe('Tapahtuma 0');
  expect(notes[0]).toMatchObject({ code: 'too-many', detail: expect.stringContaining('10000 coming events') });
  expect(covers?.to.toISOString()).toBe(items.at(-1)?.event?.startsAt);
  expect(turns).toBeGreaterThan(20);
  expect(grown).toBeLessThan(200 * 1024 * 1024);
});
