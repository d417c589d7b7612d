import { createHash } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { apiKeys } from './schema.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** Keys are random and long, so a plain hash is enough; no guess can be tested against it faster than here. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** The key, unless it is unknown, revoked or past its end. */
export async function findKey(db: Database, key: string): Promise<ApiKeyRow | null> {
  const good = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)));
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashOfKey(key)), good));
  return row ?? null;
}

/** Adds a key; adding the same one again changes nothing. */
export async function addKey(db: Database, name: string, key: string): Promise<void> {
  await db
    .insert(apiKeys)
    .values({ name, hash: hashOfKey(key) })
    .onConflictDoNothing({ target: apiKeys.hash });
}

export async function insertKey(db: Database, values: typeof apiKeys.$inferInsert): Promise<ApiKeyRow> {
  const [row] = await db.insert(apiKeys).values(values).returning();
  return row as ApiKeyRow;
}

/** Keys that were not revoked, oldest first. `organisations`: theirs only; null: all. */
export function listKeys(
  db: Database,
  page: { after?: string | undefined; organisations: readonly string[] | null; limit: number },
): Promise<ApiKeyRow[]> {
  return db
    .select()
    .from(apiKeys)
    .where(
      and(
        isNull(apiKeys.revokedAt),
        page.after === undefined ? undefined : gt(apiKeys.id, page.after),
        page.organisations ? inArray(apiKeys.organisationId, [...page.organisations]) : undefined,
      ),
    )
    .orderBy(asc(apiKeys.id))
    .limit(page.limit);
}

export async function getKey(db: Database, id: string): Promise<ApiKeyRow | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
  return row ?? null;
}

/** From now on it opens nothing. */
export async function revokeKey(db: Database, id: string): Promise<void> {
  await db.update(apiKeys).set({ revokedAt: sql`now()` }).where(eq(apiKeys.id, id));
}
