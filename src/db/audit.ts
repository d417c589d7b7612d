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
