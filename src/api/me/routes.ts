import { z } from 'zod';
import { ACTIONS, can, ROLES, SCOPES } from '#posts/policy';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { getPerson, personIdOf } from '#src/db/people';
import { type Operation, operation } from '../operation.ts';

const View = z
  .object({
    actor: z.string().describe('As the audit log names you.'),
    id: z.uuid().nullable().describe('Null for an API key.'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    twoFactor: z.boolean(),
    clusterAdmin: z.boolean(),
    roles: z.record(z.string(), z.enum(ROLES)).describe('By the slug of the organisation.'),
    scopes: z.array(z.enum(SCOPES)).nullable(),
    may: z.array(z.string()).describe('What you may do in some organisation at least.'),
  })
  .meta({ id: 'Me' });

const get = operation({
  method: 'get',
  path: '/me',
  action: 'me.read',
  tag: 'me',
  summary: 'Who you are here, and what you may do',
  answers: { 200: { description: 'You.', schema: View } },
  async handle({ deps, actor }) {
    const { db } = deps.database;
    const { person, name } = actor;
    const organisations = await findNamedAll(db, ORGANISATIONS, Object.keys(person.roles));
    const id = personIdOf(name);
    const row = id === null ? null : await getPerson(db, id);
    return {
      status: 200,
      body: {
        actor: name,
        id,
        name: row?.name ?? null,
        email: row?.email ?? null,
        twoFactor: row?.twoFactorEnabled ?? false,
        clusterAdmin: person.clusterAdmin,
        roles: Object.fromEntries(organisations.map((one) => [one.slug, person.roles[one.id]])),
        scopes: person.scopes,
        may: ACTIONS.filter((action) => can(person, action, 'somewhere') === 'yes'),
      },
    };
  },
});

export const meOperations: readonly Operation[] = [get];
