import { and, desc, eq, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { reopenDaysOfAnnouncement } from './roll-ups.ts';
import { announcements, type ReadContent } from './schema.ts';

export type AnnouncementRow = typeof announcements.$inferSelect;
export type NewAnnouncement = typeof announcements.$inferInsert & { id: string };

/** Writes it under its slug; when that is taken, under the slug and the end of its id. */
export async function insertAnnouncement(db: Database, values: NewAnnouncement): Promise<AnnouncementRow> {
  const [row] = await db
    .insert(announcements)
    .values(values)
    .onConflictDoNothing({ target: announcements.slug })
    .returning();
  if (row) return row;
  const slug = `${values.slug}-${values.id.slice(-6)}`;
  const [second] = await db
    .insert(announcements)
    .values({ ...values, slug })
    .returning();
  return second as AnnouncementRow;
}

/** By slug or id. */
export async function findAnnouncement(db: Database, ref: string): Promise<AnnouncementRow | null> {
  const [row] = await db.select().from(announcements).where(byRef(ref));
  return row ?? null;
}

/** Locked until the transaction ends, so that two changes of one announcement follow each other. */
export async function lockAnnouncement(db: Database, ref: string): Promise<AnnouncementRow | null> {
  const [row] = await db.select().from(announcements).where(byRef(ref)).for('update');
  return row ?? null;
}

export async function updateAnnouncement(
  db: Database,
  id: string,
  values: Partial<typeof announcements.$inferInsert>,
): Promise<AnnouncementRow> {
  await reopenDaysOfAnnouncement(db, id);
  const [row] = await db
    .update(announcements)
    .set({ ...values, updatedAt: sql`now()`, revision: sql`${announcements.revision} + 1` })
    .where(eq(announcements.id, id))
    .returning();
  return row as AnnouncementRow;
}

/** Says what readers see while a change waits; null: what stands in the row. */
export async function setApproved(
  db: Database,
  row: AnnouncementRow,
  approved: ReadContent | null,
): Promise<AnnouncementRow> {
  await db.update(announcements).set({ approved }).where(eq(announcements.id, row.id));
  return { ...row, approved };
}

export function contentOf(row: AnnouncementRow): ReadContent {
  const { organisationId, texts, link, event, eventStatus, sequence, themes, funding, media } = row;
  return { organisationId, texts, link, event, eventStatus, sequence, themes, funding, media };
}

/** As readers see it: a change that waits for approval is not theirs to know. */
export function asRead(row: AnnouncementRow): AnnouncementRow {
  return row.approved ? { ...row, ...row.approved } : row;
}

/** What the announcement says stays as it is, so its revision does too. */
export async function setWriters(db: Database, id: string, writers: string[]): Promise<void> {
  await db.update(announcements).set({ writers }).where(eq(announcements.id, id));
}

export async function deleteAnnouncement(db: Database, id: string): Promise<void> {
  await reopenDaysOfAnnouncement(db, id);
  await db.delete(announcements).where(eq(announcements.id, id));
}

export interface AnnouncementFilter {
  /** Only those of these organisations; null or left out: of all. */
  readonly organisations?: readonly string[] | null;
  readonly kind?: 'announcement' | 'event' | undefined;
  readonly state?: AnnouncementRow['state'] | undefined;
  /** Only those of which readers see an older content, because a change waits for approval. */
  readonly unapproved?: boolean | undefined;
  /** Slugs. */
  readonly theme?: string | undefined;
  readonly organisationId?: string | undefined;
  /** Words that stand in a title or a text, whatever their case. */
  readonly q?: string | undefined;
  readonly before?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** The newest first. */
export function listAnnouncements(db: Database, filter: AnnouncementFilter): Promise<AnnouncementRow[]> {
  const { before } = filter;
  const conditions: (SQL | undefined)[] = [
    filter.organisations ? inArray(announcements.organisationId, [...filter.organisations]) : undefined,
    filter.kind && eq(announcements.kind, filter.kind),
    filter.state && eq(announcements.state, filter.state),
    filter.unapproved ? isNotNull(announcements.approved) : undefined,
    filter.theme ? sql`${announcements.themes} @> array[${filter.theme}]` : undefined,
    filter.organisationId ? eq(announcements.organisationId, filter.organisationId) : undefined,
    filter.q ? sql`${announcements.texts}::text ilike ${`%${likeText(filter.q)}%`}` : undefined,
    before &&
      or(
        lt(announcements.createdAt, before.at),
        and(eq(announcements.createdAt, before.at), lt(announcements.id, before.id)),
      ),
  ];
  return db
    .select()
    .from(announcements)
    .where(and(...conditions))
    .orderBy(desc(announcements.createdAt), desc(announcements.id))
    .limit(filter.limit);
}

function byRef(ref: string): SQL | undefined {
  return or(eq(announcements.slug, ref), isId(ref) ? eq(announcements.id, ref) : undefined);
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Those of these ids that there are, in no order. */
export function findAnnouncements(db: Database, ids: readonly string[]): Promise<AnnouncementRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(announcements)
    .where(inArray(announcements.id, [...ids]));
}
