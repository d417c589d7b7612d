import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CannotOpen, createSealer, deriveKey, sealerOf } from '#src/secrets/seal';

const OLD = 'the secret of last year';
const NEW = 'the secret of this year';
const PLACE = 'channel:1:accessToken';

function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CannotOpen) return error.reason;
    throw error;
  }
  return 'opened';
}

describe('a sealed text', () => {
  const sealer = sealerOf(NEW);

  test('opens to what it was, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        const sealed = sealer.seal(text, place);
        expect(sealer.open(sealed, place)).toBe(text);
        expect(sealer.seal(text, place)).not.toBe(sealed);
      }),
    );
  });

  test('does not show what it holds', () => {
    expect(sealer.seal('EAAB-token', PLACE)).not.toContain('EAAB');
  });

  test('cannot be moved to another place', () => {
    const sealed = sealer.seal('token', PLACE);
    expect(reasonOf(() => sealer.open(sealed, 'channel:2:accessToken'))).toBe('not-genuine');
    expect(reasonOf(() => sealer.open(sealed))).toBe('not-genuine');
  });

  test('cannot be changed anywhere', () => {
    const sealed = sealer.seal('token', PLACE);
    for (let index = 0; index < sealed.length; index += 1) {
      // The lowest bits of the last letter of a part may stand for nothing; the next but one letter differs in higher bits.
      const other = sealed[index] === 'A' ? 'Q' : 'A';
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
      expect(['not-genuine', 'unknown-key'], `changed at ${index}`).toContain(
        reasonOf(() => sealer.open(changed, PLACE)),
      );
    }
  });

  test.each(['', 'token', 'v1.', 'v1.k.n.b', 'v2.a.b.c', `${sealer.seal('x')}.more`, sealer.seal('x').slice(0, -30)])(
    'is not %j',
    (text) => {
      expect(reasonOf(() => sealer.open(text))).toBe('not-genuine');
      if (!text.startsWith('v1.') || text.endsWith('more'))
        expect(reasonOf(() => sealer.keyIdOf(text))).toBe('not-genuine');
    },
  );

  test('opens after a change of the secret as long as the earlier one is given, and is then outdated', () => {
    const sealed = sealerOf(OLD).seal('token', PLACE);
    expect(reasonOf(() => sealer.open(sealed, PLACE))).toBe('unknown-key');
    const rotated = sealerOf(NEW, [OLD]);
    expect(rotated.open(sealed, PLACE)).toBe('token');
    expect(rotated.isOutdated(sealed)).toBe(true);
    const anew = rotated.seal('token', PLACE);
    expect(rotated.isOutdated(anew)).toBe(false);
    expect(rotated.keyIdOf(anew)).toBe(sealer.keyIdOf(sealer.seal('x')));
    expect(sealer.open(anew, PLACE)).toBe('token');
  });

  test('names its key, and errors never name the text', () => {
    const named = createSealer({ current: { id: 'k1', key: deriveKey(NEW, 'test') } });
    expect(named.keyIdOf(named.seal('token'))).toBe('k1');
    expect(() => named.open(`${named.seal('token')}A`, 'x')).toThrow(/changed, or moved/);
    expect(() => createSealer({ current: { id: 'k1', key: new Uint8Array(16) } })).toThrow('32 bytes');
  });

  test('keys of different purposes and secrets differ', () => {
    const keys = [deriveKey(NEW, 'a'), deriveKey(NEW, 'b'), deriveKey(OLD, 'a')].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(3);
  });
});
