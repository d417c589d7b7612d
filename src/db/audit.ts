import { AsyncLocalStorage } from 'node:async_hooks';
import { and, desc, eq, gte, like, lt, or, sql, type WithSubquery } from 'drizzle-orm';
import type { AuditAction } from '#posts/audit';
import type { Database } from './client.ts';
import { audit, auditOrigins } from './schema.ts';

export interface AuditEntry {
  readonly actor: string;
  readonly action: AuditAction;
  readonly thing: string;
  readonly thingId: string | null;
  readonly detail?: Record<string, unknown>;
}

/** Where a request came from. Personal: kept beside the log, so that it can be erased and the log stays whole. */
export interface Origin {
  readonly address: string | null;
  readonly program: string | null;
}

const origins = new AsyncLocalStorage<Origin>();

/** What `work` writes into the log is told to come from there. */
export function withOrigin<T>(origin: Origin, work: () => T): T {
  return origins.run(origin, work);
}

/** Adds one line to the audit log; never changes one. Inside the transaction of what it tells of. */
export async function writeAudit(db: Database, entry: AuditEntry): Promise<void> {
  const [row] = await insertEntry(db, entry);
  const origin = origins.getStore();
  if (origin && row) await db.insert(auditOrigins).values({ auditId: row.id, ...origin });
}

/**
 * The same as part of another statement, which saves a way to the database. Null where the entry came from somewhere that
 * must be written beside it.
 */
export function auditWithin(db: Database, entry: AuditEntry): WithSubquery | null {
  return origins.getStore() ? null : db.$with('told').as(insertEntry(db, entry));
}

function insertEntry(db: Database, entry: AuditEntry) {
  return db
    .insert(audit)
    .values({ ...entry, detail: entry.detail ?? {} })
    .returning({ id: audit.id });
}

export type AuditRow = typeof audit.$inferSelect;
export type AuditRowWithOrigin = AuditRow & { readonly origin: Origin | null };

export interface AuditFilter {
  readonly thing?: string | undefined;
  readonly thingId?: string | undefined;
  readonly actor?: string | undefined;
  /** A whole action, or its first part: `post`. */
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest first. */
export function listAudit(db: Database, filter: AuditFilter): Promise<AuditRow[]> {
  return db.select().from(audit).where(matching(filter)).orderBy(desc(audit.id)).limit(filter.limit);
}

/** The newest first, each with where it came from. */
export async function listAuditWithOrigins(db: Database, filter: AuditFilter): Promise<AuditRowWithOrigin[]> {
  const rows = await db
    .select({ entry: audit, address: auditOrigins.address, program: auditOrigins.program, of: auditOrigins.auditId })
    .from(audit)
    .leftJoin(auditOrigins, eq(auditOrigins.auditId, audit.id))
    .where(matching(filter))
    .orderBy(desc(audit.id))
    .limit(filter.limit);
  return rows.map(({ entry, address, program, of }) => ({
    ...entry,
    origin: of === null ? null : { address, program },
  }));
}

/** Forgets where the entries of an actor came from. */
export async function eraseOrigins(db: Database, actor: string): Promise<void> {
  const theirs = db.select({ id: audit.id }).from(audit).where(eq(audit.actor, actor));
  await db.delete(auditOrigins).where(sql`${auditOrigins.auditId} in (${theirs})`);
}

function matching(filter: AuditFilter) {
  const { thing, thingId, actor, action, from, to, before } = filter;
  return and(
    thing ? eq(audit.thing, thing) : undefined,
    thingId ? eq(audit.thingId, thingId) : undefined,
    actor ? eq(audit.actor, actor) : undefined,
    action ? or(eq(audit.action, action), like(audit.action, `${action.replaceAll(/[\\%_]/g, '\\$&')}.%`)) : undefined,
    from ? gte(audit.at, from) : undefined,
    to ? lt(audit.at, to) : undefined,
    before === undefined ? undefined : lt(audit.id, before),
  );
}
