import { describe, expect, test } from 'vitest';
import { templateProblem, withParameters } from '#posts/link-parameters';
import { isReader } from '#src/feed/short-links';

const words = { channel: 'facebook-klusteri', kind: 'facebook', announcement: 'puuilta', language: 'fi' };

describe('parameters of a short link', () => {
  test.each([
    ['https://a.fi/', null, 'https://a.fi/'],
    ['https://a.fi/x?y=1#z', 'utm_source={channel}', 'https://a.fi/x?y=1&utm_source=facebook-klusteri#z'],
    ['https://a.fi/?utm_source=own', 'utm_source={kind}', 'https://a.fi/?utm_source=own'],
    [
      'https://a.fi/',
      'utm_campaign={announcement}-{language}&m=ä ö',
      'https://a.fi/?utm_campaign=puuilta-fi&m=%C3%A4+%C3%B6',
    ],
    ['mailto nothing', 'a=b', 'mailto nothing'],
  ])('%s with %s is %s', (target, template, address) => {
    expect(withParameters(target, template, words)).toBe(address);
  });

  test.each([
    ['utm_source={channel}&utm_medium=social', null],
    ['', 'write it as'],
    ['utm source=1', 'write it as'],
    ['utm_source={person}', '{person} is not known'],
  ])('the template "%s": %s', (template, problem) => {
    if (problem === null) expect(templateProblem(template)).toBeNull();
    else expect(templateProblem(template)).toContain(problem);
  });
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IN_FACEBOOK =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]';

describe('a click', () => {
  test.each([
    ['a browser', 'GET', { 'user-agent': FIREFOX }, true],
    ['a browser inside an app', 'GET', { 'user-agent': IN_FACEBOOK }, true],
    ['only the head', 'HEAD', { 'user-agent': FIREFOX }, false],
    ['a look-ahead', 'GET', { 'user-agent': FIREFOX, 'sec-purpose': 'prefetch;prerender' }, false],
    ['an old look-ahead', 'GET', { 'user-agent': FIREFOX, 'x-moz': 'prefetch' }, false],
    ['a preview of an app', 'GET', { 'user-agent': FIREFOX, 'x-purpose': 'preview' }, false],
    ['Facebook’s robot', 'GET', { 'user-agent': 'facebookexternalhit/1.1' }, false],
    ['LinkedIn’s robot', 'GET', { 'user-agent': 'LinkedInBot/1.0 (compatible; Mozilla/5.0)' }, false],
    ['WhatsApp’s preview', 'GET', { 'user-agent': 'WhatsApp/2.23.20.0' }, false],
    ['a program', 'GET', { 'user-agent': 'curl/8.5.0' }, false],
    ['what says nothing', 'GET', {}, false],
  ])('%s: %s', (_what, method, headers, is) => {
    expect(isReader({ method, headers })).toBe(is);
  });
});
