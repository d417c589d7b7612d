import { eq } from 'drizzle-orm';
import { type AuthKeys, resealed } from '#src/auth/keys';
import type { Settings } from '#src/config/settings';
import { type Database, openDatabase } from '#src/db/client';
import { channels, twoFactors, webhooks } from '#src/db/schema';
import { resealSecrets } from '#src/notify/webhooks/secrets';
import { resealTokens } from '#src/secrets/channel-tokens';
import { CannotOpen, type Sealer, sealerOf } from '#src/secrets/seal';
import { loadOrCreateSecret } from '#src/secrets/secret';
import { authKeysOf } from '#src/start/wire';
import { commandDatabase } from './database.ts';
import type { Told } from './reset-password.ts';

export interface Resealed {
  /** Rows that stand under the current secret from now on. */
  readonly sealed: number;
  /** Rows that none of the secrets opens, by what and which. */
  readonly closed: readonly string[];
}

/** Seals everything anew that an earlier KAIKU_SECRET sealed. Kaiku may run meanwhile, if it knows both secrets. */
export async function rotateSecret(settings: Settings): Promise<Told> {
  const at = await commandDatabase(settings, { alone: false });
  const database = openDatabase(at.url, { max: 2, onError: () => undefined });
  try {
    const secret = settings.secret ?? (await loadOrCreateSecret(settings.dataDir));
    const keys = authKeysOf(secret, settings.previousSecrets);
    const sealer = sealerOf(secret, settings.previousSecrets);
    return inWords(await database.transaction(({ db }) => reseal(db, sealer, keys)));
  } finally {
    await database.close();
    await at.close();
  }
}

/** Inside a transaction: everything or nothing. */
export async function reseal(db: Database, sealer: Sealer, keys: AuthKeys): Promise<Resealed> {
  const closed: string[] = [];
  let sealed = 0;
  const each = async (what: string, work: () => Promise<boolean>): Promise<void> => {
    try {
      if (await work()) sealed += 1;
    } catch (error) {
      if (!(error instanceof CannotOpen) && !what.startsWith('second factor')) throw error;
      closed.push(what);
    }
  };
  for (const row of await db.select().from(channels).for('update')) {
    await each(`page ${row.slug}`, async () => {
      const changed = resealTokens(sealer, row);
      if (changed) await db.update(channels).set(changed).where(eq(channels.id, row.id));
      return changed !== null;
    });
  }
  for (const row of await db.select().from(webhooks).for('update')) {
    await each(`webhook at ${new URL(row.url).host}`, async () => {
      const changed = resealSecrets(sealer, row);
      if (changed) await db.update(webhooks).set(changed).where(eq(webhooks.id, row.id));
      return changed !== null;
    });
  }
  for (const row of await db.select().from(twoFactors).for('update')) {
    await each(`second factor of person ${row.userId}`, async () => {
      const secret = await resealed(keys, row.secret);
      const backupCodes = await resealed(keys, row.backupCodes);
      if (secret === null && backupCodes === null) return false;
      const changed = { ...(secret && { secret }), ...(backupCodes && { backupCodes }) };
      await db.update(twoFactors).set(changed).where(eq(twoFactors.id, row.id));
      return true;
    });
  }
  return { sealed, closed };
}

function inWords({ sealed, closed }: Resealed): Told {
  if (closed.length > 0) {
    const text =
      `${sealed} rows were sealed anew. These are opened by none of the secrets given: ${closed.join(', ')}. ` +
      'Add the earlier secret to KAIKU_PREVIOUS_SECRETS and run this again, or connect those anew.';
    return { ok: false, text };
  }
  const text =
    sealed === 0
      ? 'Everything is sealed with the current secret. To change it, set KAIKU_SECRET to the new one and KAIKU_PREVIOUS_SECRETS to the one from before, start Kaiku with them, and run this again.'
      : `${sealed} rows are sealed with the current secret now. KAIKU_PREVIOUS_SECRETS may be emptied; backups from before need the earlier secret.`;
  return { ok: true, text };
}
