import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { can, SCOPES, type Scope, seenOrganisations } from '#posts/policy';
import { Ref, TimeInput } from '#posts/schema/basics';
import { type ApiKeyRow, getKey, hashOfKey, insertKey, listKeys, revokeKey } from '#src/db/api-keys';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { isId } from '#src/db/ids';
import { findNamed, findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { databaseNow } from '#src/db/posts';
import type { Actor } from '../deps.ts';
import { forbidden, mustMay, thingOf } from '../guard.ts';
import { readInstant } from '../instants.ts';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { invalid, notFound } from '../problem.ts';

const tag = 'api-keys';
const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    organisation: z.string().nullable().describe('Null: the whole cluster.'),
    scopes: z.array(z.enum(SCOPES)).nullable().describe('Null: everything.'),
    expiresAt: z.date().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: 'ApiKey' });
const Made = View.extend({ key: z.string().describe('Shown this once; only its hash is stored.') }).meta({
  id: 'NewApiKey',
});
const Input = z
  .strictObject({
    name: z.string().trim().min(1, 'say what the key is for').max(100),
    organisation: Ref.optional().describe('Slug or id; left out: the whole cluster.'),
    scopes: z.array(z.enum(SCOPES)).min(1, 'name at least one scope').max(SCOPES.length).optional(),
    expiresAt: TimeInput.optional(),
  })
  .meta({ id: 'ApiKeyInput' });

const list = operation({
  method: 'get',
  path: '/api-keys',
  action: 'key.manage',
  tag,
  summary: 'List the keys that are in use',
  query: z.object(pageQuery),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0];
    const found = await listKeys(db, { after, limit: query.limit + 1, organisations: managedBy(actor) });
    const page = cutPage(found, query.limit, (row) => [row.id]);
    return { status: 200, body: { items: await present(db, page.rows), nextCursor: page.nextCursor } };
  },
});

const create = operation({
  method: 'post',
  path: '/api-keys',
  action: 'key.manage',
  tag,
  summary: 'Make a key; it is shown this once',
  description:
    'A key without scopes may do what an administrator may, in its organisation or in the whole cluster. Scopes stand ' +
    'alone: "write" does not hold "read".',
  body: Input,
  answers: { 201: { description: 'The key.', schema: Made } },
  handle: make,
});

const remove = operation({
  method: 'delete',
  path: '/api-keys/:id',
  action: 'key.manage',
  tag,
  summary: 'Revoke a key; it opens nothing from now on',
  answers: { 204: { description: 'It is revoked.' } },
  refusals: [404],
  handle: (call) =>
    call.commit(async (tx) => {
      const id = param(call, 'id');
      const row = isId(id) ? await getKey(tx.db, id) : null;
      if (!row) throw notFound('API key', id);
      mustMay(call.actor, 'key.manage', thingOf(row.organisationId), 'API key', id);
      await revokeKey(tx.db, row.id);
      await writeAudit(tx.db, { actor: call.actor.name, action: 'key.revoked', thing: 'key', thingId: row.id });
      return { status: 204 };
    }),
});

async function make(call: Call<unknown, z.output<typeof Input>>): Promise<Reply> {
  const { actor, body, deps } = call;
  const { db } = deps.database;
  const organisation = body.organisation ? await findNamed(db, ORGANISATIONS, body.organisation) : null;
  if (body.organisation && !organisation) {
    const detail = `there is no organisation "${body.organisation}"`;
    throw invalid([{ pointer: '/organisation', code: 'unknown-organisation', detail }]);
  }
  mustMay(actor, 'key.manage', thingOf(organisation?.id ?? null), 'organisation', body.organisation ?? '');
  refuseMore(actor, body.scopes ?? null);
  const expiresAt = body.expiresAt ? await readEnd(db, body.expiresAt) : null;
  const key = `kaiku_${randomBytes(32).toString('base64url')}`;
  return call.commit(async (tx) => {
    const row = await insertKey(tx.db, {
      name: body.name,
      hash: hashOfKey(key),
      organisationId: organisation?.id ?? null,
      scopes: body.scopes ?? null,
      expiresAt,
      createdBy: actor.name,
    });
    await writeAudit(tx.db, {
      actor: actor.name,
      action: 'key.added',
      thing: 'key',
      thingId: row.id,
      detail: { scopes: row.scopes, organisationId: row.organisationId, expiresAt },
    });
    const [shown] = await present(tx.db, [row]);
    return { status: 201, body: { ...shown, key }, remembered: { ...shown, key: '(was shown once)' } };
  });
}

/** A key never makes one that may do more than itself. */
function refuseMore(actor: Actor, scopes: readonly Scope[] | null): void {
  const own = actor.person.scopes;
  if (own === null || scopes?.every((scope) => own.includes(scope))) return;
  throw forbidden(`This key may only make keys with scopes that it has itself: ${own.join(', ')}.`);
}

async function readEnd(db: Database, written: string): Promise<Date> {
  const resolved = readInstant(written, (await getCluster(db)).zone);
  const problem = (code: string, detail: string) => invalid([{ pointer: '/expiresAt', code, detail }]);
  if (!resolved.ok) throw problem('no-such-time', resolved.detail);
  if (resolved.instant <= (await databaseNow(db))) throw problem('past', 'the key would be useless from the start');
  return resolved.instant;
}

/** The organisations whose keys this one looks after; null: all. */
function managedBy({ person }: Actor): readonly string[] | null {
  const seen = seenOrganisations(person);
  if (seen === null) return null;
  return seen.filter((organisationId) => can(person, 'key.manage', { organisationId }) === 'yes');
}

async function present(db: Database, rows: readonly ApiKeyRow[]): Promise<z.input<typeof View>[]> {
  const ids = [...new Set(rows.flatMap(({ organisationId }) => organisationId ?? []))];
  const slugs = new Map((await findNamedAll(db, ORGANISATIONS, ids)).map(({ id, slug }) => [id, slug]));
  return rows.map(({ id, name, organisationId, scopes, expiresAt, createdAt }) => ({
    id,
    name,
    organisation: organisationId === null ? null : (slugs.get(organisationId) ?? null),
    scopes,
    expiresAt,
    createdAt,
  }));
}

export const apiKeyOperations: readonly Operation[] = [list, create, remove];
