import { type Circumstances, decide, decideMissing, type Reason, type Step } from '#posts/imports/decide';
import { differences, factsOfAnnouncement, factsOfItem } from '#posts/imports/facts';
import { inputOf } from '#posts/imports/treatment';
import type { ImportItem, ImportResult } from '#posts/schema/import';
import { type AnnouncementRow, findAnnouncement } from '#src/db/announcements';
import {
  type ImportItemRow,
  type ImportRow,
  itemsOfImport,
  type NewImportItem,
  otherItemOf,
  putImportItem,
  sawImportItems,
} from '#src/db/imports';
import type { Announced } from './announcer.ts';
import type { ImportDeps } from './deps.ts';
import { hashOf, keptLanguage, knownOf, sameAs } from './known.ts';
import { patchOf } from './patch.ts';
import type { Read } from './read.ts';
import { treatmentOf, writerOf } from './source.ts';

export type Counts = Pick<ImportResult, 'new' | 'updated' | 'asking' | 'merged' | 'refused'>;

/** One reading of one source, on its way into announcements. */
export interface Applying {
  readonly deps: ImportDeps;
  readonly source: ImportRow;
  readonly languages: readonly string[];
  /** The database's clock. */
  readonly now: Date;
}

/**
 * Takes over what a source tells: each item in a commit of its own, so that a reading that breaks off has done what it
 * did, and the next one goes on from there.
 */
export async function applyReading(applying: Applying, read: Read & { ok: true }): Promise<Counts> {
  const { db } = applying.deps.database;
  const counts: Counts = { new: 0, updated: 0, asking: 0, merged: 0, refused: 0 };
  const known = new Map((await itemsOfImport(db, applying.source.id)).map((row) => [row.sourceId, row]));
  const same: string[] = [];
  for (const item of read.items) {
    const row = known.get(item.sourceId) ?? null;
    known.delete(item.sourceId);
    const done = await applyItem(applying, item, row);
    if (done === null && row) same.push(row.id);
    if (done) counts[done] += 1;
  }
  await sawImportItems(db, same);
  for (const row of known.values()) {
    if (isMissing(row, read, applying.now) && (await applyMissing(applying, row))) counts.asking += 1;
  }
  return counts;
}

/** @returns what it counts as; null: nothing happened */
async function applyItem(
  applying: Applying,
  item: ImportItem,
  row: ImportItemRow | null,
): Promise<keyof Counts | null> {
  const { deps, source, languages, now } = applying;
  const { db } = deps.database;
  const announcement = row?.announcementId ? await findAnnouncement(db, row.announcementId) : null;
  const language = announcement ? keptLanguage(row?.applied ?? item, announcement, source, languages) : source.language;
  const known = row && knownOf(row, item, announcement, language);
  const fresh = known === null || (known.state === 'refused' && !known.unchanged);
  const around: Circumstances = {
    rule: source.rule,
    now,
    since: source.createdAt,
    same: fresh ? await sameAs(db, item, now) : null,
  };
  return carryOut(applying, decide(item, known, around), { item, row, announcement, language });
}

interface Subject {
  readonly item: ImportItem;
  readonly row: ImportItemRow | null;
  readonly announcement: AnnouncementRow | null;
  readonly language: string;
}

async function carryOut(applying: Applying, step: Step, subject: Subject): Promise<keyof Counts | null> {
  const { db } = applying.deps.database;
  const { item, row } = subject;
  const put = (values: Values) => putImportItem(db, rowOf(applying.source, item, row, values));
  switch (step.do) {
    case 'nothing':
      return null;
    case 'remember':
      await put({});
      return null;
    case 'refuse':
      await put({ state: 'refused', reason: step.reason });
      return 'refused';
    case 'merge': {
      const detail = 'The same is here already, from another source or by hand.';
      await put({ state: 'merged', reason: { code: 'same', detail }, announcementId: step.into });
      return 'merged';
    }
    case 'ask':
      await put({ state: item.cancelled ? 'removed' : 'updated', reason: step.reason, question: step.question });
      return 'asking';
    case 'create':
      return create(applying, subject, step);
    case 'back':
      await put({ state: 'updated', reason: null, question: null });
      return 'updated';
    case 'update':
      return update(applying, subject);
    case 'cancel':
      return cancel(applying, subject);
  }
}

async function create(
  { deps, source, languages }: Applying,
  { item, row }: Subject,
  { submit, reason }: { readonly submit: boolean; readonly reason: Reason | null },
): Promise<keyof Counts> {
  const input = inputOf(item, treatmentOf(source), languages, submit);
  const made = await deps.announcer.create(input, writerOf(source), (tx, { id }) =>
    putImportItem(tx.db, rowOf(source, item, row, { state: 'new', reason, announcementId: id, applied: item })),
  );
  return made.ok ? 'new' : refused(deps, source, item, row, made);
}

async function update(applying: Applying, subject: Subject): Promise<keyof Counts | null> {
  const { deps, source } = applying;
  const { item, row, announcement, language } = subject;
  if (!announcement) throw new Error('only what became an announcement is updated');
  const changes = differences(factsOfAnnouncement(announcement, language), factsOfItem(item));
  const taken: Values = { state: 'updated', reason: null, question: null, applied: item };
  if (changes.length === 0) {
    await putImportItem(deps.database.db, rowOf(source, item, row, taken));
    return null;
  }
  const patch = patchOf(announcement, changes, language);
  const made = await deps.announcer.change(announcement.id, patch, writerOf(source), (tx, { notes }) =>
    putImportItem(tx.db, rowOf(source, item, row, { ...taken, reason: keptByHand(notes) })),
  );
  if (made.ok) return 'updated';
  const question: Values = { state: 'updated', reason: reasonOf(made), question: 'change' };
  await putImportItem(deps.database.db, rowOf(source, item, row, question));
  return 'asking';
}

async function cancel({ deps, source }: Applying, { item, row, announcement }: Subject): Promise<keyof Counts> {
  if (!announcement) throw new Error('only what became an announcement is cancelled');
  const detail = 'The source says that it is cancelled.';
  const reason = { code: 'cancelled-there', detail };
  const made = await deps.announcer.cancel(announcement.id, detail, writerOf(source), (tx) =>
    putImportItem(tx.db, rowOf(source, item, row, { state: 'removed', reason, question: null, applied: item })),
  );
  if (made.ok) return 'updated';
  await putImportItem(deps.database.db, rowOf(source, item, row, { state: 'removed', reason, question: 'cancel' }));
  return 'asking';
}

/** @returns true when a person is asked */
async function applyMissing({ deps, source, languages }: Applying, row: ImportItemRow): Promise<boolean> {
  const { db } = deps.database;
  const announcement = row.announcementId ? await findAnnouncement(db, row.announcementId) : null;
  const other = announcement && (await otherItemOf(db, announcement.id, row.id));
  const language = announcement ? keptLanguage(row.item, announcement, source, languages) : source.language;
  const step = decideMissing(knownOf(row, row.item, announcement, language), other !== null);
  if (step.do === 'nothing') return false;
  const question = step.do === 'ask' ? step.question : null;
  const reason =
    step.do === 'ask' ? step.reason : { code: 'gone-elsewhere', detail: 'It is gone from this source only.' };
  await putImportItem(db, rowOf(source, row.item, row, { state: 'removed', reason, question }));
  // From now on the other source is the one that is followed.
  if (other?.state === 'merged') await putImportItem(db, { ...other, state: 'updated', reason: null });
  return question !== null;
}

/** Gone, and not merely past, further off than was read, or refused at this reading. */
function isMissing({ startsAt, item }: ImportItemRow, { covers, refused }: Read & { ok: true }, now: Date): boolean {
  if (!covers || !startsAt || startsAt < now || startsAt >= covers.to) return false;
  return !refused.some(({ title }) => title === item.title);
}

type Values = Partial<Pick<NewImportItem, 'state' | 'reason' | 'question' | 'announcementId' | 'applied'>>;

/** An item's row as it is to be; what is not named stays as it was. */
export function rowOf(
  source: Pick<ImportRow, 'id'>,
  item: ImportItem,
  row: ImportItemRow | null,
  values: Values,
): NewImportItem {
  return {
    importId: source.id,
    sourceId: item.sourceId,
    uid: item.uid,
    hash: hashOf(item),
    state: row?.state ?? 'new',
    reason: row?.reason ?? null,
    question: row?.question ?? null,
    announcementId: row?.announcementId ?? null,
    applied: row?.applied ?? null,
    item,
    startsAt: item.event ? new Date(item.event.startsAt) : null,
    ...values,
  };
}

async function refused(
  { database }: ImportDeps,
  source: ImportRow,
  item: ImportItem,
  row: ImportItemRow | null,
  answer: Announced & { ok: false },
): Promise<'refused'> {
  await putImportItem(database.db, rowOf(source, item, row, { state: 'refused', reason: reasonOf(answer) }));
  return 'refused';
}

export function reasonOf({ code, detail, problems }: Announced & { ok: false }): Reason {
  const [first] = problems;
  return first ? { code: first.code, detail: problems.map((one) => one.detail).join(' · ') } : { code, detail };
}

/** Posts that a person wrote keep their words; that is told where the change is shown. */
function keptByHand(notes: readonly Reason[]): Reason | null {
  const kept = notes.filter(({ code }) => code === 'written-by-hand' || code === 'already-published');
  const [first] = kept;
  return first ? { code: first.code, detail: kept.map(({ detail }) => detail).join(' · ') } : null;
}
