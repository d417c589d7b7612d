import { z } from 'zod';
import { ROLES } from '#posts/policy';
import { Ref } from '#posts/schema/basics';
import { erasePerson, findPersonByEmail, hasOtherAdmin, listPeople } from '#src/db/people';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { conflict } from '../problem.ts';
import { changePerson, existingPerson, invite, managedBy, presentPeople, reset, tell } from './acts.ts';

const tag = 'people';
const Email = z.email('write a whole mail address').max(254);
const Name = z.string().trim().min(1, 'give the name').max(200);
const Roles = z.record(Ref, z.enum(ROLES).nullable()).describe('By organisation; null takes the role away.');

const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    clusterAdmin: z.boolean(),
    twoFactor: z.boolean(),
    roles: z.record(z.string(), z.enum(ROLES)).describe('By the slug of the organisation; those that you look after.'),
    createdAt: z.date(),
  })
  .meta({ id: 'Person' });
const Linked = z
  .object({
    person: View,
    mailed: z.boolean(),
    link: z.string().nullable().describe('To hand on, where no mail can be sent. It works once.'),
  })
  .meta({ id: 'PersonWithLink' });
const one = { description: 'The person.', schema: View };
const linked = { description: 'The person, and the link where it could not be mailed.', schema: Linked };

export const PersonInput = z
  .strictObject({ name: Name, email: Email, clusterAdmin: z.boolean().optional(), roles: Roles.optional() })
  .meta({ id: 'PersonInput' });
export const PersonPatch = z
  .strictObject({ name: Name.optional(), clusterAdmin: z.boolean().optional(), roles: Roles.optional() })
  .meta({ id: 'PersonPatch' });

const list = operation({
  method: 'get',
  path: '/people',
  action: 'person.read',
  tag,
  summary: 'List the people whom you look after',
  query: z.object({ ...pageQuery, email: z.string().max(254).optional() }),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0];
    const wanted = query.email === undefined ? null : await findPersonByEmail(db, query.email);
    const found = await listPeople(db, {
      after,
      organisations: managedBy(actor),
      limit: query.limit + 1,
      id: wanted?.id,
    });
    const page = cutPage(query.email !== undefined && !wanted ? [] : found, query.limit, (row) => [row.id]);
    return { status: 200, body: { items: await presentPeople(db, page.rows, actor), nextCursor: page.nextCursor } };
  },
});

const get = operation({
  method: 'get',
  path: '/people/:id',
  action: 'person.read',
  tag,
  summary: 'Read one person',
  answers: { 200: one },
  refusals: [404],
  async handle({ deps, actor, params }) {
    const { db } = deps.database;
    const row = await existingPerson(db, actor, param({ params }, 'id'));
    return { status: 200, body: (await presentPeople(db, [row], actor))[0] };
  },
});

const create = operation({
  method: 'post',
  path: '/people',
  action: 'person.manage',
  tag,
  summary: 'Invite a person',
  description: 'They get a mail with a link to choose a password. Who is known already only gets the roles.',
  body: PersonInput,
  answers: { 201: linked },
  handle: invite,
});

const patch = operation({
  method: 'patch',
  path: '/people/:id',
  action: 'person.manage',
  tag,
  summary: 'Change a person’s name or roles',
  body: PersonPatch,
  answers: { 200: one },
  refusals: [404, 409],
  handle: changePerson,
});

const remove = operation({
  method: 'delete',
  path: '/people/:id',
  action: 'person.erase',
  tag,
  summary: 'Erase a person; what they did stays in the audit log under an id without a name',
  answers: { 204: { description: 'The person is erased.' } },
  refusals: [404, 409],
  handle: (call) =>
    call.commit(async (tx) => {
      const row = await existingPerson(tx.db, call.actor, param(call, 'id'));
      if (row.clusterAdmin && !(await hasOtherAdmin(tx.db, row.id))) {
        throw conflict('This is the last administrator of the cluster.', ['edit'], 'last-admin');
      }
      await erasePerson(tx.db, row.id);
      await tell(tx.db, call.actor, 'person.erased', row.id);
      return { status: 204 };
    }),
});

const resetOperation = operation({
  method: 'post',
  path: '/people/:id/reset',
  action: 'person.manage',
  tag,
  summary: 'Send a person a link to choose a new password',
  body: z.strictObject({}).optional(),
  answers: { 200: linked },
  refusals: [404],
  handle: reset,
});

export const peopleOperations: readonly Operation[] = [list, get, create, patch, remove, resetOperation];
