import { expect, test } from 'vitest';
import { type ChangeKind, readersSee } from '#posts/readers-see';

const content = (texts: string, event = 'Monday', sequence = 0) => ({
  texts,
  event,
  link: null,
  eventStatus: 'scheduled',
  sequence,
});
const [a, b, c] = [content('a'), content('b', 'Tuesday', 1), content('c', 'Wednesday', 2)];

type Content = ReturnType<typeof content>;
const TABLE: [string, Content | null, Content, Content, ChangeKind, Content | null][] = [
  ['approved by itself: readers see it', null, a, b, 'approved', null],
  ['waits: readers see what was before', null, a, b, 'waits', a],
  ['another change while one waits: still the approved one', a, b, c, 'waits', a],
  ['somebody who may approve changes what waits: the rest of it still waits', a, b, c, 'approved', a],
  ['taken back, though calendars know it by a higher number', a, b, { ...a, sequence: 2 }, 'waits', null],
  ['the event moves while nothing waits', null, a, b, 'eventMoved', null],
  ['the event moves while words wait', a, b, c, 'eventMoved', { ...a, event: 'Wednesday', sequence: 2 }],
];

test.each(TABLE)('%s', (_name, kept, before, after, kind, seen) => {
  expect(readersSee(kept, before, after, kind)).toEqual(seen);
});
