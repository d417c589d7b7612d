import { and, asc, eq, exists, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { comments, people, personRoles, previewLinks } from './schema.ts';

export type CommentRow = typeof comments.$inferSelect;
export type PreviewRow = typeof previewLinks.$inferSelect;

/** Oldest first. */
export function listComments(
  db: Database,
  page: { announcementId: string; after?: string | undefined; limit: number },
): Promise<CommentRow[]> {
  return db
    .select()
    .from(comments)
    .where(
      and(
        eq(comments.announcementId, page.announcementId),
        page.after === undefined ? undefined : gt(comments.id, page.after),
      ),
    )
    .orderBy(asc(comments.id))
    .limit(page.limit);
}

export async function insertComment(db: Database, values: typeof comments.$inferInsert): Promise<CommentRow> {
  const [row] = await db.insert(comments).values(values).returning();
  return row as CommentRow;
}

/** Who sees what belongs to an organisation, by name: its people, and those who look after the cluster. */
export function peopleOf(
  db: Database,
  organisationId: string,
  page: { after?: string | undefined; limit: number },
): Promise<{ id: string; name: string }[]> {
  const theirs = db
    .select({ one: sql`1` })
    .from(personRoles)
    .where(and(eq(personRoles.personId, people.id), eq(personRoles.organisationId, organisationId)));
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(
      and(
        or(eq(people.clusterAdmin, true), exists(theirs)),
        page.after === undefined ? undefined : gt(people.id, page.after),
      ),
    )
    .orderBy(asc(people.id))
    .limit(page.limit);
}

export async function insertPreview(db: Database, values: typeof previewLinks.$inferInsert): Promise<PreviewRow> {
  const [row] = await db.insert(previewLinks).values(values).returning();
  return row as PreviewRow;
}

/** Those that still open something, oldest first. */
export function listPreviews(db: Database, announcementId: string): Promise<PreviewRow[]> {
  return db
    .select()
    .from(previewLinks)
    .where(and(eq(previewLinks.announcementId, announcementId), inUse()))
    .orderBy(asc(previewLinks.id));
}

/** The link with this hash, unless it has ended or was taken back. */
export async function findPreview(db: Database, hash: string): Promise<PreviewRow | null> {
  const [row] = await db
    .select()
    .from(previewLinks)
    .where(and(eq(previewLinks.hash, hash), inUse()));
  return row ?? null;
}

/** From now on it opens nothing. False: there is none such in use. */
export async function revokePreview(db: Database, announcementId: string, id: string): Promise<boolean> {
  const gone = await db
    .update(previewLinks)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(previewLinks.id, id), eq(previewLinks.announcementId, announcementId), inUse()))
    .returning({ id: previewLinks.id });
  return gone.length > 0;
}

function inUse() {
  return and(isNull(previewLinks.revokedAt), gt(previewLinks.expiresAt, sql`now()`));
}
