import { and, desc, eq, ilike, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Crop } from '#posts/crop';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { media } from './schema.ts';

export type MediaRow = typeof media.$inferSelect;
type NewMedia = typeof media.$inferInsert;

export async function insertMedia(db: Database, values: NewMedia): Promise<MediaRow> {
  const [row] = await db.insert(media).values(values).returning();
  return row as MediaRow;
}

/** The file name of cards that Kaiku draws: nobody chose them, so they are in no list. */
export const CARD_FILE = 'kaiku-card.png';

/** @returns the row that was there, when the same picture was put before */
export async function putMedia(db: Database, values: NewMedia & { id: string }): Promise<MediaRow> {
  const [row] = await db.insert(media).values(values).onConflictDoNothing().returning();
  return row ?? ((await getMedia(db, values.id)) as MediaRow);
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

export interface MediaFilter {
  /** Words in the alt text, the file's name or the credit. */
  readonly q?: string | undefined;
  readonly before?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Whole pictures, the newest first; the parts cut for channels are none of them. */
export function listMedia(db: Database, { q, before, limit }: MediaFilter): Promise<MediaRow[]> {
  const words = q === undefined ? undefined : `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return db
    .select()
    .from(media)
    .where(
      and(
        isNull(media.originalId),
        ne(media.fileName, CARD_FILE),
        words === undefined
          ? undefined
          : or(ilike(media.alt, words), ilike(media.fileName, words), ilike(media.credit, words)),
        before && or(lt(media.createdAt, before.at), and(eq(media.createdAt, before.at), lt(media.id, before.id))),
      ),
    )
    .orderBy(desc(media.createdAt), desc(media.id))
    .limit(limit);
}

export async function updateMedia(
  db: Database,
  id: string,
  values: Partial<Pick<NewMedia, 'alt' | 'credit' | 'licence' | 'consent'>>,
): Promise<MediaRow | null> {
  if (Object.keys(values).length === 0) return getMedia(db, id);
  const [row] = await db.update(media).set(values).where(eq(media.id, id)).returning();
  return row ?? null;
}

/** The part that was cut out of a picture before. */
export async function findCut(db: Database, originalId: string, crop: Crop): Promise<MediaRow | null> {
  const [row] = await db
    .select()
    .from(media)
    .where(and(eq(media.originalId, originalId), sql`${media.crop} = ${JSON.stringify(crop)}::jsonb`));
  return row ?? null;
}

/** @returns the row that was there, when another request cut the same part at this moment */
export async function insertCut(
  db: Database,
  values: NewMedia & { originalId: string; crop: Crop },
): Promise<MediaRow> {
  const [row] = await db.insert(media).values(values).onConflictDoNothing().returning();
  return row ?? ((await findCut(db, values.originalId, values.crop)) as MediaRow);
}
