import { randomBytes, scrypt } from 'node:crypto';
import { CannotOpen, createSealer } from '#src/secrets/seal';
import { BadArchive } from './archive.ts';

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const PLACE = 'backup:secret';

/** Encrypts the installation's secret under a passphrase (scrypt, then AES-256-GCM), for a backup file. */
export async function wrapSecret(secret: string, passphrase: string): Promise<{ salt: string; wrapped: string }> {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64url'), wrapped: (await sealerFor(passphrase, salt)).seal(secret, PLACE) };
}

/** @throws BadArchive when the passphrase is another one */
export async function unwrapSecret(wrapped: string, salt: string, passphrase: string): Promise<string> {
  try {
    return (await sealerFor(passphrase, Buffer.from(salt, 'base64url'))).open(wrapped, PLACE);
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    throw new BadArchive('The passphrase does not fit this backup. Nothing was changed.', { cause: error });
  }
}

function sealerFor(passphrase: string, salt: Buffer): Promise<ReturnType<typeof createSealer>> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, COST, (error, key) => {
      if (error) reject(error);
      else resolve(createSealer({ current: { id: 'passphrase', key } }));
    });
  });
}
