import { and, asc, eq, isNull, sql, type WithSubquery } from 'drizzle-orm';
import { v4 as uuidv4 } from 'uuid';
import type { Message } from '#posts/compose/message';
import type { Outcome } from '#posts/outcome';
import type { Database, Transaction } from './client.ts';
import { attempts } from './schema.ts';

export type AttemptRow = typeof attempts.$inferSelect;
export type ChangeKind = Exclude<AttemptRow['kind'], 'publish'>;

/** How long a worker owns what it claimed, unless its heartbeat renews it. The call's time-out is another thing. */
export const LEASE_MS = 15_000;
/** A heartbeat renews the lease three times within its length, so that one lost beat ends nothing. */
export const HEARTBEAT_MS = LEASE_MS / 3;
/** With less than this left of its lease, a publish has missed a heartbeat: its worker is dead, or stands still. */
export const SILENT_MS = LEASE_MS - HEARTBEAT_MS - 1_000;

/** What a publish attempt sends, to be written down in the claim's own statement. */
export function publishAttempt(
  db: Database,
  claim: { attemptId: string; postId: string; no: number; snapshot: Message & Record<string, unknown>; worker: string },
  leaseUntil: Date,
): { readonly attempt: ClaimedAttempt; readonly inserted: WithSubquery } {
  const attempt = { id: claim.attemptId, postId: claim.postId, no: claim.no, leaseToken: uuidv4() };
  const values = { ...attempt, kind: 'publish' as const, snapshot: claim.snapshot, worker: claim.worker, leaseUntil };
  return {
    attempt,
    inserted: db.$with('attempted').as(db.insert(attempts).values(values).returning({ id: attempts.id })),
  };
}

/** What a worker needs to know of its own attempt. */
export type ClaimedAttempt = Pick<AttemptRow, 'id' | 'postId' | 'no'> & { readonly leaseToken: string };

/** Plans a comment, an edit or a retraction of something that is out. A worker picks it up at once. */
export async function insertChange(
  tx: Transaction,
  change: {
    postId: string;
    kind: ChangeKind;
    snapshot: Record<string, unknown>;
    /** Set where it may have been done before: then it is looked for first. */
    armedAt?: Date | null;
  },
): Promise<AttemptRow> {
  const [attempt] = await tx.db
    .insert(attempts)
    .values({
      ...change,
      no: sql`(select coalesce(max(a.no), 0) + 1 from attempts a where a.post_id = ${change.postId} and a.kind = ${change.kind})`,
      dueAt: sql`clock_timestamp()`,
    })
    .returning();
  return attempt as AttemptRow;
}

export async function getAttempt(db: Database, id: string): Promise<AttemptRow | null> {
  const [attempt] = await db.select().from(attempts).where(eq(attempts.id, id));
  return attempt ?? null;
}

export function listAttempts(db: Database, postId: string): Promise<AttemptRow[]> {
  return db
    .select()
    .from(attempts)
    .where(eq(attempts.postId, postId))
    .orderBy(asc(attempts.claimedAt), asc(attempts.no));
}

/**
 * Arms a publish: the compare-and-set that decides, one statement, committed before the call. It holds only while the
 * attempt owns the post, its lease lives, its page is not held and publishing is not stopped; all on the database's
 * clock. The post's row is locked first, as everywhere, so that a sweep and an arm never wait for each other in a ring.
 */
export async function armPublish(db: Database, attemptId: string, leaseToken: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with armed as (
      update posts p
      set state_data = jsonb_set(p.state_data, '{armedAt}',
        to_jsonb(to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      from attempts a, channels c, cluster k
      where a.id = ${attemptId} and a.lease_token = ${leaseToken} and a.armed_at is null and a.finished_at is null
        and p.id = a.post_id and p.state = 'publishing' and p.state_data ->> 'attemptId' = ${attemptId}
        and (p.state_data ->> 'leaseUntil')::timestamptz > clock_timestamp()
        and p.state_data ->> 'armedAt' is null
        and c.id = p.channel_id and c.removed_at is null
        and (c.hold_reason is null or c.hold_until <= clock_timestamp())
        and k.stopped is null
      returning a.id, (p.state_data ->> 'armedAt')::timestamptz as at
    )
    update attempts set armed_at = armed.at from armed where attempts.id = armed.id returning attempts.id`);
  return rows.length === 1;
}

/** Renews a publish's lease while its worker lives; false when the attempt no longer owns the post. */
export async function renewPublish(db: Database, attemptId: string, postId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    update posts p
    set state_data = jsonb_set(p.state_data, '{leaseUntil}',
        to_jsonb(to_char(lease.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), due_at = lease.until
    from (select (clock_timestamp() + ${LEASE_MS} * interval '1 millisecond')::timestamptz(3) as until) lease
    where p.id = ${postId} and p.state = 'publishing' and p.state_data ->> 'attemptId' = ${attemptId}
      and (p.state_data ->> 'leaseUntil')::timestamptz > clock_timestamp()
    returning p.id`);
  return rows.length === 1;
}

export async function finishAttempt(db: Database, id: string, outcome: Outcome): Promise<void> {
  await finished(db, id, outcome);
}

/** The same as part of another statement. */
export function finishWithin(db: Database, id: string, outcome: Outcome): WithSubquery {
  return db.$with('finished').as(finished(db, id, outcome).returning({ id: attempts.id }));
}

function finished(db: Database, id: string, outcome: Outcome) {
  return db
    .update(attempts)
    .set({ outcome, finishedAt: sql`clock_timestamp()`, dueAt: null })
    .where(eq(attempts.id, id));
}

/** Longer than a look and a call take together, since nothing renews it. */
export const CHANGE_LEASE_MS = 90_000;

/** Claims a comment, edit or retraction: no other worker acts on it before the lease has ended. */
export async function claimChange(db: Database, id: string, worker: string): Promise<AttemptRow | null> {
  const until = sql`clock_timestamp() + ${CHANGE_LEASE_MS} * interval '1 millisecond'`;
  const [attempt] = await db
    .update(attempts)
    .set({ worker, leaseToken: uuidv4(), leaseUntil: until, dueAt: until })
    .where(
      and(
        eq(attempts.id, id),
        isNull(attempts.finishedAt),
        sql`${attempts.dueAt} <= clock_timestamp()`,
        sql`(${attempts.leaseUntil} is null or ${attempts.leaseUntil} <= clock_timestamp())`,
      ),
    )
    .returning();
  return attempt ?? null;
}

/** Arms a comment, edit or retraction before its call. */
export async function armChange(db: Database, id: string, leaseToken: string): Promise<boolean> {
  const armed = await db
    .update(attempts)
    .set({ armedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(attempts.id, id),
        eq(attempts.leaseToken, leaseToken),
        isNull(attempts.finishedAt),
        sql`${attempts.leaseUntil} > clock_timestamp()`,
      ),
    )
    .returning({ id: attempts.id });
  return armed.length === 1;
}

/** Its claim, its one call and its end belong together: another worker that took it over meanwhile is not disturbed. */
interface ClaimedChange {
  readonly id: string;
  readonly leaseToken: string;
}

/** Ends a comment, edit or retraction. False when another worker owns it; a yes of the platform counts all the same. */
export async function finishChange(
  db: Database,
  { id, leaseToken }: ClaimedChange,
  outcome: Outcome,
): Promise<boolean> {
  const mine = outcome.kind === 'published' ? undefined : eq(attempts.leaseToken, leaseToken);
  const finished = await db
    .update(attempts)
    .set({ outcome, finishedAt: sql`clock_timestamp()`, dueAt: null })
    .where(and(eq(attempts.id, id), isNull(attempts.finishedAt), mine))
    .returning({ id: attempts.id });
  return finished.length === 1;
}

/** Gives a comment, edit or retraction back, to be picked up at `dueAt`. `armedAt` stays where it may have happened. */
export async function postponeChange(
  db: Database,
  { id, leaseToken }: ClaimedChange,
  change: { dueAt: Date; outcome: Outcome; looked: boolean; keepArmed: boolean },
): Promise<boolean> {
  const postponed = await db
    .update(attempts)
    .set({
      dueAt: change.dueAt,
      leaseUntil: null,
      outcome: change.outcome,
      ...(change.looked ? { looks: sql`${attempts.looks} + 1` } : {}),
      ...(change.keepArmed ? {} : { armedAt: null }),
    })
    .where(and(eq(attempts.id, id), isNull(attempts.finishedAt), eq(attempts.leaseToken, leaseToken)))
    .returning({ id: attempts.id });
  return postponed.length === 1;
}
