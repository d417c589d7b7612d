import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { CsvImportView, CsvPreview } from '#posts/schema/csv-import';
import { writeAudit } from '#src/db/audit';
import { getCluster } from '#src/db/cluster';
import { type CsvImportRow, getImport, insertImport } from '#src/db/csv-imports';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { type Call, type Operation, operation, param, type Reply } from '../../operation.ts';
import { invalid, notFound, Refusal } from '../../problem.ts';
import { noteOf } from '../create.ts';
import { warn } from '../warn.ts';
import { type CheckedFile, type CheckedRow, checkFile } from './check.ts';
import { FILE_LIMIT, MOST_ROWS } from './read-file.ts';
import { runImport } from './run.ts';

const tag = 'announcements';
const Form = z.object({
  file: z.any().meta({ type: 'string', contentMediaType: 'text/csv' }),
  submit: z.enum(['true', 'false']).optional(),
  confirm: z.string().optional().describe('The fingerprint of the preview.'),
});
const Progress = CsvImportView.meta({ id: 'CsvImport' });

const take = operation({
  method: 'post',
  path: '/announcements/import',
  action: 'announcement.write',
  tag,
  summary: 'Make many announcements of a CSV file: first a preview, then, confirmed, the announcements',
  description:
    `multipart/form-data with "file" (CSV, at most ${FILE_LIMIT / 1024 / 1024} MB and ${MOST_ROWS} rows; semicolons, commas or ` +
    'tabs; UTF-8 or as Excel saves it; columns as docs/csv-import.md has them) and "submit" ("true": scheduled at once ' +
    'by whoever may approve; else drafts). Answers a preview with every fault by row and column, and stores nothing. ' +
    'Sent again with "confirm", the preview’s fingerprint, it makes the announcements in the background and answers how ' +
    'far it has come. A row that was imported before is not made again.',
  takesUpload: true,
  form: Form,
  answers: {
    200: {
      description: 'What would be made, and everything that is wrong.',
      schema: CsvPreview.meta({ id: 'CsvPreview' }),
    },
    202: { description: 'The import has begun.', schema: Progress },
  },
  refusals: [409, 413, 415, 422],
  handle: receive,
});

async function receive(call: Call<unknown, unknown>): Promise<Reply> {
  const { bytes, name } = fileOf(call);
  const fields = call.upload?.fields ?? {};
  const fingerprint = createHash('sha256').update(bytes).digest('hex');
  if (fields.confirm !== undefined && fields.confirm !== fingerprint) {
    const why =
      'This is not the file that was previewed. Look at its preview, then confirm it by the fingerprint there.';
    throw new Refusal(409, 'other-file', why);
  }
  const checked = await checkFile(call, bytes, fields.submit === 'true');
  if (fields.confirm === undefined) return { status: 200, body: await previewOf(call, fingerprint, checked) };
  if (checked.faults.length > 0) {
    throw invalid(
      checked.faults.map(({ row, column, code, detail }) => ({
        pointer: `/rows/${row ?? 0}${column ? `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}` : ''}`,
        code,
        detail,
      })),
    );
  }
  return begin(
    call,
    name,
    checked.rows.filter(({ importedAs }) => importedAs === null),
  );
}

async function begin(call: Call<unknown, unknown>, fileName: string, rows: readonly CheckedRow[]): Promise<Reply> {
  const { deps, actor } = call;
  const id = uuidv7();
  const reply = await call.commit(async (tx) => {
    const row = await insertImport(tx.db, { id, fileName, total: rows.length, createdBy: actor.name });
    await writeAudit(tx.db, {
      actor: actor.name,
      action: 'announcements.imported',
      thing: 'csv-import',
      thingId: id,
      detail: { fileName, rows: rows.length },
    });
    return { status: 202, body: present(row), headers: { Location: `/api/v1/announcements/imports/${id}` } };
  });
  void runImport(deps, actor, id, rows).catch((error: unknown) =>
    deps.logger.error({ err: error, import: id }, 'an import of announcements ended in the middle'),
  );
  return reply;
}

const progress = operation({
  method: 'get',
  path: '/announcements/imports/:import',
  action: 'announcement.write',
  tag,
  summary: 'How far an import of a CSV file has come',
  answers: { 200: { description: 'The import.', schema: Progress } },
  refusals: [404],
  async handle(call) {
    const id = param(call, 'import');
    const row = await getImport(call.deps.database.db, id);
    const { name, person } = call.actor;
    if (!row || (row.createdBy !== name && !person.clusterAdmin)) throw notFound('import', id);
    return { status: 200, body: present(row) };
  },
});

function fileOf(call: Call<unknown, unknown>): { bytes: Buffer; name: string } {
  const { upload } = call;
  if (!upload) throw new Error('this operation takes an upload');
  const { file, tooLarge } = upload;
  if (!file) throw invalid([{ pointer: '/file', code: 'missing', detail: 'send the file in the part "file"' }]);
  if (tooLarge || file.bytes.length > FILE_LIMIT) {
    const detail = `the file is larger than ${FILE_LIMIT / 1024 / 1024} MB; divide it`;
    throw new Refusal(413, 'file-too-large', `Nothing was stored: ${detail}.`, [
      { pointer: '/file', code: 'file-too-large', detail },
    ]);
  }
  return { bytes: file.bytes, name: file.name.slice(0, 200) };
}

async function previewOf(
  { deps, actor }: Call<unknown, unknown>,
  fingerprint: string,
  { file, rows, faults }: CheckedFile,
): Promise<z.input<typeof CsvPreview>> {
  const { db } = deps.database;
  const fresh = rows.filter(({ importedAs }) => importedAs === null);
  const coming = fresh.flatMap(({ row, checked }) =>
    checked.resolved.plan.posts.map((post) => ({ announcement: `row ${row}`, post })),
  );
  const warnings = await warn(db, actor, coming, (await getCluster(db)).zone);
  const ids = rows.flatMap(({ checked }) => checked.resolved.columns.organisationId ?? []);
  const organisations = new Map(
    (await findNamedAll(db, ORGANISATIONS, [...new Set(ids)])).map(({ id, slug }) => [id, slug]),
  );
  return {
    fingerprint,
    encoding: file?.encoding ?? null,
    delimiter: file?.delimiter ?? null,
    rows: rows.map(({ row, checked: { input, resolved }, importedAs }) => ({
      row,
      kind: input?.kind ?? (resolved.columns.event ? 'event' : 'announcement'),
      organisation: organisations.get(resolved.columns.organisationId ?? '') ?? null,
      title: Object.values(resolved.columns.texts)[0]?.title ?? '',
      posts: resolved.plan.posts.map(({ channel, language, scheduledAt }) => ({ channel, language, scheduledAt })),
      notes: [...resolved.notes, ...(input?.submit ? [] : resolved.fundingProblems.map(noteOf))],
      warnings: warnings
        .filter(({ announcement }) => announcement === `row ${row}`)
        .map(({ announcement: _row, ...warned }) => warned),
      importedAs,
    })),
    faults: [...faults],
  };
}

function present({
  id,
  fileName,
  total,
  done,
  created,
  createdBy,
  createdAt,
  updatedAt,
  finishedAt,
}: CsvImportRow): z.input<typeof CsvImportView> {
  return { id, fileName, total, done, created, createdBy, createdAt, updatedAt, finishedAt };
}

export const csvImportOperations: readonly Operation[] = [take, progress];
