import { describe, expect, test } from 'vitest';
import { calendar, event, read, times } from '../support/calendar-text.ts';

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
