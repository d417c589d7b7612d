import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { csvImports, csvRows } from './schema.ts';

export type CsvImportRow = typeof csvImports.$inferSelect;

export async function insertImport(
  db: Database,
  values: Pick<CsvImportRow, 'id' | 'fileName' | 'total' | 'createdBy'>,
): Promise<CsvImportRow> {
  const [row] = await db.insert(csvImports).values(values).returning();
  return row as CsvImportRow;
}

export async function getImport(db: Database, id: string): Promise<CsvImportRow | null> {
  const [row] = isId(id) ? await db.select().from(csvImports).where(eq(csvImports.id, id)) : [];
  return row ?? null;
}

/** Which of these rows became announcements that are still there, by their fingerprints. */
export async function importedRows(db: Database, fingerprints: readonly string[]): Promise<Map<string, string>> {
  if (fingerprints.length === 0) return new Map();
  const rows = await db
    .select()
    .from(csvRows)
    .where(inArray(csvRows.fingerprint, [...fingerprints]));
  return new Map(rows.map(({ fingerprint, announcementId }) => [fingerprint, announcementId]));
}

/**
 * Makes an announcement of a row unless it was made before, whoever else is at it. Call it inside a transaction.
 * @param make stores the announcement and answers its id
 * @returns whether it was made now
 */
export async function claimRow(db: Database, fingerprint: string, make: () => Promise<string>): Promise<boolean> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))`);
  const [there] = await db.select().from(csvRows).where(eq(csvRows.fingerprint, fingerprint));
  if (there) return false;
  await db.insert(csvRows).values({ fingerprint, announcementId: await make() });
  return true;
}

export async function countRow(db: Database, id: string, created: boolean): Promise<void> {
  await db
    .update(csvImports)
    .set({
      done: sql`${csvImports.done} + 1`,
      created: sql`${csvImports.created} + ${created ? 1 : 0}`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(eq(csvImports.id, id));
}

export async function finishImport(db: Database, id: string): Promise<void> {
  const now = sql`clock_timestamp()`;
  await db.update(csvImports).set({ finishedAt: now, updatedAt: now }).where(eq(csvImports.id, id));
}
