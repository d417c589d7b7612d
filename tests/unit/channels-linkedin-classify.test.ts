import { describe, expect, test } from 'vitest';
import { classify, isGone } from '#src/channels/linkedin/classify';
import type { RestError } from '#src/channels/linkedin/client';
import { cutNote } from '#src/channels/linkedin/publish';

const now = new Date('2026-12-01T23:59:00Z');

function error(status: number, more: Partial<RestError> = {}): RestError {
  return { status, code: null, serviceCode: null, message: 'said so', inputCodes: [], ...more };
}

function refused(status: number, more: Partial<RestError> = {}) {
  return classify({ kind: 'refused', error: error(status, more) }, now);
}

describe('a refusal of LinkedIn', () => {
  test.each<[number, Partial<RestError>, string]>([
    [302, {}, 'uncertain'],
    [400, { code: 'VERSION_MISSING' }, 'misconfigured'],
    [400, { code: 'FIELD_LENGTH_TOO_LONG' }, 'rejected'],
    [400, { code: 'MEDIA_ASSET_WAITING_UPLOAD' }, 'notSent'],
    [400, { inputCodes: ['MEDIA_ASSET_WAITING_UPLOAD'] }, 'notSent'],
    [400, { code: 'EXPIRED_UPLOAD_URL' }, 'notSent'],
    [400, { code: 'MEDIA_ASSET_PROCESSING_FAILED' }, 'rejected'],
    [401, { serviceCode: 65601, code: 'REVOKED_ACCESS_TOKEN' }, 'authExpired'],
    [401, {}, 'authExpired'],
    [401, { code: 'RESTRICTED_MEMBER' }, 'blocked'],
    [401, { serviceCode: 65608 }, 'blocked'],
    [403, { code: 'ACCESS_DENIED', serviceCode: 100 }, 'permission'],
    [404, { code: 'NOT_FOUND' }, 'rejected'],
    [404, { message: 'No root resource defined for path /rest/postz' }, 'misconfigured'],
    [408, {}, 'uncertain'],
    [409, { code: 'CONFLICT' }, 'uncertain'],
    [413, {}, 'rejected'],
    [422, {}, 'rejected'],
    [422, { inputCodes: ['DUPLICATE_POST'] }, 'uncertain'],
    [422, { message: 'Content is a duplicate of urn:li:share:7142' }, 'uncertain'],
    [426, { code: 'NONEXISTENT_VERSION' }, 'misconfigured'],
    [429, {}, 'throttled'],
    [500, { code: 'INTERNAL_SERVER_ERROR' }, 'uncertain'],
    [503, {}, 'uncertain'],
  ])('%i %j is %s', (status, more, kind) => {
    expect(refused(status, more).kind).toBe(kind);
  });

  test.each([
    [
      'the limit of a day ends at 00:00 UTC',
      'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
      '2026-12-02T00:00:00Z',
    ],
    [
      'that of comments after a minute',
      'Comment create throttled: creation rate limit exceeded for member',
      '2026-12-02T00:00:00Z',
    ],
    ['one without a name after a quarter of an hour', 'Too many requests', '2026-12-02T00:14:00Z'],
  ])('%s', (_name, message, until) => {
    expect(refused(429, { message })).toMatchObject({ kind: 'throttled', until: new Date(until) });
  });

  test('names the post that it takes for the same one', () => {
    const message = 'Content is a duplicate of urn:li:share:7142 .';
    expect(refused(422, { message, inputCodes: ['DUPLICATE_POST'] })).toMatchObject({ hint: 'urn:li:share:7142' });
    expect(refused(422, { inputCodes: ['DUPLICATE_POST'] })).not.toHaveProperty('hint');
  });

  test('knows a deleted post from an unknown path', () => {
    expect(isGone({ kind: 'refused', error: error(404) })).toBe(true);
    expect(isGone({ kind: 'refused', error: error(410) })).toBe(true);
    expect(isGone({ kind: 'refused', error: error(404, { message: 'No root resource defined for path' }) })).toBe(
      false,
    );
    expect(isGone({ kind: 'refused', error: error(403) })).toBe(false);
  });
});

describe('the note on a cut text', () => {
  test.each([
    ['the whole text', 'Tule mukaan (Kemi)!', 'Tule mukaan (Kemi)!'],
    ['other spaces', 'Tule  mukaan\n\nKemiin', 'Tule mukaan Kemiin '],
    ['another text altogether', 'Tule mukaan', 'Hei'],
    ['more text', 'Tule', 'Tule mukaan'],
  ])('is none for %s', (_name, meant, stands) => {
    expect(cutNote(meant, stands)).toBeNull();
  });

  test('says what is missing', () => {
    expect(cutNote('Tule mukaan (Kemi) 12.1.', 'Tule mukaan')).toContain('“(Kemi) 12.1.”');
    expect(cutNote(`a${'b'.repeat(200)}`, '')).toContain('…');
  });
});
