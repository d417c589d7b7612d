import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Database, OpenDatabase } from './client.ts';
import { announcements, importItems, imports } from './schema.ts';

export type ImportRow = typeof imports.$inferSelect;
export type ImportItemRow = typeof importItems.$inferSelect;
export type NewImportItem = typeof importItems.$inferInsert;

export async function findImport(db: Database, id: string): Promise<ImportRow | null> {
  const [row] = await db.select().from(imports).where(eq(imports.id, id));
  return row ?? null;
}

/** The newest first. @param organisations only of these; null: of all */
export function listImports(
  db: Database,
  page: {
    readonly organisations: readonly string[] | null;
    readonly before?: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<ImportRow[]> {
  const { organisations, before } = page;
  return db
    .select()
    .from(imports)
    .where(
      and(
        organisations ? inArray(imports.organisationId, [...organisations]) : undefined,
        before && olderThan(imports.createdAt, imports.id, before),
      ),
    )
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(page.limit);
}

export async function insertImport(db: Database, values: typeof imports.$inferInsert): Promise<ImportRow> {
  const [row] = await db.insert(imports).values(values).returning();
  return row as ImportRow;
}

/** Null when the revision is no longer the newest. @param expected null: whatever it is */
export async function updateImport(
  db: Database,
  id: string,
  expected: number | null,
  values: Partial<typeof imports.$inferInsert>,
): Promise<ImportRow | null> {
  const [row] = await db
    .update(imports)
    .set({ ...values, revision: sql`${imports.revision} + 1` })
    .where(and(eq(imports.id, id), expected === null ? undefined : eq(imports.revision, expected)))
    .returning();
  return row ?? null;
}

/** What a reading found out; the revision counts what people change, so it stays. */
export async function noteReading(
  db: Database,
  id: string,
  values: Partial<
    Pick<ImportRow, 'etag' | 'lastModified' | 'readAt' | 'fetchedAt' | 'nextFetchAt' | 'failures' | 'lastResult'>
  >,
): Promise<void> {
  await db.update(imports).set(values).where(eq(imports.id, id));
}

export async function deleteImport(db: Database, id: string): Promise<void> {
  await db.delete(imports).where(eq(imports.id, id));
}

/** Sources that are to be read now, by the database's clock. */
export async function dueImports(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: imports.id })
    .from(imports)
    .where(lte(imports.nextFetchAt, sql`clock_timestamp()`))
    .orderBy(asc(imports.nextFetchAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

const LOCKS = 4_711_009;
/** A reading takes its time: names, redirects, a slow server, then many small transactions of its own. */
const HELD_AT_MOST = '15min';

/**
 * Does the work unless another process is at the same source. The lock ends with its transaction, and the server ends
 * that of a process which stands still. Undefined: another is at it.
 */
export async function atSource<T>(
  database: OpenDatabase,
  importId: string,
  work: (lockApplying: () => Promise<void>) => Promise<T>,
): Promise<T | undefined> {
  return database.transaction(async ({ client }) => {
    await client.query(`set local idle_in_transaction_session_timeout = '${HELD_AT_MOST}'`);
    const { rows } = await client.query('select pg_try_advisory_xact_lock($1, hashtext($2)) as mine', [
      LOCKS,
      importId,
    ]);
    if (!rows[0]?.mine) return undefined;
    // What two sources tell of the same thing is seen only when they are taken one after the other.
    return work(async () => void (await client.query('select pg_advisory_xact_lock($1, 0)', [LOCKS])));
  });
}

export function itemsOfImport(db: Database, importId: string): Promise<ImportItemRow[]> {
  return db.select().from(importItems).where(eq(importItems.importId, importId));
}

export async function findImportItem(db: Database, importId: string, id: string): Promise<ImportItemRow | null> {
  const [row] = await db
    .select()
    .from(importItems)
    .where(and(eq(importItems.id, id), eq(importItems.importId, importId)));
  return row ?? null;
}

/** What changed last comes first. */
export function listImportItems(
  db: Database,
  importId: string,
  page: {
    readonly state?: ImportItemRow['state'] | undefined;
    /** Only what waits for a person's answer. */
    readonly asking?: boolean | undefined;
    readonly before?: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<ImportItemRow[]> {
  return db
    .select()
    .from(importItems)
    .where(
      and(
        eq(importItems.importId, importId),
        page.state && eq(importItems.state, page.state),
        page.asking ? isNotNull(importItems.question) : undefined,
        page.before && olderThan(importItems.changedAt, importItems.id, page.before),
      ),
    )
    .orderBy(desc(importItems.changedAt), desc(importItems.id))
    .limit(page.limit);
}

/** How many items of each source wait for an answer. */
export async function askingCounts(db: Database, importIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (importIds.length === 0) return new Map();
  const rows = await db
    .select({ importId: importItems.importId, items: count() })
    .from(importItems)
    .where(and(inArray(importItems.importId, [...importIds]), isNotNull(importItems.question)))
    .groupBy(importItems.importId);
  return new Map(rows.map(({ importId, items }) => [importId as string, items]));
}

/** Writes an item as it is now, whether it was there or not. */
export async function putImportItem(db: Database, values: NewImportItem): Promise<void> {
  const { id: _id, importId: _import, sourceId: _source, ...rest } = values;
  const now = sql`clock_timestamp()`;
  await db
    .insert(importItems)
    .values({ ...values, seenAt: now, changedAt: now })
    .onConflictDoUpdate({
      target: [importItems.importId, importItems.sourceId],
      set: { ...rest, seenAt: now, changedAt: now },
    });
}

export async function updateImportItem(db: Database, id: string, values: Partial<NewImportItem>): Promise<void> {
  await db
    .update(importItems)
    .set({ ...values, changedAt: sql`clock_timestamp()` })
    .where(eq(importItems.id, id));
}

/** They are still there as they were. */
export async function sawImportItems(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(importItems)
    .set({ seenAt: sql`clock_timestamp()` })
    .where(inArray(importItems.id, [...ids]));
}

/** Another source's item of the same announcement that is still there. */
export async function otherItemOf(db: Database, announcementId: string, itemId: string): Promise<ImportItemRow | null> {
  const [row] = await db
    .select()
    .from(importItems)
    .where(
      and(
        eq(importItems.announcementId, announcementId),
        ne(importItems.id, itemId),
        notInArray(importItems.state, ['removed', 'refused']),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** The announcement of an item with this UID, from whatever source. */
export async function announcementOfUid(db: Database, uid: string): Promise<string | null> {
  const [row] = await db
    .select({ id: importItems.announcementId })
    .from(importItems)
    .innerJoin(announcements, eq(announcements.id, importItems.announcementId))
    .where(and(eq(importItems.uid, uid), ne(announcements.state, 'cancelled')))
    .limit(1);
  return row?.id ?? null;
}

/** Announcements that may be of the same thing, for a closer look. */
export function announcementsNear(
  db: Database,
  around: { readonly startsAt: Date; readonly within: number } | { readonly since: Date },
) {
  const start = sql`(${announcements.event}->>'startsAt')::timestamptz`;
  const near: SQL | undefined =
    'since' in around
      ? and(eq(announcements.kind, 'announcement'), gte(announcements.createdAt, around.since))
      : and(
          eq(announcements.kind, 'event'),
          sql`${start} between ${new Date(around.startsAt.getTime() - around.within).toISOString()}::timestamptz
            and ${new Date(around.startsAt.getTime() + around.within).toISOString()}::timestamptz`,
        );
  return db
    .select()
    .from(announcements)
    .where(and(ne(announcements.state, 'cancelled'), near))
    .orderBy(asc(announcements.createdAt))
    .limit(200);
}

function olderThan(
  at: typeof imports.createdAt | typeof importItems.changedAt,
  id: typeof imports.id | typeof importItems.id,
  before: { readonly at: Date; readonly id: string },
): SQL | undefined {
  return or(lt(at, before.at), and(eq(at, before.at), lt(id, before.id)));
}
