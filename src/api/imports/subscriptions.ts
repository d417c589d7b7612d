import type { AuditAction } from '#posts/audit';
import type { ImportInput, ImportPatch } from '#posts/schema/import';
import { importJob } from '#queue-config/jobs';
import { writeAudit } from '#src/db/audit';
import type { Transaction } from '#src/db/client';
import { isId } from '#src/db/ids';
import { deleteImport, findImport, type ImportRow, insertImport, updateImport } from '#src/db/imports';
import { databaseNow } from '#src/db/posts';
import { addressRefusal } from '#src/net/guarded-fetch';
import type { ApiDeps } from '../deps.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '../problem.ts';
import { presentImports } from './present.ts';
import { checkTreatment } from './treatment.ts';

export async function existing(deps: ApiDeps, id: string): Promise<ImportRow> {
  const row = isId(id) ? await findImport(deps.database.db, id) : null;
  if (!row) throw notFound('import', id);
  return row;
}

export async function add(call: Call<unknown, ImportInput>): Promise<Reply> {
  const { deps, actor, body } = call;
  refuseAddress(deps, body.address);
  const { name, address, kind, rule = 'draft', paused = false } = body;
  const treatment = await checkTreatment(deps.database.db, actor, body, rule === 'schedule');
  return call.commit(async (tx, jobs) => {
    const nextFetchAt = paused ? null : await databaseNow(tx.db);
    const createdBy = actor.name;
    const row = await insertImport(tx.db, { name, address, kind, rule, paused, nextFetchAt, createdBy, ...treatment });
    if (!paused) jobs.push(importJob(row.id));
    await audit(tx, actor.name, 'import.added', row);
    return answer(tx, 201, row);
  });
}

/** Every change takes what the rule takes: whoever may give another address decides what is published. */
export async function change(call: Call<unknown, ImportPatch>): Promise<Reply> {
  const { deps, actor, body } = call;
  const before = await existing(deps, param(call, 'id'));
  const { db } = deps.database;
  const [view] = await presentImports(db, [before]);
  const wanted = { ...(view as NonNullable<typeof view>), ...given(body) };
  refuseAddress(deps, wanted.address);
  const { name, address, kind, rule, paused } = wanted;
  const treatment = await checkTreatment(db, actor, wanted, rule === 'schedule', before.channels);
  return call.commit(async (tx, jobs) => {
    const nextFetchAt = paused ? null : (before.nextFetchAt ?? (await databaseNow(tx.db)));
    const row = await updateImport(tx.db, before.id, call.revision, {
      name,
      address,
      kind,
      rule,
      paused,
      ...treatment,
      nextFetchAt,
      // What is read anew is treated by what holds from now on.
      etag: null,
      lastModified: null,
    });
    if (!row) throw changedMeanwhile((await findImport(tx.db, before.id))?.revision ?? before.revision);
    if (before.paused && !paused) jobs.push(importJob(row.id));
    await audit(tx, actor.name, 'import.edited', row);
    return answer(tx, 200, row);
  });
}

/** What was made of it stays. */
export async function remove(call: Call<unknown, unknown>): Promise<Reply> {
  const row = await existing(call.deps, param(call, 'id'));
  return call.commit(async (tx) => {
    await deleteImport(tx.db, row.id);
    await audit(tx, call.actor.name, 'import.removed', row);
    return { status: 204 };
  });
}

export async function run(call: Call<unknown, unknown>): Promise<Reply> {
  const before = await existing(call.deps, param(call, 'id'));
  if (before.paused) throw conflict('The import is paused.', ['edit']);
  return call.commit(async (tx, jobs) => {
    const row = await updateImport(tx.db, before.id, null, { nextFetchAt: await databaseNow(tx.db) });
    if (!row) throw notFound('import', before.id);
    jobs.push(importJob(row.id));
    await audit(tx, call.actor.name, 'import.run', row);
    return answer(tx, 202, row);
  });
}

async function answer(tx: Transaction, status: number, row: ImportRow): Promise<Reply> {
  const [body] = await presentImports(tx.db, [row]);
  const headers = status === 201 ? { headers: { Location: `/api/v1/imports/${row.id}` } } : {};
  return { status, body, revision: row.revision, ...headers };
}

async function audit(tx: Transaction, actor: string, action: AuditAction, row: ImportRow): Promise<void> {
  const detail = { name: row.name, rule: row.rule };
  await writeAudit(tx.db, { actor, action, thing: 'import', thingId: row.id, detail });
}

function refuseAddress(deps: ApiDeps, address: string): void {
  const refusal = addressRefusal(address, deps.settings.allowPrivateAddresses ?? false);
  if (refusal) throw invalid([{ pointer: '/address', code: 'address-refused', detail: refusal.detail }]);
}

/** What of a change was sent; the rest stays. */
function given(body: ImportPatch): Partial<ImportInput> {
  const fields = [
    'name',
    'address',
    'kind',
    'organisation',
    'channels',
    'themes',
    'targetGroups',
    'language',
    'funding',
    'campaign',
    'words',
    'rule',
    'paused',
  ] as const;
  return Object.fromEntries(fields.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])));
}
