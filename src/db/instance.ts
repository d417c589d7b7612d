import { createHash } from 'node:crypto';
import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { OpenDatabase, Transaction } from './client.ts';
import { stopPublishing } from './holds.ts';
import { recordFact } from './posts.ts';
import { attempts, cluster, posts } from './schema.ts';

/** What the start found out about the database it was given. */
export interface InstanceCheck {
  /** True when this database last published from somewhere else: it was restored or copied. */
  readonly copied: boolean;
  /** Posts whose outcome is not known any more. */
  readonly uncertain: number;
}

const MESSAGE =
  'This database was restored from a copy, or Kaiku was moved. Posts may have gone out after the copy was made, so ' +
  'nothing is published until an administrator has looked and resumes publishing.';

/**
 * Compares where the database runs with where it ran last (design §5, after a restore). A copy publishes nothing until
 * a person resumes it, and every post due before now becomes uncertain, never scheduled.
 * @param place what tells one installation from its copy besides the server itself, such as the data folder
 * @param alsoFrom other places of the same installation: a worker beside an embedded database comes by its address
 */
export function checkInstance(
  database: OpenDatabase,
  place: string,
  alsoFrom: readonly string[] = [],
): Promise<InstanceCheck> {
  return database.transaction(async (tx) => {
    const [row] = await tx.db.select({ instanceId: cluster.instanceId }).from(cluster).for('update');
    if (!row) return { copied: false, uncertain: 0 };
    const instanceId = await identify(tx, place);
    if (row.instanceId === instanceId) return { copied: false, uncertain: 0 };
    for (const other of alsoFrom) {
      if (row.instanceId === (await identify(tx, other))) return { copied: false, uncertain: 0 };
    }
    await tx.db.update(cluster).set({ instanceId });
    if (row.instanceId === null) return { copied: false, uncertain: 0 };
    return { copied: true, uncertain: await treatAsCopy(tx) };
  });
}

/**
 * The server's own identity, made by initdb, with its timeline, which a restore to a point in time and a failover move
 * on; then the database and the place. https://www.postgresql.org/docs/18/functions-info.html, read 2026-11-24
 */
async function identify(tx: Transaction, place: string): Promise<string> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select concat_ws(':', (pg_control_system()).system_identifier, (pg_control_checkpoint()).timeline_id,
       (select oid from pg_database where datname = current_database())) as id`,
  );
  return createHash('sha256').update(`${rows[0]?.id}\n${place}`).digest('hex');
}

async function treatAsCopy(tx: Transaction): Promise<number> {
  await stopPublishing(tx, { reason: 'restored', message: MESSAGE, by: 'start' });
  await treatCommentsAsMade(tx);
  const open = await tx.db
    .select({ id: posts.id, attemptNo: posts.attemptNo, message: posts.message })
    .from(posts)
    .where(
      and(
        inArray(posts.state, ['scheduled', 'retrying', 'parked', 'publishing']),
        lte(posts.scheduledAt, sql`clock_timestamp()`),
      ),
    );
  let uncertain = 0;
  for (const post of open) {
    const attemptId = uuidv7();
    const recorded = await recordFact(tx, post.id, { type: 'restored', attemptId }, { actor: 'start' });
    if (recorded.kind !== 'next') continue;
    uncertain += 1;
    const known = recorded.post.stateData as { attemptId?: string };
    if (known.attemptId !== attemptId) continue;
    // What the lost attempt would have sent, as far as this copy knows: the look compares with it.
    await tx.db.insert(attempts).values({
      id: attemptId,
      postId: post.id,
      kind: 'publish',
      no: post.attemptNo + 1,
      snapshot: { ...post.message, restored: true },
      outcome: { kind: 'uncertain', message: MESSAGE },
      finishedAt: sql`clock_timestamp()`,
    });
    await tx.db
      .update(posts)
      .set({ attemptNo: post.attemptNo + 1 })
      .where(sql`${posts.id} = ${post.id}`);
  }
  return uncertain;
}

/** A comment that waited when the copy was made may have been written since: it is only looked for, never repeated. */
async function treatCommentsAsMade(tx: Transaction): Promise<void> {
  await tx.db
    .update(attempts)
    .set({ armedAt: sql`coalesce(${attempts.armedAt}, ${attempts.claimedAt})` })
    .where(and(eq(attempts.kind, 'comment'), isNull(attempts.finishedAt)));
}
