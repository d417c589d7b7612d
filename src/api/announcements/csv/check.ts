import { createHash } from 'node:crypto';
import { type Column, readHeaders } from '#posts/csv/columns';
import { faultOf } from '#posts/csv/faults';
import { announcementOf, type Vocabulary } from '#posts/csv/row';
import type { CsvFault } from '#posts/schema/csv-import';
import { type ChannelRow, listChannels } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { importedRows } from '#src/db/csv-imports';
import { CAMPAIGN_TEMPLATES, FUNDINGS, listNamed, ORGANISATIONS, TARGET_GROUPS, THEMES } from '#src/db/named-things';
import type { Call } from '../../operation.ts';
import { Refusal } from '../../problem.ts';
import { type CheckedInput, checkInput } from '../create.ts';
import { type ReadFile, readCsvFile } from './read-file.ts';

/** A row as an announcement that could be made of it. */
export interface CheckedRow {
  readonly row: number;
  /** Of what it says; the same words from another file are the same row. */
  readonly fingerprint: string;
  readonly checked: CheckedInput;
  /** The announcement that this row became before; null: it is new. */
  readonly importedAs: string | null;
}

export interface CheckedFile {
  readonly file: Pick<ReadFile, 'encoding' | 'delimiter'> | null;
  readonly rows: readonly CheckedRow[];
  readonly faults: readonly CsvFault[];
}

/** More of a kind than any cluster has. */
const ALL_NAMES = 1000;

/** Everything that would be made of a file, and everything that is wrong with it, by row and column. Stores nothing. */
export async function checkFile(
  call: Call<unknown, unknown>,
  bytes: Uint8Array,
  submit: boolean,
): Promise<CheckedFile> {
  const { db } = call.deps.database;
  const read = readCsvFile(bytes);
  if ('fault' in read) return { file: null, rows: [], faults: [{ ...read.fault, column: null, value: null }] };
  const { languages } = await getCluster(db);
  const { columns, faults } = readHeaders(read.file.headers, languages);
  if (faults.length > 0) {
    const told = faults.map(({ header, ...fault }) => ({ row: 1, column: header, value: null, ...fault }));
    return { file: read.file, rows: [], faults: told };
  }
  const names = await vocabulary(db);
  const own = await ownOrganisation(call);
  const rows = read.file.rows.map(({ row, cells }) => {
    const body = announcementOf(columns, cells, names, own);
    return { row, cells, body: { ...body, submit }, fingerprint: fingerprintOf(body) };
  });
  const before = await importedRows(
    db,
    rows.map(({ fingerprint }) => fingerprint),
  );
  const found: CsvFault[] = [];
  const checked: CheckedRow[] = [];
  const first = new Map<string, number>();
  for (const { row, cells, body, fingerprint } of rows) {
    const earlier = first.get(fingerprint);
    first.set(fingerprint, earlier ?? row);
    if (earlier !== undefined) found.push(sameRow(row, earlier));
    const { checked: one, faults: wrong } = await checkRow(call, row, cells, body, columns);
    // What is there already needs no mending, such as a time that has passed since.
    if (!before.has(fingerprint)) found.push(...wrong);
    if (one) checked.push({ row, fingerprint, checked: one, importedAs: before.get(fingerprint) ?? null });
  }
  return { file: read.file, rows: checked, faults: found };
}

async function checkRow(
  call: Call<unknown, unknown>,
  row: number,
  cells: readonly string[],
  body: unknown,
  columns: readonly (Column | null)[],
): Promise<{ checked: CheckedInput | null; faults: CsvFault[] }> {
  try {
    const checked = await checkInput({ ...call, body });
    return { checked, faults: checked.problems.map((problem) => faultOf(problem, row, columns, cells)) };
  } catch (error) {
    // The organisation is not theirs to write for: said of the row, so that the others are checked too.
    if (!(error instanceof Refusal) || error.status !== 403) throw error;
    const problem = { pointer: '/organisation', code: error.code, detail: error.message };
    return { checked: null, faults: [faultOf(problem, row, columns, cells)] };
  }
}

function sameRow(row: number, earlier: number): CsvFault {
  const detail = `this row says the same as row ${earlier}; leave one out`;
  return { row, column: null, value: String(earlier), code: 'row-twice', detail };
}

/** A person of one organisation need not name it on each row. */
async function ownOrganisation({ actor, deps }: Call<unknown, unknown>): Promise<string | null> {
  const mine = Object.keys(actor.person.roles);
  const all = await listNamed(deps.database.db, ORGANISATIONS, { limit: ALL_NAMES });
  const found = actor.person.clusterAdmin ? all : all.filter(({ id }) => mine.includes(id));
  return found.length === 1 ? (found[0]?.slug ?? null) : null;
}

async function vocabulary(db: Database): Promise<Vocabulary> {
  const limit = { limit: ALL_NAMES };
  return {
    organisations: await listNamed(db, ORGANISATIONS, limit),
    channels: (await listChannels(db, limit)).map(({ slug, name }: ChannelRow) => ({ slug, names: { name } })),
    themes: await listNamed(db, THEMES, limit),
    targetGroups: await listNamed(db, TARGET_GROUPS, limit),
    fundings: await listNamed(db, FUNDINGS, limit),
    campaigns: await listNamed(db, CAMPAIGN_TEMPLATES, limit),
  };
}

function fingerprintOf(body: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');
}
