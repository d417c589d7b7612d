import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from './client.ts';
import { audit } from './schema.ts';

export interface AuditEntry {
  readonly actor: string;
  /** `thing.verb`, such as `post.cancelled` or `channel.paused`. */
  readonly action: string;
  readonly thing: string;
  readonly thingId: string | null;
  readonly detail?: Record<string, unknown>;
}

/** Adds one line to the audit log; never changes one. Inside the transaction of what it tells of. */
export async function writeAudit(db: Database, entry: AuditEntry): Promise<void> {
  await db.insert(audit).values({ ...entry, detail: entry.detail ?? {} });
}

export type AuditRow = typeof audit.$inferSelect;

/** The newest first. */
export function listAudit(
  db: Database,
  filter: { thing?: string | undefined; thingId?: string | undefined; before?: number | undefined; limit: number },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(audit)
    .where(
      and(
        filter.thing ? eq(audit.thing, filter.thing) : undefined,
        filter.thingId ? eq(audit.thingId, filter.thingId) : undefined,
        filter.before === undefined ? undefined : lt(audit.id, filter.before),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(filter.limit);
}
