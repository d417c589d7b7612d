import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { idempotencyKeys } from './schema.ts';

/** A key of one actor, with a hash of the request that it stands for. */
export interface KeyedRequest {
  readonly actor: string;
  readonly key: string;
  readonly request: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * `mine`: do the work, and finish the claim in the same transaction. `running`: somebody else is at it.
 * `other`: the key stood for another request. `answered`: it is done, this was the answer.
 */
export type Claim =
  | { readonly kind: 'mine'; readonly since: Date }
  | { readonly kind: 'running' }
  | { readonly kind: 'other' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer };

/** A claim this old belongs to a process that died before it committed anything. */
const STALE = sql`interval '2 minutes'`;
const KEPT = sql`interval '24 hours'`;

export async function claimKey(db: Database, { actor, key, request }: KeyedRequest): Promise<Claim> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, sql`clock_timestamp() - ${KEPT}`));
  const [mine] = await db
    .insert(idempotencyKeys)
    .values({ actor, key, request, createdAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: [idempotencyKeys.actor, idempotencyKeys.key],
      set: { createdAt: sql`clock_timestamp()` },
      setWhere: sql`${idempotencyKeys.status} is null and ${idempotencyKeys.request} = ${request}
        and ${idempotencyKeys.createdAt} < clock_timestamp() - ${STALE}`,
    })
    .returning();
  if (mine) return { kind: 'mine', since: mine.createdAt };
  const [there] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actor, actor), eq(idempotencyKeys.key, key)));
  // Given back between the two statements: the caller may simply send it again.
  if (!there) return { kind: 'running' };
  if (there.request !== request) return { kind: 'other' };
  return there.status === null ? { kind: 'running' } : { kind: 'answered', answer: there.response as StoredAnswer };
}

/**
 * Stores the answer within the work's own transaction, so that the work and the memory of it are one commit.
 * False: another process took the claim over; the caller must roll back.
 */
export async function finishKey(
  db: Database,
  { actor, key }: KeyedRequest,
  since: Date,
  answer: StoredAnswer,
): Promise<boolean> {
  const rows = await db
    .update(idempotencyKeys)
    .set({ status: answer.status, response: answer })
    .where(
      and(
        eq(idempotencyKeys.actor, actor),
        eq(idempotencyKeys.key, key),
        eq(idempotencyKeys.createdAt, since),
        isNull(idempotencyKeys.status),
      ),
    )
    .returning({ key: idempotencyKeys.key });
  return rows.length === 1;
}

/** Gives the key back after a refusal: nothing was done, so the same key may be used for the mended request. */
export async function releaseKey(db: Database, { actor, key }: KeyedRequest, since: Date): Promise<void> {
  await db
    .delete(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.actor, actor),
        eq(idempotencyKeys.key, key),
        eq(idempotencyKeys.createdAt, since),
        isNull(idempotencyKeys.status),
      ),
    );
}
