import { inputOf } from '#posts/imports/treatment';
import { findAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { isId } from '#src/db/ids';
import { findImportItem, type ImportItemRow, type ImportRow, updateImportItem } from '#src/db/imports';
import type { Alongside, Announced } from '#src/imports/announcer';
import { keptLanguage } from '#src/imports/known';
import { patchOf } from '#src/imports/patch';
import { treatmentOf } from '#src/imports/source';
import { announcerOf } from '../announcements/announcer.ts';
import type { ApiDeps } from '../deps.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { conflict, notFound, Refusal } from '../problem.ts';
import { differencesOf, presentItems } from './present.ts';
import { existing } from './subscriptions.ts';

interface Asked {
  readonly source: ImportRow;
  readonly row: ImportItemRow;
}

/** Does what the source asks for: takes its change over, cancels, or makes a draft of what was refused or merged. */
export async function take(call: Call<unknown, unknown>): Promise<Reply> {
  const { deps, actor } = call;
  const asked = await askedOf(call);
  const { source, row } = asked;
  const { db } = deps.database;
  const { languages } = await getCluster(db);
  const announcement = row.announcementId ? await findAnnouncement(db, row.announcementId) : null;
  const announcer = announcerOf(deps);
  const done =
    (values: Parameters<typeof updateImportItem>[2]): Alongside =>
    (tx, { id }) =>
      settle(tx, call, row, { question: null, reason: null, applied: row.item, announcementId: id, ...values });
  let made: Announced;
  if (row.question === 'cancel' && announcement) {
    made = await announcer.cancel(announcement.id, row.reason?.detail ?? '', actor, done({ state: 'removed' }));
  } else if (row.question === 'change' && announcement) {
    const language = keptLanguage(row.applied ?? row.item, announcement, source, languages);
    const patch = patchOf(announcement, differencesOf(row, announcement, source, languages), language);
    made = await announcer.change(announcement.id, patch, actor, done({ state: 'updated' }));
  } else if (row.state === 'refused' || row.state === 'merged' || !announcement) {
    const input = inputOf(row.item, treatmentOf(source), languages, false);
    made = await announcer.create(input, actor, done({ state: 'new' }));
  } else throw conflict('Nothing is asked about it: it is here as the source tells it.', ['keep'], 'nothing-asked');
  if (!made.ok) throw refusalOf(made);
  return answer(deps, asked);
}

/** Leaves everything as it is here, and asks no more about this change. */
export async function keep(call: Call<unknown, unknown>): Promise<Reply> {
  const asked = await askedOf(call);
  if (asked.row.question === null) throw conflict('Nothing is asked about it.', ['take'], 'nothing-asked');
  return call.commit(async (tx) => {
    await settle(tx, call, asked.row, { question: null });
    return answer(call.deps, asked, tx);
  });
}

function refusalOf({ code, detail, problems }: Announced & { ok: false }): Refusal {
  const status = problems.length > 0 ? 422 : code === 'not-allowed' ? 403 : 409;
  return new Refusal(status, code, detail, problems);
}

async function askedOf(call: Call<unknown, unknown>): Promise<Asked> {
  const source = await existing(call.deps, param(call, 'id'));
  const id = param(call, 'item');
  const row = isId(id) ? await findImportItem(call.deps.database.db, source.id, id) : null;
  if (!row) throw notFound('item of this import', id);
  return { source, row };
}

async function settle(
  tx: Transaction,
  { actor }: Call<unknown, unknown>,
  row: ImportItemRow,
  values: Parameters<typeof updateImportItem>[2],
): Promise<void> {
  await updateImportItem(tx.db, row.id, values);
  await writeAudit(tx.db, {
    actor: actor.name,
    action: 'import.answered',
    thing: 'import',
    thingId: row.importId,
    detail: { item: row.id, title: row.item.title, question: row.question },
  });
}

async function answer(deps: ApiDeps, { source, row }: Asked, tx?: Transaction): Promise<Reply> {
  const db = tx?.db ?? deps.database.db;
  const after = await findImportItem(db, source.id, row.id);
  const [body] = await presentItems(db, source, after ? [after] : []);
  return { status: 200, body };
}
