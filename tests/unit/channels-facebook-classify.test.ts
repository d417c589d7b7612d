import { describe, expect, test } from 'vitest';
import { classify } from '#src/channels/facebook/classify';
import { usageOf } from '#src/channels/facebook/usage';

const now = new Date('2026-12-01T08:00:00Z');
const nothingTold = { percent: null, regainMinutes: null };

function refused(
  code: number,
  subcode: number | null = null,
  message = 'said so',
  regainMinutes: number | null = null,
) {
  return classify({ kind: 'refused', error: { code, subcode, message }, usage: { percent: null, regainMinutes } }, now);
}

describe('a refusal of Facebook', () => {
  test.each([
    [1, 99, 'An unknown error occurred', 'uncertain'],
    [2, null, 'An unexpected error has occurred', 'uncertain'],
    [3, null, 'no capability', 'permission'],
    [4, null, 'Application request limit reached', 'throttled'],
    [10, null, 'permission', 'permission'],
    [17, null, 'user limit', 'throttled'],
    [32, null, 'page limit', 'throttled'],
    [100, null, 'Invalid parameter', 'rejected'],
    [100, 33, 'does not exist', 'rejected'],
    [100, null, 'API calls from the server require an appsecret_proof argument', 'misconfigured'],
    [101, null, 'Error validating application', 'misconfigured'],
    [102, null, 'session', 'authExpired'],
    [190, 463, 'Session has expired', 'authExpired'],
    [190, 492, 'no role', 'authExpired'],
    [190, null, 'Invalid OAuth access token', 'authExpired'],
    [199, null, 'not known', 'uncertain'],
    [200, null, 'Requires pages_manage_posts', 'permission'],
    [200, 1404078, 'Page publishing authorisation needed', 'permission'],
    [200, 1404112, 'limited', 'blocked'],
    [299, null, 'permission', 'permission'],
    [300, null, 'not known', 'uncertain'],
    [324, 1366046, 'bad image', 'rejected'],
    [324, null, 'Missing or invalid image file', 'rejected'],
    [341, null, 'app limit', 'throttled'],
    [368, 1390008, 'too fast', 'blocked'],
    [368, null, 'The action attempted has been deemed abusive', 'blocked'],
    [368, null, "You've already posted this. Please try posting something different.", 'uncertain'],
    [506, null, '(#506) Duplicate status message', 'uncertain'],
    [613, 1996, 'odd traffic', 'throttled'],
    [1609005, null, 'link not scraped', 'rejected'],
    [100, 1609008, 'facebook link', 'rejected'],
    [2500, null, 'Unknown path components', 'misconfigured'],
    [80001, null, 'too many calls to this Page account', 'throttled'],
    [987654, null, 'never seen', 'uncertain'],
  ])('code %i/%s "%s" is %s', (code, subcode, message, kind) => {
    expect(refused(code, subcode, message).kind).toBe(kind);
  });

  test('tells when calls are taken again, or half an hour when it does not say', () => {
    expect(refused(80001, null, 'x', 12)).toMatchObject({ until: new Date('2026-12-01T08:12:00Z') });
    expect(refused(4)).toMatchObject({ until: new Date('2026-12-01T08:30:00Z') });
  });

  test('keeps the code for the log and the words for the author', () => {
    expect(refused(100, 1609008, 'This link cannot be used.')).toMatchObject({
      code: 'facebook-100-1609008',
      message: expect.stringContaining('This link cannot be used. Nothing was published'),
    });
  });
});

test('no connection is notSent, no readable answer is uncertain', () => {
  expect(classify({ kind: 'notSent', why: 'the connection failed (ENOTFOUND)' }, now).kind).toBe('notSent');
  expect(classify({ kind: 'unclear', why: 'no answer', usage: nothingTold }, now).kind).toBe('uncertain');
});

describe('usage headers', () => {
  test('take the highest of all', () => {
    const usage = usageOf({
      'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":31}',
      'x-business-use-case-usage':
        '{"111":[{"type":"pages","call_count":97,"total_time":23,"estimated_time_to_regain_access":19}],"2":[{"call_count":1}]}',
    });
    expect(usage).toEqual({ percent: 97, regainMinutes: 19 });
  });

  test.each([
    ['none', {}],
    ['what is no JSON', { 'x-app-usage': '<html>' }],
    ['another shape', { 'x-app-usage': '[]', 'x-business-use-case-usage': '{"1":"x"}' }],
  ])('%s tell nothing', (_name, headers) => {
    expect(usageOf(headers)).toEqual(nothingTold);
  });

  test('no pause is no time', () => {
    const header = '{"1":[{"call_count":3,"estimated_time_to_regain_access":0}]}';
    expect(usageOf({ 'x-business-use-case-usage': header })).toEqual({ percent: 3, regainMinutes: null });
  });
});
