import type { AuditAction } from '#posts/audit';
import { can, type Role, seenOrganisations, whyNot } from '#posts/policy';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { isId } from '#src/db/ids';
import { findNamed, findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import {
  findPersonByEmail,
  getPerson,
  hasOtherAdmin,
  insertPerson,
  type PersonRow,
  rolesOf,
  rolesOfAll,
  setRole,
  updatePerson,
} from '#src/db/people';
import { invitation, passwordReset } from '#src/notify/letters';
import type { Actor, ApiDeps } from '../deps.ts';
import { forbidden } from '../guard.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { conflict, invalid, notFound } from '../problem.ts';

interface Changes {
  readonly name?: string | undefined;
  readonly clusterAdmin?: boolean | undefined;
  readonly roles?: Readonly<Record<string, Role | null>> | undefined;
}

const INVITED_FOR_HOURS = 7 * 24;

/** The organisations whose people this one looks after; null: all, and the administrators of the cluster too. */
export function managedBy({ person }: Actor): readonly string[] | null {
  const seen = seenOrganisations(person);
  if (seen === null) return null;
  return seen.filter((organisationId) => can(person, 'person.manage', { organisationId }) === 'yes');
}

/** @throws Refusal 404 also when the person belongs to none of the organisations that the caller looks after */
export async function existingPerson(db: Database, actor: Actor, id: string): Promise<PersonRow> {
  const row = isId(id) ? await getPerson(db, id) : null;
  const managed = managedBy(actor);
  const roles = row && managed ? Object.keys(await rolesOf(db, row.id)) : [];
  if (!row || (managed && !roles.some((one) => managed.includes(one)))) throw notFound('person', id);
  return row;
}

export async function invite(call: Call<unknown, Changes & { name: string; email: string }>): Promise<Reply> {
  const { actor, body, deps } = call;
  const roles = await readRoles(deps.database.db, actor, body);
  const known = await findPersonByEmail(deps.database.db, body.email);
  const made = await deps.database.transaction(async ({ db }) => {
    const { name, email } = body;
    const row = known ?? (await insertPerson(db, { name, email, clusterAdmin: body.clusterAdmin ?? false }));
    if (!row) throw conflict('Somebody else invited this person at this moment.', ['edit'], 'invited-twice');
    if (known && body.clusterAdmin !== undefined) await updatePerson(db, row.id, { clusterAdmin: body.clusterAdmin });
    for (const [organisationId, role] of roles) await setRole(db, row.id, organisationId, role);
    await tell(db, actor, known ? 'person.edited' : 'person.invited', row.id, detailOf(roles, body));
    return row;
  });
  const cluster = await getCluster(deps.database.db);
  const sent = known
    ? { mailed: false, link: null }
    : await hand(deps, made, INVITED_FOR_HOURS, (link) => invitation(cluster.name, link));
  return answer(call, 201, made.id, sent);
}

export async function changePerson(call: Call<unknown, Changes>): Promise<Reply> {
  const { actor, body } = call;
  return call.commit(async (tx) => {
    const row = await existingPerson(tx.db, actor, param(call, 'id'));
    const roles = await readRoles(tx.db, actor, body);
    if (body.name !== undefined) await mustLookAfter(tx.db, actor, row);
    if (body.clusterAdmin === false && row.clusterAdmin && !(await hasOtherAdmin(tx.db, row.id))) {
      throw conflict('This is the last administrator of the cluster.', ['edit'], 'last-admin');
    }
    await updatePerson(tx.db, row.id, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.clusterAdmin === undefined ? {} : { clusterAdmin: body.clusterAdmin }),
    });
    for (const [organisationId, role] of roles) await setRole(tx.db, row.id, organisationId, role);
    await tell(tx.db, actor, 'person.edited', row.id, detailOf(roles, body));
    const after = (await getPerson(tx.db, row.id)) ?? row;
    return { status: 200, body: (await presentPeople(tx.db, [after], actor))[0] };
  });
}

/** Whoever holds the link holds the account, so only who looks after all that the person may do gets to see one. */
export async function reset(call: Call<unknown, unknown>): Promise<Reply> {
  const { actor, deps } = call;
  const { db } = deps.database;
  const row = await existingPerson(db, actor, param(call, 'id'));
  await mustLookAfter(db, actor, row);
  const sent = await hand(deps, row, 1, passwordReset);
  await tell(db, actor, 'person.reset', row.id);
  return answer(call, 200, row.id, sent);
}

export function tell(db: Database, actor: Actor, action: AuditAction, id: string, detail = {}): Promise<void> {
  return writeAudit(db, { actor: actor.name, action, thing: 'person', thingId: id, detail });
}

export async function presentPeople(db: Database, rows: readonly PersonRow[], actor: Actor) {
  const all = await rolesOfAll(
    db,
    rows.map(({ id }) => id),
  );
  const managed = managedBy(actor);
  const ids = [...new Set([...all.values()].flatMap((roles) => Object.keys(roles)))];
  const slugs = (await findNamedAll(db, ORGANISATIONS, ids)).filter(
    ({ id }) => managed === null || managed.includes(id),
  );
  return rows.map(({ id, name, email, clusterAdmin, twoFactorEnabled, createdAt }) => {
    const roles = slugs.flatMap(({ id: organisationId, slug }) => {
      const role = all.get(id)?.[organisationId];
      return role ? [[slug, role] as const] : [];
    });
    return {
      id,
      name,
      email,
      clusterAdmin,
      twoFactor: twoFactorEnabled ?? false,
      roles: Object.fromEntries(roles),
      createdAt,
    };
  });
}

async function readRoles(
  db: Database,
  actor: Actor,
  { roles, clusterAdmin }: Changes,
): Promise<[string, Role | null][]> {
  if (clusterAdmin !== undefined && !actor.person.clusterAdmin)
    throw forbidden(whyNot(actor.person, 'person.erase', 'shared'));
  const read: [string, Role | null][] = [];
  for (const [ref, role] of Object.entries(roles ?? {})) {
    const organisation = await findNamed(db, ORGANISATIONS, ref);
    if (!organisation) {
      const detail = `there is no organisation "${ref}"`;
      throw invalid([
        { pointer: `/roles/${ref.replaceAll('~', '~0').replaceAll('/', '~1')}`, code: 'unknown-organisation', detail },
      ]);
    }
    const thing = { organisationId: organisation.id };
    if (can(actor.person, 'person.manage', thing) !== 'yes')
      throw forbidden(whyNot(actor.person, 'person.manage', thing));
    read.push([organisation.id, role]);
  }
  return read;
}

async function mustLookAfter(db: Database, actor: Actor, row: PersonRow): Promise<void> {
  const managed = managedBy(actor);
  if (managed === null) return;
  const roles = Object.keys(await rolesOf(db, row.id));
  if (!row.clusterAdmin && roles.every((organisationId) => managed.includes(organisationId))) return;
  throw forbidden('This person is more than a member of what you look after. Ask an administrator of the cluster.');
}

interface Sent {
  readonly mailed: boolean;
  readonly link: string | null;
}

async function hand(
  deps: ApiDeps,
  row: PersonRow,
  hours: number,
  letter: (link: string) => { subject: string; text: string },
): Promise<Sent> {
  const link = await deps.auth.passwordLink(row.id, hours);
  if (deps.mailer === null) return { mailed: false, link };
  try {
    await deps.mailer.send({ to: row.email, ...letter(link) });
    return { mailed: true, link: null };
  } catch (error) {
    deps.logger.warn({ err: error }, 'a mail was not sent; the link is shown instead');
    return { mailed: false, link };
  }
}

/** A repeat with the same Idempotency-Key is not told the link: that is stored nowhere. */
async function answer(call: Call<unknown, unknown>, status: number, id: string, sent: Sent): Promise<Reply> {
  return call.commit(async (tx) => {
    const row = await getPerson(tx.db, id);
    if (!row) throw notFound('person', id);
    const [person] = await presentPeople(tx.db, [row], call.actor);
    return { status, body: { person, ...sent }, remembered: { person, mailed: sent.mailed, link: null } };
  });
}

function detailOf(roles: readonly [string, Role | null][], { clusterAdmin }: Changes): Record<string, unknown> {
  return { roles: Object.fromEntries(roles), ...(clusterAdmin === undefined ? {} : { clusterAdmin }) };
}
