import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPosts, normaliseText, type SeenPost, type Sought, WINDOW_BEFORE_MS } from '#posts/look';

const armedAt = new Date('2026-12-01T07:00:00Z');
const minutes = (n: number) => new Date(armedAt.getTime() + n * 60_000);
const TEXT = 'Puurakentamisen ilta Rovaniemellä\nTervetuloa kuulemaan, mitä Lapissa rakennetaan puusta (maksuton).';
const TRACKED = 'https://kaiku.example/r/Ab3xYz';
const TARGET = 'https://www.example.fi/puuilta';

function sought(changes: Partial<Sought> = {}): Sought {
  return { text: TEXT, link: { url: TRACKED, target: TARGET }, armedAt, owned: new Set(), hint: null, ...changes };
}
function post(changes: Partial<SeenPost> = {}): SeenPost {
  return { remoteId: 'p1', permalink: 'https://page.example/p1', text: TEXT, at: minutes(0), links: [], ...changes };
}
const untracked = { url: TARGET, target: TARGET };
const cut = (share: number) => TEXT.slice(0, Math.ceil(TEXT.length * share));

describe('matchPosts', () => {
  test.each<[string, Partial<Sought>, Partial<SeenPost>[], Date | 'complete' | null, string]>([
    ['the tracked link on the card', {}, [{ text: 'aivan muuta', links: [TRACKED] }], 'complete', 'found p1'],
    ['the tracked link in the text', {}, [{ text: `muuta ${TRACKED}.` }], 'complete', 'found p1'],
    [
      'the tracked link inside a redirect of the network',
      {},
      [{ text: 'muuta', links: [`https://l.network.example/l?u=${encodeURIComponent(`${TRACKED}?fbclid=x`)}&h=1`] }],
      'complete',
      'found p1',
    ],
    ['the same text', {}, [{}], 'complete', 'found p1'],
    ['the same text beside the target of the link', {}, [{ links: [TARGET] }], 'complete', 'found p1'],
    ['the same text with other spaces', {}, [{ text: ` ${TEXT.replace(/\s+/g, '  ')}\n` }], 'complete', 'found p1'],
    ['the same text without a link of ours', { link: null }, [{}], 'complete', 'found p1'],
    ['a found post although the page was not read to the end', {}, [{}], null, 'found p1'],
    ['a text cut at 60 %', {}, [{ text: cut(0.6) }], 'complete', 'found p1'],
    ['a text cut with an ellipsis', {}, [{ text: `${cut(0.8)}…` }], 'complete', 'found p1'],
    ['a text cut below 60 %', {}, [{ text: cut(0.55) }], 'complete', 'absent'],
    ['a text cut below 60 % beside the target', {}, [{ text: cut(0.3), links: [TARGET] }], 'complete', 'found p1'],
    ['a few letters beside the target', {}, [{ text: 'Puu', links: [TARGET] }], 'complete', 'absent'],
    [
      'a short text that is cut',
      { text: 'Tervetuloa puuiltaan!' },
      [{ text: 'Tervetuloa puuilta' }],
      'complete',
      'absent',
    ],
    ['the target alone', {}, [{ text: 'Kollegan oma kirjoitus', links: [TARGET] }], 'complete', 'absent'],
    ['a link that is not tracked', { link: untracked }, [{ text: 'Muuta', links: [TARGET] }], 'complete', 'absent'],
    [
      'another post with our words and another code',
      {},
      [{ links: ['https://kaiku.example/r/Zz9'] }],
      'complete',
      'absent',
    ],
    ['our words and an address elsewhere', {}, [{ links: ['https://kaiku.example/a/ilta'] }], 'complete', 'found p1'],
    ['a post that another owns', { owned: new Set(['p1']) }, [{ links: [TRACKED] }], 'complete', 'absent'],
    ['a post from before the window', {}, [{ at: minutes(-5.02), links: [TRACKED] }], 'complete', 'absent'],
    ['a post at the edge of the window', {}, [{ at: minutes(-5) }], 'complete', 'found p1'],
    ['a post much later', {}, [{ at: minutes(600) }], 'complete', 'found p1'],
    ['two with the same text', {}, [{}, { remoteId: 'p2' }], 'complete', 'several p1 p2'],
    [
      'two with our tracked link',
      {},
      [{ links: [TRACKED] }, { remoteId: 'p2', text: '', links: [TRACKED] }],
      'complete',
      'several p1 p2',
    ],
    ['the link before the text', {}, [{}, { remoteId: 'p2', text: '', links: [TRACKED] }], 'complete', 'found p2'],
    ['the whole text before a cut one', {}, [{ text: cut(0.9) }, { remoteId: 'p2' }], 'complete', 'found p2'],
    ['the same post read twice', {}, [{}, {}], 'complete', 'found p1'],
    ['one owned, one free', { owned: new Set(['p1']) }, [{}, { remoteId: 'p2' }], 'complete', 'found p2'],
    ['a post that the platform named', { hint: 'p2' }, [{}, { remoteId: 'p2' }], 'complete', 'found p2'],
    ['a named post in other words', { hint: 'p1' }, [{ text: 'muuta' }], 'complete', 'several p1'],
    ['a named post from before the window', { hint: 'p1' }, [{ at: minutes(-60) }], 'complete', 'several p1'],
    ['a named post that another owns', { hint: 'p1', owned: new Set(['p1']) }, [{}], 'complete', 'absent'],
    ['no text of ours and none there', { text: ' ', link: null }, [{ text: '' }], 'complete', 'absent'],
    ['an empty page', {}, [], 'complete', 'absent'],
    ['nothing, read back just past the window', {}, [], minutes(-5), 'absent'],
    ['nothing, read back not quite far enough', {}, [], minutes(-4.99), 'cannotTell'],
    ['nothing read', {}, [], null, 'cannotTell'],
  ])('%s', (_name, changes, posts, readBackTo, expected) => {
    const sighting = matchPosts(sought(changes), posts.map(post), readBackTo);
    expect(told(sighting)).toBe(expected);
  });

  test('absence is never proved', () => {
    expect(matchPosts(sought(), [], 'complete')).toEqual({ kind: 'absent', proof: false });
  });

  test('answers what was seen, without the links', () => {
    const { links: _links, ...seen } = post();
    expect(matchPosts(sought(), [post()], 'complete')).toEqual({ kind: 'found', seen });
  });

  test('never adopts what is owned or too old, whatever is on the page', () => {
    const pages = fc.array(
      fc.record({
        remoteId: fc.constantFrom('p1', 'p2', 'p3'),
        permalink: fc.constant(null),
        text: fc.constantFrom(TEXT, cut(0.7), 'muuta', ''),
        at: fc.integer({ min: -10, max: 10 }).map(minutes),
        links: fc.subarray([TRACKED, TARGET]),
      }),
    );
    fc.assert(
      fc.property(pages, fc.subarray(['p1', 'p2', 'p3']), fc.constantFrom(null, 'p1'), (page, owned, hint) => {
        const sighting = matchPosts(sought({ owned: new Set(owned), hint }), page, 'complete');
        if (sighting.kind === 'found') {
          expect(owned).not.toContain(sighting.seen.remoteId);
          expect(sighting.seen.at.getTime()).toBeGreaterThanOrEqual(armedAt.getTime() - WINDOW_BEFORE_MS);
        }
        if (sighting.kind === 'several')
          for (const { remoteId } of sighting.seen) expect(owned).not.toContain(remoteId);
      }),
    );
  });
});

function told(sighting: ReturnType<typeof matchPosts>): string {
  if (sighting.kind === 'found') return `found ${sighting.seen.remoteId}`;
  if (sighting.kind === 'several') return `several ${sighting.seen.map(({ remoteId }) => remoteId).join(' ')}`;
  return sighting.kind;
}

describe('normaliseText', () => {
  test.each([
    ['empty', '', ''],
    ['only spaces', ' \n\u00A0 ', ''],
    ['composed and decomposed letters', 'a\u0308iti', 'äiti'],
    ['spaces of every kind', 'a\u00A0\u2003b\r\n\n c', 'a b c'],
    ['invisible characters', '\uFEFFra\u00ADken\u200Bnus\u2060\u202E', 'rakennus'],
    ['an emoji with a variation selector', '❤\uFE0F', '❤'],
    ['half a character', 'a\uD83D', 'a\uFFFD'],
    ['control characters', 'a\u0000b\u0007', 'ab'],
  ])('%s', (_name, text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });

  test('doing it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
      { numRuns: 2000 },
    );
  });
});
