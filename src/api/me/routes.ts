import { z } from 'zod';
import { NOTICE_LANGUAGES } from '#posts/notices';
import { ACTIONS, can, type Person, ROLES, type Role, SCOPES } from '#posts/policy';
import type { Database } from '#src/db/client';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { getPerson, personIdOf, updatePerson } from '#src/db/people';
import { dataOfPerson } from '#src/db/person-data';
import type { Actor } from '../deps.ts';
import { forbidden } from '../guard.ts';
import { type Operation, operation } from '../operation.ts';

const View = z
  .object({
    actor: z.string().describe('As the audit log names you.'),
    id: z.uuid().nullable().describe('Null for an API key.'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    twoFactor: z.boolean(),
    language: z.enum(NOTICE_LANGUAGES).nullable().describe('What mails to you are written in.'),
    noticesByMail: z.boolean().nullable().describe('Whether notices come by mail too.'),
    weeklyByMail: z.boolean().nullable().describe('Whether last week’s numbers come by mail, on Mondays at eight.'),
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
  handle: async ({ deps, actor }) => ({ status: 200, body: await present(deps.database.db, actor) }),
});

const patch = operation({
  method: 'patch',
  path: '/me',
  action: 'me.edit',
  tag: 'me',
  summary: 'Say in which language, and whether, notices and the weekly numbers come to you by mail',
  body: z
    .strictObject({
      language: z.enum(NOTICE_LANGUAGES).optional(),
      noticesByMail: z.boolean().optional(),
      weeklyByMail: z.boolean().optional(),
    })
    .meta({ id: 'MePatch' }),
  answers: { 200: { description: 'You.', schema: View } },
  handle: (call) =>
    call.commit(async ({ db }) => {
      const id = personIdOf(call.actor.name);
      if (id === null) throw forbidden('A key gets no notices. Sign in as a person.');
      const { language, noticesByMail, weeklyByMail } = call.body;
      const changes = {
        ...(language && { language }),
        ...(noticesByMail !== undefined && { noticesByMail }),
        ...(weeklyByMail !== undefined && { weeklyByMail }),
      };
      if (Object.keys(changes).length > 0) await updatePerson(db, id, changes);
      return { status: 200, body: await present(db, call.actor) };
    }),
});

async function present(db: Database, { person, name }: Actor): Promise<z.input<typeof View>> {
  const organisations = await findNamedAll(db, ORGANISATIONS, Object.keys(person.roles));
  const id = personIdOf(name);
  const row = id === null ? null : await getPerson(db, id);
  return {
    actor: name,
    id,
    name: row?.name ?? null,
    email: row?.email ?? null,
    twoFactor: row?.twoFactorEnabled ?? false,
    language: row?.language ?? null,
    noticesByMail: row?.noticesByMail ?? null,
    weeklyByMail: row?.weeklyByMail ?? null,
    clusterAdmin: person.clusterAdmin,
    roles: Object.fromEntries(organisations.flatMap((one) => roleIn(person, one))),
    scopes: person.scopes && [...person.scopes],
    may: ACTIONS.filter((action) => can(person, action, 'somewhere') === 'yes'),
  };
}

function roleIn(person: Person, { id, slug }: { readonly id: string; readonly slug: string }): [string, Role][] {
  const role = person.roles[id];
  return role ? [[slug, role]] : [];
}

const Happened = z.record(z.string(), z.unknown());
const Stored = z
  .object({
    person: Happened,
    roles: z.record(z.string(), z.string()),
    signsInBy: z.array(Happened),
    sessions: z.array(Happened),
    acts: z.array(Happened).describe('The newest first, from the audit log; the newest 20,000.'),
    announcements: z.array(Happened),
    comments: z.array(Happened),
    notices: z.array(Happened),
  })
  .meta({ id: 'StoredAboutMe' });

const data = operation({
  method: 'get',
  path: '/me/data',
  action: 'me.read',
  tag: 'me',
  summary: 'Everything that is stored about you, as one file',
  description: 'Without what opens something: passwords, second factors and the tokens of sessions.',
  answers: { 200: { description: 'The data.', schema: Stored } },
  async handle({ deps, actor }) {
    const id = personIdOf(actor.name);
    const body = id === null ? null : await dataOfPerson(deps.database.db, id);
    if (!body) throw forbidden('Nothing personal is stored about a key. Sign in as a person.');
    const headers = { 'Content-Disposition': 'attachment; filename="kaiku-omat-tiedot.json"' };
    return { status: 200, body, headers };
  },
});

export const meOperations: readonly Operation[] = [get, patch, data];
