import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { digests, people } from './schema.ts';

export interface Reader {
  readonly id: string;
  readonly email: string;
  readonly language: 'fi' | 'sv' | 'en';
}

/** Who wants the weekly mail and did not get this week's. */
export async function readersOf(db: Database, week: string): Promise<Reader[]> {
  return db
    .select({ id: people.id, email: people.email, language: people.language })
    .from(people)
    .where(
      and(
        eq(people.weeklyByMail, true),
        sql`not exists (select 1 from ${digests} d where d.person_id = ${people.id} and d.week = ${week})`,
      ),
    );
}

/** Written before the mail is handed over. False: another process has it, or it was sent. */
export async function claimDigest(db: Database, personId: string, week: string): Promise<boolean> {
  const rows = await db
    .insert(digests)
    .values({ personId, week, state: 'sending' })
    .onConflictDoNothing()
    .returning({ week: digests.week });
  return rows.length > 0;
}

export async function settleDigest(
  db: Database,
  personId: string,
  week: string,
  state: 'sent' | 'failed',
): Promise<void> {
  await db
    .update(digests)
    .set({ state })
    .where(and(eq(digests.personId, personId), eq(digests.week, week)));
}

/** The server certainly did not take it: the next round tries again. */
export async function giveDigestBack(db: Database, personId: string, week: string): Promise<void> {
  await db.delete(digests).where(and(eq(digests.personId, personId), eq(digests.week, week)));
}
