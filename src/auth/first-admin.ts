import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { writeAudit } from '#src/db/audit';
import type { OpenDatabase } from '#src/db/client';
import { insertPerson, personName } from '#src/db/people';
import { accounts, people } from '#src/db/schema';
import type { Auth } from './contract.ts';

/** Two processes that start at once make one administrator. */
const FIRST_ADMIN_LOCK = 4_711_004;
const GENERATED_EMAIL = 'admin@kaiku.local';

export interface Login {
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the first administrator of a cluster that has no people yet.
 * @returns the login, when it was generated: to be shown this once; null when one was given or there are people already
 */
export async function ensureFirstAdmin(
  database: OpenDatabase,
  auth: Pick<Auth, 'hashPassword'>,
  given: Login | null,
): Promise<Login | null> {
  return database.transaction(async ({ db }) => {
    await db.execute(sql`select pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`);
    const [known] = await db.select({ id: people.id }).from(people).limit(1);
    if (known) return null;
    const login = given ?? { email: GENERATED_EMAIL, password: randomBytes(12).toString('base64url') };
    const person = await insertPerson(db, { name: 'Ylläpitäjä', email: login.email, clusterAdmin: true });
    if (!person) throw new Error('a table without people refused one');
    await db.insert(accounts).values({
      userId: person.id,
      accountId: person.id,
      providerId: 'credential',
      password: await auth.hashPassword(login.password),
    });
    const actor = personName(person.id);
    await writeAudit(db, { actor, action: 'person.first-admin', thing: 'person', thingId: person.id });
    return given ? null : login;
  });
}
