import { describe, expect, test } from 'vitest';
import { failureName, neverConnected, withoutSecrets } from '#src/channels/network';

const failure = (more: object) => Object.assign(new Error('failed'), more);

describe('neverConnected', () => {
  test.each([
    ['no such name', failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['nobody listens', failure({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['an untrusted certificate', failure({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
    ['a time-out while connecting, as the system tells it', failure({ code: 'ETIMEDOUT', syscall: 'connect' })],
    ['a time-out while connecting, as the Facebook client tells it', failure({ code: 'ETIMEDOUT', connect: true })],
    [
      'every address refused',
      failure({ errors: [failure({ code: 'ECONNREFUSED' }), failure({ code: 'ENETUNREACH' })] }),
    ],
    ['the same, wrapped', failure({ code: 'ERR_NETWORK', cause: failure({ code: 'ECONNREFUSED' }) })],
    ['a proxy that makes no tunnel', new Error('tunneling socket could not be established, cause=socket hang up')],
  ])('is sure of %s', (_name, error) => {
    expect(neverConnected(error)).toBe(true);
  });

  test.each([
    ['a reset', failure({ code: 'ECONNRESET', syscall: 'read' })],
    ['silence after connecting', failure({ code: 'ESOCKETTIMEDOUT', connect: false })],
    ['a time-out that does not say where', failure({ code: 'ETIMEDOUT', connect: false })],
    ['our own time-out', failure({ code: 'ECONNABORTED' })],
    [
      'one of two addresses reached',
      failure({ errors: [failure({ code: 'ECONNREFUSED' }), failure({ code: 'ECONNRESET' })] }),
    ],
    [
      'an error that holds itself',
      (() => {
        const loop = failure({});
        return Object.assign(loop, { cause: loop });
      })(),
    ],
    ['no error at all', undefined],
  ])('is not sure after %s', (_name, error) => {
    expect(neverConnected(error)).toBe(false);
  });
});

describe('what is told of a failure', () => {
  test('is its name only', () => {
    expect(failureName(failure({ code: 'ECONNRESET', config: { headers: { Authorization: 'Bearer x' } } }))).toBe(
      'ECONNRESET',
    );
    expect(failureName(failure({ code: 'https://x?access_token=secret' }))).toBe('no answer');
    expect(failureName(failure({ code: 'ESOCKETTIMEDOUT' }))).toBe('no answer in time');
  });

  test('loses its secrets in both spellings', () => {
    expect(withoutSecrets('bad EAA|x and EAA%7Cx', ['EAA|x', null, undefined, ''])).toBe('bad … and …');
  });
});
