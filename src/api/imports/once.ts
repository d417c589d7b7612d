import { inputOf } from '#posts/imports/treatment';
import { IMPORT_KINDS, type ImportItem, type ImportKind, type ImportOnceInput } from '#posts/schema/import';
import { findAnnouncements } from '#src/db/announcements';
import { getCluster } from '#src/db/cluster';
import { putImportItem } from '#src/db/imports';
import { databaseNow } from '#src/db/posts';
import { fetchSource } from '#src/imports/fetch-source';
import { hashOf, sameAs } from '#src/imports/known';
import { readSource, type Source } from '#src/imports/read-source';
import { announcerOf } from '../announcements/announcer.ts';
import type { Call, Reply } from '../operation.ts';
import { invalid } from '../problem.ts';
import { checkTreatment } from './treatment.ts';

/** Reads a file, a pasted page or an address, and shows what would come of it. Nothing is stored. */
export async function preview({ deps, upload }: Call<unknown, unknown>): Promise<Reply> {
  if (!upload) throw new Error('this operation takes an upload');
  const { address = '', kind = '' } = upload.fields;
  const asked = IMPORT_KINDS.find((one) => one === kind) ?? null;
  if (upload.tooLarge) throw refused('/file', 'too-large', 'The file is larger than Kaiku reads.');
  const source: Source = upload.file
    ? { bytes: upload.file.bytes, type: null, address: null }
    : await fetched(deps.fetch, address, asked);
  const { db } = deps.database;
  const { zone } = await getCluster(db);
  const now = await databaseNow(db);
  const { kind: is, read } = await readSource(source, asked, { now, zone });
  if (!read.ok) throw refused(upload.file ? '/file' : '/address', read.code, read.detail);
  const { items, refused: left, notes } = read;
  return { status: 200, body: { kind: is, items: await withKnown(deps, items, now), refused: left, notes } };
}

async function fetched(fetch: Call<unknown, unknown>['deps']['fetch'], address: string, kind: ImportKind | null) {
  const plain = address.trim().replace(/^webcals?:/i, 'https:');
  if (plain === '')
    throw refused('/address', 'missing', 'Send a file in the part "file", or an address in the part "address".');
  const answer = await fetchSource(fetch, plain, kind);
  if (answer.kind === 'content') return answer.source;
  if (answer.kind === 'failed') throw refused('/address', answer.code, answer.detail);
  throw new Error('nobody asked for what is newer');
}

async function withKnown(
  { database: { db } }: Call<unknown, unknown>['deps'],
  items: readonly ImportItem[],
  now: Date,
) {
  const same: (string | null)[] = [];
  for (const item of items) same.push(await sameAs(db, item, now));
  const found = new Map(
    (
      await findAnnouncements(
        db,
        same.flatMap((id) => id ?? []),
      )
    ).map((row) => [row.id, row]),
  );
  return items.map((item, index) => {
    const row = found.get(same[index] ?? '');
    const title = row && (Object.values(row.texts)[0]?.title ?? row.slug);
    return { item, known: row && title !== undefined ? { id: row.id, slug: row.slug, title } : null };
  });
}

/** Makes drafts of the chosen items, each in a commit of its own: what is wrong with one keeps back no other. */
export async function once(call: Call<unknown, ImportOnceInput>): Promise<Reply> {
  const { deps, actor, body } = call;
  const { db } = deps.database;
  const { organisationId, ...how } = await checkTreatment(db, actor, body, false);
  const { languages } = await getCluster(db);
  const announcer = announcerOf(deps);
  const made: { sourceId: string; announcement: string }[] = [];
  const refusals: { sourceId: string; title: string; code: string; detail: string }[] = [];
  for (const item of body.items) {
    const input = inputOf(item, { ...how, organisation: organisationId }, languages, false);
    const answer = await announcer.create(input, actor, (tx, { id }) => putImportItem(tx.db, onceRow(item, id)));
    const { sourceId, title } = item;
    if (answer.ok) made.push({ sourceId, announcement: answer.id });
    else {
      const detail = answer.problems.map((one) => one.detail).join(' · ') || answer.detail;
      refusals.push({ sourceId, title, code: answer.problems[0]?.code ?? answer.code, detail });
    }
  }
  return call.commit(async () => ({ status: 201, body: { made, refused: refusals } }));
}

/** Remembers where it came from, so that the same thing is known when a subscription brings it. */
function onceRow(item: ImportItem, announcementId: string) {
  const startsAt = item.event ? new Date(item.event.startsAt) : null;
  const { sourceId, uid } = item;
  return {
    importId: null,
    sourceId,
    uid,
    hash: hashOf(item),
    state: 'new' as const,
    announcementId,
    item,
    applied: item,
    startsAt,
  };
}

function refused(pointer: string, code: string, detail: string) {
  return invalid([{ pointer, code, detail }]);
}
