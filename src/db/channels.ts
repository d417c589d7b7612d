import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { ChannelKind } from '#posts/schema/channel';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { channels } from './schema.ts';

export type ChannelRow = typeof channels.$inferSelect;

/** Connected channels by slug or id, in no order. */
export async function findChannels(db: Database, refs: readonly string[]): Promise<ChannelRow[]> {
  if (refs.length === 0) return [];
  const ids = refs.filter(isId);
  const named = or(inArray(channels.slug, [...refs]), ids.length > 0 ? inArray(channels.id, ids) : undefined);
  return db
    .select()
    .from(channels)
    .where(and(named, isNull(channels.removedAt)));
}

export async function findChannel(db: Database, ref: string): Promise<ChannelRow | null> {
  const [row] = await findChannels(db, [ref]);
  return row ?? null;
}

/** Locked until the transaction ends. */
export async function lockChannel(db: Database, id: string): Promise<ChannelRow | null> {
  const [row] = await db
    .select()
    .from(channels)
    .where(and(eq(channels.id, id), isNull(channels.removedAt)))
    .for('update');
  return row ?? null;
}

/** In the order of their slugs. `organisations`: theirs and the shared ones only; null or left out: all. */
export function listChannels(
  db: Database,
  page: { after?: string | undefined; limit: number; organisations?: readonly string[] | null },
): Promise<ChannelRow[]> {
  return db
    .select()
    .from(channels)
    .where(
      and(
        isNull(channels.removedAt),
        page.after === undefined ? undefined : gt(channels.slug, page.after),
        page.organisations ? seenBy(page.organisations) : undefined,
      ),
    )
    .orderBy(asc(channels.slug))
    .limit(page.limit);
}

/** Removed ones too: their posts are still shown. */
export async function channelsById(db: Database): Promise<Map<string, ChannelRow>> {
  const rows = await db.select().from(channels);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The page's channel, when somebody connected it before. */
export async function channelOfPage(db: Database, kind: ChannelKind, remoteId: string): Promise<ChannelRow | null> {
  const [row] = await db
    .select()
    .from(channels)
    .where(and(eq(channels.kind, kind), eq(channels.remoteId, remoteId), isNull(channels.removedAt)));
  return row ?? null;
}

/** Null when the slug or the page is taken. A page that was removed gives its slug up to the next one that asks for it. */
export async function insertChannel(db: Database, values: typeof channels.$inferInsert): Promise<ChannelRow | null> {
  await db
    .update(channels)
    .set({ slug: sql`${channels.slug} || '-' || right(${channels.id}::text, 6)` })
    .where(and(eq(channels.slug, values.slug), isNotNull(channels.removedAt)));
  const [row] = await db.insert(channels).values(values).onConflictDoNothing().returning();
  return row ?? null;
}

export async function updateChannel(
  db: Database,
  id: string,
  values: Partial<typeof channels.$inferInsert>,
): Promise<ChannelRow> {
  const [row] = await db
    .update(channels)
    .set({ ...values, revision: sql`${channels.revision} + 1` })
    .where(eq(channels.id, id))
    .returning();
  return row as ChannelRow;
}

/** Pages on a platform whose credentials are to be looked at now. */
export async function channelsToCheck(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(isNull(channels.removedAt), lte(channels.checkDueAt, sql`now()`), ne(channels.kind, 'website-feed')))
    .orderBy(asc(channels.checkDueAt));
  return rows.map(({ id }) => id);
}

/** For one who checks it now; null when another does. One that comes to nothing is due again in ten minutes. */
export async function claimCheck(db: Database, id: string): Promise<ChannelRow | null> {
  const [row] = await db
    .update(channels)
    .set({ checkDueAt: sql`now() + interval '10 minutes'` })
    .where(and(eq(channels.id, id), isNull(channels.removedAt), lte(channels.checkDueAt, sql`now()`)))
    .returning();
  return row ?? null;
}

/** Disconnects the page: its tokens are forgotten, its name stays for the posts that went out there. */
export async function removeChannel(db: Database, row: ChannelRow): Promise<void> {
  await db
    .update(channels)
    .set({
      removedAt: sql`now()`,
      accessToken: null,
      refreshToken: null,
      revision: sql`${channels.revision} + 1`,
    })
    .where(eq(channels.id, row.id));
}

function seenBy(organisations: readonly string[]) {
  return or(isNull(channels.organisationId), inArray(channels.organisationId, [...organisations]));
}
