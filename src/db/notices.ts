import { and, count, desc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { MailState, NoticeKind } from '#posts/notices';
import type { Database } from './client.ts';
import { notices, people } from './schema.ts';

export type NoticeRow = typeof notices.$inferSelect;

/** Something that people are told. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Names what it is about: the same key is told to a person once, however often it is asked for. */
  readonly key: string;
  /** What it leads to: `post`, `announcement`, `channel`. */
  readonly thing: string;
  readonly thingId: string | null;
  /** What the words are made from (`src/notify/words`); `who` is a name of the audit log, `when` an instant. */
  readonly detail: Readonly<Record<string, string | null>>;
  /** Ids of people. */
  readonly to: readonly string[];
  /** False: in the interface only. */
  readonly byMail?: boolean;
  /** How long the mail waits for what it tells of to pass by itself; at once when left out. */
  readonly mailInMs?: number;
}

/** Tells people, in the transaction of what it is about. Whoever was told of this key hears nothing. */
export async function notify({ db }: { readonly db: Database }, notice: Notice): Promise<void> {
  const { to, byMail = true, mailInMs = 0, ...what } = notice;
  if (to.length === 0) return;
  const told = await db
    .select({ id: people.id, noticesByMail: people.noticesByMail })
    .from(people)
    .where(inArray(people.id, [...new Set(to)]));
  if (told.length === 0) return;
  await db
    .insert(notices)
    .values(
      told.map(({ id, noticesByMail }) => {
        const wanted = byMail && noticesByMail;
        const mail: MailState = wanted ? 'waiting' : 'unwanted';
        return {
          ...what,
          detail: { ...what.detail },
          personId: id,
          mail,
          mailDueAt: wanted ? sql`now() + ${mailInMs} * interval '1 millisecond'` : null,
        };
      }),
    )
    .onConflictDoNothing({ target: [notices.personId, notices.key] });
}

/** A person's, the newest first. */
export function listNotices(
  db: Database,
  personId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<NoticeRow[]> {
  return db
    .select()
    .from(notices)
    .where(and(eq(notices.personId, personId), page.before === undefined ? undefined : lt(notices.id, page.before)))
    .orderBy(desc(notices.id))
    .limit(page.limit);
}

/** The newest of all people, as hints that somebody has something new. */
export function newestNotices(db: Database, limit: number): Promise<Pick<NoticeRow, 'id' | 'personId'>[]> {
  return db.select({ id: notices.id, personId: notices.personId }).from(notices).orderBy(desc(notices.id)).limit(limit);
}

export async function unreadNotices(db: Database, personId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(notices)
    .where(and(eq(notices.personId, personId), isNull(notices.readAt)));
  return row?.count ?? 0;
}

/** @param ids null: all of them */
export async function markNoticesRead(db: Database, personId: string, ids: readonly string[] | null): Promise<void> {
  await db
    .update(notices)
    .set({ readAt: sql`now()` })
    .where(
      and(
        eq(notices.personId, personId),
        isNull(notices.readAt),
        ids === null ? undefined : inArray(notices.id, [...ids]),
      ),
    );
}

/** Mails that wait, the longest waiting first. */
export function dueMails(db: Database, limit: number): Promise<{ id: string; tries: number }[]> {
  return db
    .select({ id: notices.id, tries: notices.mailTries })
    .from(notices)
    .where(and(eq(notices.mail, 'waiting'), lte(notices.mailDueAt, sql`now()`)))
    .orderBy(notices.mailDueAt)
    .limit(limit);
}

/** For one who sends it now; null when it is not due any more, or another has it. */
export async function claimMail(db: Database, id: string): Promise<NoticeRow | null> {
  const [row] = await db
    .update(notices)
    .set({ mail: 'sending', mailTries: sql`${notices.mailTries} + 1`, mailDueAt: sql`now() + interval '10 minutes'` })
    .where(and(eq(notices.id, id), eq(notices.mail, 'waiting'), lte(notices.mailDueAt, sql`now()`)))
    .returning();
  return row ?? null;
}

/** @param inMs until the next try; null: there is none */
export async function settleMail(db: Database, id: string, mail: MailState, inMs: number | null = null): Promise<void> {
  const mailDueAt = inMs === null ? null : sql`now() + ${inMs} * interval '1 millisecond'`;
  await db.update(notices).set({ mail, mailDueAt }).where(eq(notices.id, id));
}

/** Mails whose sender was never heard of again may have arrived, and ones of yesterday say nothing new. */
export async function settleLostMails(db: Database): Promise<void> {
  await db
    .update(notices)
    .set({ mail: sql`case when ${notices.mail} = 'sending' then 'unclear' else 'failed' end`, mailDueAt: null })
    .where(
      sql`(${notices.mail} = 'sending' and ${notices.mailDueAt} < now())
        or (${notices.mail} = 'waiting' and ${notices.mailDueAt} is not null and ${notices.at} < now() - interval '1 day')`,
    );
}

/** What is old enough is forgotten, read or not. */
export async function forgetOldNotices(db: Database): Promise<void> {
  await db.delete(notices).where(sql`${notices.at} < now() - interval '90 days'`);
}
