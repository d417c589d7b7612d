import { createHash } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { verifications } from './schema.ts';

/** Keeps something for whoever comes back with the secret; of the secret only a hash is stored. */
export async function keepFor(db: Database, secret: string, value: unknown, minutes: number): Promise<void> {
  await db.delete(verifications).where(sql`${verifications.expiresAt} < now() - interval '1 day'`);
  await db.insert(verifications).values({
    identifier: identifierOf(secret),
    value: JSON.stringify(value),
    expiresAt: sql`now() + make_interval(mins => ${minutes})`,
  });
}

/** What was kept; once. Two that come at the same moment do not both get it. */
export async function takeFor(db: Database, secret: string): Promise<unknown> {
  const [row] = await db
    .delete(verifications)
    .where(and(eq(verifications.identifier, identifierOf(secret)), gt(verifications.expiresAt, sql`now()`)))
    .returning();
  return row ? JSON.parse(row.value) : null;
}

export async function lookFor(db: Database, secret: string): Promise<unknown> {
  const [row] = await db
    .select()
    .from(verifications)
    .where(and(eq(verifications.identifier, identifierOf(secret)), gt(verifications.expiresAt, sql`now()`)));
  return row ? JSON.parse(row.value) : null;
}

function identifierOf(secret: string): string {
  return `kept:${createHash('sha256').update(secret, 'utf8').digest('hex')}`;
}
