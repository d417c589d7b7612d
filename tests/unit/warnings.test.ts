import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Said, warningsFor } from '#posts/warnings';

const NOON = new Date('2026-12-01T10:00:00Z');
const LONG =
  'Tervetuloa puurakentamisen iltaan Arktikumiin kuulemaan, mitä Lapin puukerrostaloista on opittu kymmenessä vuodessa. Kahvit tarjotaan.';

function said(over: Partial<Said> & { minutes?: number; days?: number } = {}): Said {
  const { minutes = 0, days = 0, ...rest } = over;
  const at = new Date(NOON.getTime() + minutes * 60_000 + days * 86_400_000);
  return { announcement: 'old', channel: 'facebook', text: LONG, at, ...rest };
}
const fresh = (over: Partial<Said> = {}) => said({ announcement: 'new', ...over });
const codes = (post: Said, known: readonly Said[]) => warningsFor([post], known).map(({ code }) => code);

describe('saying the same thing twice to one channel', () => {
  test.each<[string, Partial<Said> & { days?: number; minutes?: number }, string[]]>([
    ['the very same words a week before', { days: -7 }, ['said-twice']],
    ['the same words a week after, already scheduled', { days: 7 }, ['said-twice']],
    [
      'in other capitals, spaces and marks',
      { days: -7, text: LONG.toUpperCase().replaceAll(' ', '  ') },
      ['said-twice'],
    ],
    ['with another short link', { days: -7, text: `${LONG} https://kaiku.example/r/abc` }, ['said-twice']],
    ['with another place', { days: -7, text: LONG.replace('Kahvit', 'Lounaat') }, ['said-twice']],
    ['exactly thirty days before', { days: -30 }, ['said-twice']],
    ['more than thirty days before', { days: -30, minutes: -1 }, []],
    ['to another channel', { days: -7, channel: 'linkedin' }, []],
    ['by another step of the same announcement', { days: -7, announcement: 'new' }, []],
    [
      'about something else',
      { days: -7, text: 'Terve sisäilma: mittaa ennen kuin remontoit, ja kerro tulokset kaikille asukkaille.' },
      [],
    ],
    ['half of it only', { days: -7, text: LONG.slice(0, 60) }, []],
  ])('%s', (_case, over, expected) => {
    expect(codes(fresh(), [said(over)])).toEqual(expected);
  });

  test('short texts must be the very same: greetings are alike by chance', () => {
    const short = fresh({ text: 'Tervetuloa mukaan iltaan 1.12.!' });
    expect(codes(short, [said({ days: -2, text: 'Tervetuloa mukaan iltaan 8.12.!' })])).toEqual([]);
    expect(codes(short, [said({ days: -2, text: 'tervetuloa mukaan iltaan 1.12.' })])).toEqual(['said-twice']);
  });

  test('an empty text repeats nothing', () => {
    expect(codes(fresh({ text: '' }), [said({ days: -2, text: '' })])).toEqual([]);
  });
});

describe('two things within the hour', () => {
  const other = { text: 'Jotain aivan muuta.' };
  test.each([
    ['59 minutes before', -59, ['within-the-hour']],
    ['at the same time', 0, ['within-the-hour']],
    ['59 minutes after', 59, ['within-the-hour']],
    ['an hour before', -60, []],
    ['an hour after', 60, []],
  ])('%s', (_case, minutes, expected) => {
    expect(codes(fresh(), [said({ ...other, minutes })])).toEqual(expected);
  });

  test('the same words in the same hour are told once, as said twice', () => {
    expect(codes(fresh(), [said({ minutes: 20 })])).toEqual(['said-twice']);
  });

  test('the nearest one is named', () => {
    const far = said({ ...other, minutes: 50, announcement: 'far' });
    const near = said({ ...other, minutes: -10, announcement: 'near' });
    expect(warningsFor([fresh()], [far, near])[0]?.other.announcement).toBe('near');
  });
});

test('what comes later in a list is warned about what comes before it', () => {
  const rows = [fresh({ announcement: 'row 2' }), fresh({ announcement: 'row 3' })];
  expect(warningsFor(rows, []).map(({ post, other }) => [post.announcement, other.announcement])).toEqual([
    ['row 3', 'row 2'],
  ]);
});

test('law: a post has at most one warning of each kind, and none about its own announcement or another channel', () => {
  const post = fc.record({
    announcement: fc.constantFrom('a', 'b', 'c'),
    channel: fc.constantFrom('x', 'y'),
    text: fc.constantFrom(LONG, 'Lyhyt.', `${LONG} Lisää.`),
    at: fc.integer({ min: 0, max: 200_000 }).map((minutes) => new Date(NOON.getTime() + minutes * 60_000)),
  });
  fc.assert(
    fc.property(fc.array(post, { maxLength: 12 }), fc.array(post, { maxLength: 12 }), (list, known) => {
      const found = warningsFor(list, known);
      for (const warning of found) {
        expect(warning.other.channel).toBe(warning.post.channel);
        expect(warning.other.announcement).not.toBe(warning.post.announcement);
        const alike = found.filter(({ code, post: about }) => code === warning.code && about === warning.post);
        expect(alike).toHaveLength(1);
      }
    }),
  );
});
