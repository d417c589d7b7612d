import { createHash } from 'node:crypto';
import { parseEnvelope, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';

/** The key that signs cookies and seals second factors, and those from before, which only open. */
export interface AuthKeys {
  readonly current: string;
  readonly previous: readonly string[];
}

/** As better-auth takes them: each key with a number that stands in what it sealed. */
export function versionedKeys({ current, previous }: AuthKeys) {
  return [current, ...previous].map((value) => ({ version: versionOf(value), value }));
}

/** What was sealed before keys had numbers was sealed with the oldest one. */
export function unnumberedKey({ current, previous }: AuthKeys): string {
  return previous.at(-1) ?? current;
}

/** The same text under the current key; null when it stands there already. Rejects when no key opens it. */
export async function resealed(keys: AuthKeys, data: string): Promise<string | null> {
  const currentVersion = versionOf(keys.current);
  if (parseEnvelope(data)?.version === currentVersion) return null;
  const key = {
    currentVersion,
    keys: new Map(versionedKeys(keys).map(({ version, value }) => [version, value])),
    legacySecret: unnumberedKey(keys),
  };
  return symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
}

function versionOf(key: string): number {
  return createHash('sha256').update(key, 'utf8').digest().readUInt32BE(0) >>> 1;
}
