import { and, asc, eq, exists, gt, inArray, ne, sql } from 'drizzle-orm';
import type { Person, Role } from '#posts/policy';
import { eraseOrigins } from './audit.ts';
import type { Database } from './client.ts';
import { people, personRoles, verifications } from './schema.ts';

export type PersonRow = typeof people.$inferSelect;
export type Roles = Readonly<Record<string, Role>>;

const PREFIX = 'person:';

/** How the audit log names a person: by id only, so that their name and address can be erased. */
export function personName(id: string): string {
  return `${PREFIX}${id}`;
}

/** Null when the actor is no person. */
export function personIdOf(actor: string): string | null {
  return actor.startsWith(PREFIX) ? actor.slice(PREFIX.length) : null;
}

export async function getPerson(db: Database, id: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.id, id));
  return row ?? null;
}

/** The names of those that were not erased, by id. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Mail addresses are kept in lower case. */
export async function findPersonByEmail(db: Database, email: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.email, email.toLowerCase()));
  return row ?? null;
}

/** By the id of the organisation. */
export async function rolesOf(db: Database, id: string): Promise<Roles> {
  return (await rolesOfAll(db, [id])).get(id) ?? {};
}

export async function rolesOfAll(db: Database, ids: readonly string[]): Promise<Map<string, Record<string, Role>>> {
  const all = new Map<string, Record<string, Role>>();
  if (ids.length === 0) return all;
  const rows = await db
    .select()
    .from(personRoles)
    .where(inArray(personRoles.personId, [...ids]));
  for (const { personId, organisationId, role } of rows) {
    const roles = all.get(personId) ?? {};
    roles[organisationId] = role;
    all.set(personId, roles);
  }
  return all;
}

/** What the policy judges a signed-in person by; read anew for every request, so that a taken role is gone at once. */
export async function policyPerson(db: Database, id: string): Promise<Person | null> {
  const row = await getPerson(db, id);
  return row && { clusterAdmin: row.clusterAdmin, roles: await rolesOf(db, id), scopes: null };
}

/** In the order of their ids. `organisations`: those with a role in one of them; null: all. */
export function listPeople(
  db: Database,
  page: { after?: string | undefined; organisations: readonly string[] | null; limit: number; id?: string | undefined },
): Promise<PersonRow[]> {
  const theirs = (organisations: readonly string[]) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(personRoles)
        .where(and(eq(personRoles.personId, people.id), inArray(personRoles.organisationId, [...organisations]))),
    );
  return db
    .select()
    .from(people)
    .where(
      and(
        page.after === undefined ? undefined : gt(people.id, page.after),
        page.id === undefined ? undefined : eq(people.id, page.id),
        page.organisations ? theirs(page.organisations) : undefined,
      ),
    )
    .orderBy(asc(people.id))
    .limit(page.limit);
}

/** Null when the mail address is taken. */
export async function insertPerson(
  db: Database,
  values: { name: string; email: string; clusterAdmin: boolean },
): Promise<PersonRow | null> {
  const [row] = await db
    .insert(people)
    // An administrator typed the address and answers for it; nobody signs up by themselves.
    .values({ ...values, email: values.email.toLowerCase(), emailVerified: true })
    .onConflictDoNothing({ target: people.email })
    .returning();
  return row ?? null;
}

export async function updatePerson(
  db: Database,
  id: string,
  values: Partial<Pick<PersonRow, 'name' | 'clusterAdmin' | 'language' | 'noticesByMail' | 'weeklyByMail'>>,
): Promise<void> {
  await db
    .update(people)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(people.id, id));
}

/** Null takes the role away. */
export async function setRole(
  db: Database,
  personId: string,
  organisationId: string,
  role: Role | null,
): Promise<void> {
  if (role === null) {
    await db
      .delete(personRoles)
      .where(and(eq(personRoles.personId, personId), eq(personRoles.organisationId, organisationId)));
    return;
  }
  await db
    .insert(personRoles)
    .values({ personId, organisationId, role })
    .onConflictDoUpdate({ target: [personRoles.personId, personRoles.organisationId], set: { role } });
}

/** Whether somebody else could still look after the cluster. Locks them, so that two never take each other's right. */
export async function hasOtherAdmin(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.clusterAdmin, true), ne(people.id, id)))
    .for('update');
  return rows.length > 0;
}

/** Erases everything personal: the row, password, pending links. The audit log keeps the id alone. */
export async function erasePerson(db: Database, id: string): Promise<void> {
  await eraseOrigins(db, personName(id));
  await db.delete(verifications).where(eq(verifications.value, id));
  await db.delete(people).where(eq(people.id, id));
}
