import { asc, desc, eq } from 'drizzle-orm';
import type { Database } from './client.ts';
import { personName, rolesOf } from './people.ts';
import {
  accounts,
  announcements,
  audit,
  auditOrigins,
  comments,
  notices,
  organisations,
  people,
  sessions,
} from './schema.ts';

/** More acts than somebody does in some years; the newest, so that a page of the log is never the whole database. */
const ACTS = 20_000;

/**
 * All that is stored about a person, for themselves (GDPR, article 15). What opens something is left out: passwords,
 * second factors, session tokens. Null: there is no such person.
 */
export async function dataOfPerson(db: Database, id: string) {
  const [person] = await db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      language: people.language,
      noticesByMail: people.noticesByMail,
      weeklyByMail: people.weeklyByMail,
      twoFactor: people.twoFactorEnabled,
      clusterAdmin: people.clusterAdmin,
      createdAt: people.createdAt,
    })
    .from(people)
    .where(eq(people.id, id));
  if (!person) return null;
  const name = personName(id);
  const slugs = new Map((await db.select().from(organisations)).map((one) => [one.id, one.slug]));
  const roles = Object.entries(await rolesOf(db, id)).map(([organisation, role]) => [
    slugs.get(organisation) ?? organisation,
    role,
  ]);
  return {
    person,
    roles: Object.fromEntries(roles) as Record<string, string>,
    signsInBy: await db
      .select({ provider: accounts.providerId, account: accounts.accountId, since: accounts.createdAt })
      .from(accounts)
      .where(eq(accounts.userId, id)),
    sessions: await db
      .select({
        createdAt: sessions.createdAt,
        expiresAt: sessions.expiresAt,
        address: sessions.ipAddress,
        program: sessions.userAgent,
      })
      .from(sessions)
      .where(eq(sessions.userId, id)),
    acts: await db
      .select({
        at: audit.at,
        action: audit.action,
        thing: audit.thing,
        thingId: audit.thingId,
        address: auditOrigins.address,
        program: auditOrigins.program,
      })
      .from(audit)
      .leftJoin(auditOrigins, eq(auditOrigins.auditId, audit.id))
      .where(eq(audit.actor, name))
      .orderBy(desc(audit.id))
      .limit(ACTS),
    announcements: await db
      .select({ id: announcements.id, slug: announcements.slug, createdAt: announcements.createdAt })
      .from(announcements)
      .where(eq(announcements.createdBy, name)),
    comments: await db
      .select({ announcement: comments.announcementId, body: comments.body, createdAt: comments.createdAt })
      .from(comments)
      .where(eq(comments.author, name))
      .orderBy(asc(comments.id)),
    notices: await db
      .select({
        at: notices.at,
        kind: notices.kind,
        thing: notices.thing,
        thingId: notices.thingId,
        mail: notices.mail,
      })
      .from(notices)
      .where(eq(notices.personId, id))
      .orderBy(asc(notices.id)),
  };
}
