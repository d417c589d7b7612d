import { eq, inArray } from 'drizzle-orm';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { media } from './schema.ts';

export type MediaRow = typeof media.$inferSelect;

export async function insertMedia(db: Database, values: typeof media.$inferInsert): Promise<MediaRow> {
  const [row] = await db.insert(media).values(values).returning();
  return row as MediaRow;
}

export async function getMedia(db: Database, id: string): Promise<MediaRow | null> {
  if (!isId(id)) return null;
  const [row] = await db.select().from(media).where(eq(media.id, id));
  return row ?? null;
}

/** In the order of `ids`; those that are not there are left out. */
export async function findMedia(db: Database, ids: readonly string[]): Promise<MediaRow[]> {
  const asked = ids.filter(isId);
  if (asked.length === 0) return [];
  const rows = await db.select().from(media).where(inArray(media.id, asked));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return asked.flatMap((id) => byId.get(id.toLowerCase()) ?? []);
}

export async function updateAlt(db: Database, id: string, alt: string): Promise<MediaRow | null> {
  const [row] = await db.update(media).set({ alt }).where(eq(media.id, id)).returning();
  return row ?? null;
}
