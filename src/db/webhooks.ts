import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { auditChain, webhookDeliveries, webhookPosition, webhooks } from './schema.ts';

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

/** Oldest first. `organisations`: theirs only; null: all. */
export function listWebhooks(
  db: Database,
  page: { after?: string | undefined; organisations: readonly string[] | null; limit: number },
): Promise<WebhookRow[]> {
  return db
    .select()
    .from(webhooks)
    .where(
      and(
        page.after === undefined ? undefined : gt(webhooks.id, page.after),
        page.organisations ? inArray(webhooks.organisationId, [...page.organisations]) : undefined,
      ),
    )
    .orderBy(asc(webhooks.id))
    .limit(page.limit);
}

/** Those that are told of what happens. */
export function enabledWebhooks(db: Database): Promise<WebhookRow[]> {
  return db.select().from(webhooks).where(isNull(webhooks.disabledAt));
}

export async function getWebhook(db: Database, id: string): Promise<WebhookRow | null> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
  return row ?? null;
}

/** Locked until the transaction ends. */
export async function lockWebhook(db: Database, id: string): Promise<WebhookRow | null> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id)).for('update');
  return row ?? null;
}

export async function insertWebhook(db: Database, values: typeof webhooks.$inferInsert): Promise<WebhookRow> {
  await startPosition(db);
  const [row] = await db.insert(webhooks).values(values).returning();
  return row as WebhookRow;
}

/** @param counted false where no person changed anything */
export async function updateWebhook(
  db: Database,
  id: string,
  changes: Partial<typeof webhooks.$inferInsert>,
  counted = true,
): Promise<WebhookRow> {
  if (changes.disabledAt === null) await startPosition(db);
  const [row] = await db
    .update(webhooks)
    .set({ ...changes, ...(counted ? { revision: sql`${webhooks.revision} + 1` } : {}) })
    .where(eq(webhooks.id, id))
    .returning();
  return row as WebhookRow;
}

export async function deleteWebhook(db: Database, id: string): Promise<void> {
  await db.delete(webhooks).where(eq(webhooks.id, id));
}

/** While nobody is told of anything, nobody reads on; the first webhook begins with what comes after it. */
async function startPosition(db: Database): Promise<void> {
  const [told] = await db.select({ id: webhooks.id }).from(webhooks).where(isNull(webhooks.disabledAt)).limit(1);
  if (told) return;
  const [last] = await db.select({ no: auditChain.no }).from(auditChain).orderBy(desc(auditChain.no)).limit(1);
  await movePosition(db, last?.no ?? 0);
}

export async function readPosition(db: Database): Promise<number> {
  const [row] = await db.select().from(webhookPosition);
  return row?.chainNo ?? 0;
}

export async function movePosition(db: Database, chainNo: number): Promise<void> {
  await db
    .insert(webhookPosition)
    .values({ chainNo })
    .onConflictDoUpdate({ target: webhookPosition.one, set: { chainNo } });
}

/** Writing the same one again changes nothing. */
export async function insertDeliveries(
  db: Database,
  values: readonly (typeof webhookDeliveries.$inferInsert)[],
): Promise<DeliveryRow[]> {
  if (values.length === 0) return [];
  return db
    .insert(webhookDeliveries)
    .values([...values])
    .onConflictDoNothing()
    .returning();
}

export async function getDelivery(db: Database, id: string): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id));
  return row ?? null;
}

/** The newest first. */
export function listDeliveries(
  db: Database,
  page: { webhookId: string; before?: string | undefined; limit: number },
): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, page.webhookId),
        page.before === undefined ? undefined : lt(webhookDeliveries.id, page.before),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit);
}

/** What is due by then, the longest due first. */
export function dueDeliveries(db: Database, until: Date, limit: number): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(and(isNotNull(webhookDeliveries.dueAt), lte(webhookDeliveries.dueAt, until)))
    .orderBy(asc(webhookDeliveries.dueAt))
    .limit(limit);
}

/**
 * Takes a delivery that is due, for one try. Whoever dies over it leaves it due again after `leaseSeconds`. Null: it is
 * not due, or another worker has it.
 */
export async function claimDelivery(db: Database, id: string, leaseSeconds: number): Promise<DeliveryRow | null> {
  const [row] = await db
    .update(webhookDeliveries)
    .set({
      tries: sql`${webhookDeliveries.tries} + 1`,
      dueAt: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
    })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.state, 'waiting'),
        lte(webhookDeliveries.dueAt, sql`clock_timestamp()`),
      ),
    )
    .returning();
  return row ?? null;
}

/** Only while the try is still the one that was claimed. */
export async function settleDelivery(
  db: Database,
  { id, tries }: DeliveryRow,
  changes: Partial<typeof webhookDeliveries.$inferInsert>,
): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set(changes)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.tries, tries)));
}

/** Sends it again from the first try on, whatever became of it. */
export async function replayDelivery(db: Database, id: string): Promise<DeliveryRow> {
  const [row] = await db
    .update(webhookDeliveries)
    .set({ state: 'waiting', tries: 0, deliveredAt: null, dueAt: sql`clock_timestamp()` })
    .where(eq(webhookDeliveries.id, id))
    .returning();
  return row as DeliveryRow;
}

/** What waits for a webhook that was switched off is not sent any more. */
export async function dropDeliveries(db: Database, webhookId: string): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ state: 'dropped', dueAt: null })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.state, 'waiting')));
}

/** The log of deliveries is kept for this long. */
export async function forgetDeliveries(db: Database, days: number): Promise<void> {
  await db
    .delete(webhookDeliveries)
    .where(
      and(
        ne(webhookDeliveries.state, 'waiting'),
        lt(webhookDeliveries.createdAt, sql`now() - make_interval(days => ${days})`),
      ),
    );
}
