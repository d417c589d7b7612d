import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImportItem } from '#posts/schema/import';
import { readCalendar } from '#src/imports/calendar/read';
import { readSource } from '#src/imports/read-source';
import { bytes, calendar, context, event, HELSINKI, now, read } from '../support/calendar-text.ts';

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
