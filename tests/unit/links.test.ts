import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkKey, linkKeys, linksIn, mentionsLink, replaceLink } from '#posts/links';

describe('linksIn', () => {
  test.each([
    ['nothing', 'Tervetuloa!', []],
    ['at the end of a sentence', 'Lue https://a.fi/b.', ['https://a.fi/b']],
    ['in brackets', '(https://a.fi/b)', ['https://a.fi/b']],
    ['in brackets with a full stop', '(ks. https://a.fi/b).', ['https://a.fi/b']],
    ['brackets of its own', 'https://fi.example/wiki/Puu_(aine)', ['https://fi.example/wiki/Puu_(aine)']],
    ['two on lines', 'https://a.fi\nhttp://b.fi?x=1&y=2', ['https://a.fi', 'http://b.fi?x=1&y=2']],
    ['quoted', '”https://a.fi/ä”, sanoi', ['https://a.fi/ä']],
    ['no scheme', 'www.a.fi', []],
  ])('%s', (_name, text, expected) => {
    expect(linksIn(text)).toEqual(expected);
  });

  test('reads hostile text in reasonable time', () => {
    expect(linksIn(`https://a.fi${')'.repeat(60_000)}`)).toEqual(['https://a.fi']);
  });
});

describe('replaceLink', () => {
  test.each([
    ['once', 'Lue https://a.fi/b.', 'Lue https://k.fi/r/1.'],
    ['twice', 'https://a.fi/b https://a.fi/b', 'https://k.fi/r/1 https://k.fi/r/1'],
    ['another spelling of the host', 'https://A.fi/b', 'https://k.fi/r/1'],
    ['not a longer address', 'https://a.fi/b/c https://a.fi/bc', 'https://a.fi/b/c https://a.fi/bc'],
    ['not another fragment', 'https://a.fi/b#ohjelma', 'https://a.fi/b#ohjelma'],
  ])('%s', (_name, text, expected) => {
    expect(replaceLink(text, 'https://a.fi/b', 'https://k.fi/r/1')).toBe(expected);
  });

  test('changes nothing in a text without the address', () => {
    fc.assert(fc.property(fc.string(), (text) => replaceLink(text, 'https://a.fi/b', 'https://k.fi') === text));
  });
});

test('mentionsLink finds whole addresses only', () => {
  expect(mentionsLink('Lue: https://a.fi.', 'https://a.fi/')).toBe(true);
  expect(mentionsLink('Lue: https://a.fi/b', 'https://a.fi/')).toBe(false);
});

test.each([
  ['https://A.fi/b/', 'a.fi/b'],
  ['http://a.fi/b#c', 'a.fi/b'],
  ['https://a.fi/b?fbclid=1&x=2&utm_source=fb', 'a.fi/b?x=2'],
  ['https://a.fi:8443', 'a.fi:8443'],
  ['not an address ', 'not an address'],
])('linkKey of %s', (url, key) => {
  expect(linkKey(url)).toBe(key);
});

test('linkKeys looks into redirect pages', () => {
  expect(linkKeys('https://l.example/l?u=https%3A%2F%2Fa.fi%2Fb%3Ffbclid%3D1')).toContain('a.fi/b');
});
