import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from './client.ts';
import { apiKeys } from './schema.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** Keys are random and long, so a plain hash is enough; no guess can be tested against it faster than here. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** The key, unless it is unknown or revoked. */
export async function findKey(db: Database, key: string): Promise<ApiKeyRow | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashOfKey(key)), isNull(apiKeys.revokedAt)));
  return row ?? null;
}

/** Adds a key; adding the same one again changes nothing. */
export async function addKey(db: Database, name: string, key: string): Promise<void> {
  await db
    .insert(apiKeys)
    .values({ name, hash: hashOfKey(key) })
    .onConflictDoNothing({ target: apiKeys.hash });
}
