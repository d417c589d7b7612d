import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealingKey {
  /** Stands in clear in what is sealed with it. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Something that was sealed cannot be opened: its key is not known, or it was changed, or it belongs elsewhere. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  readonly reason: 'unknown-key' | 'not-genuine';

  constructor(reason: 'unknown-key' | 'not-genuine') {
    super(
      reason === 'unknown-key'
        ? 'Sealed with a key that is not known here; is an earlier KAIKU_SECRET missing from KAIKU_PREVIOUS_SECRETS?'
        : 'A sealed text was changed, or moved from the place that it was sealed for',
    );
    this.reason = reason;
  }
}

export interface Sealer {
  /**
   * Encrypts a text. `place` says where it belongs, such as `channel:<id>:accessToken`: opened for any other place it is
   * not genuine, so nobody can move a token to another row.
   */
  seal(text: string, place?: string): string;
  /** @throws CannotOpen */
  open(sealed: string, place?: string): string;
  /** The id of the key that it was sealed with. @throws CannotOpen when it is nothing that was sealed */
  keyIdOf(sealed: string): string;
  /** Whether it should be sealed anew, because its key is no longer the current one. */
  isOutdated(sealed: string): boolean;
}

/**
 * AES-256-GCM with a random nonce of 96 bits. New texts are sealed with `current`; `previous` keys only open.
 * Looks like `v1.<key id>.<nonce>.<ciphertext and tag>`.
 */
export function createSealer(keys: { current: SealingKey; previous?: readonly SealingKey[] }): Sealer {
  const known = new Map([...(keys.previous ?? []), keys.current].map((one) => [one.id, one.key]));
  for (const [id, key] of known) {
    if (key.length !== 32 || !/^[A-Za-z0-9_-]+$/.test(id)) throw new Error('A sealing key has 32 bytes and a plain id');
  }
  return {
    seal: (text, place = '') => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.current.key, nonce);
      cipher.setAAD(boundTo(keys.current.id, place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, keys.current.id, nonce.toString('base64url'), body.toString('base64url')].join('.');
    },
    open: (sealed, place = '') => {
      const { keyId, nonce, body, tag } = parse(sealed);
      const key = known.get(keyId);
      if (key === undefined) throw new CannotOpen('unknown-key');
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(keyId, place));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw new CannotOpen('not-genuine');
      }
    },
    keyIdOf: (sealed) => parse(sealed).keyId,
    isOutdated: (sealed) => parse(sealed).keyId !== keys.current.id,
  };
}

/** The sealer of an installation: seals with KAIKU_SECRET, and opens what the earlier secrets sealed. */
export function sealerOf(secret: string, previousSecrets: readonly string[] = []): Sealer {
  return createSealer({ current: sealingKey(secret), previous: previousSecrets.map(sealingKey) });
}

/**
 * A key of 32 bytes for one purpose out of the installation's secret (HKDF-SHA256, RFC 5869). Keys of different purposes
 * tell nothing about each other.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'kaiku', purpose, 32));
}

function sealingKey(secret: string): SealingKey {
  const id = deriveKey(secret, 'id of the sealing key').subarray(0, 6).toString('base64url');
  return { id, key: deriveKey(secret, 'sealing key') };
}

function boundTo(keyId: string, place: string): Buffer {
  return Buffer.from([VERSION, keyId, place].join('\n'), 'utf8');
}

function parse(sealed: string): { keyId: string; nonce: Buffer; body: Buffer; tag: Buffer } {
  const [version, keyId, nonceText, bodyText, ...more] = sealed.split('.');
  const nonce = Buffer.from(nonceText ?? '', 'base64url');
  const body = Buffer.from(bodyText ?? '', 'base64url');
  const whole = version === VERSION && keyId !== undefined && more.length === 0;
  if (!whole || nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw new CannotOpen('not-genuine');
  return { keyId, nonce, body: body.subarray(0, -TAG_BYTES), tag: body.subarray(-TAG_BYTES) };
}
