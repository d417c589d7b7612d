import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { listAuditWithOrigins } from '#src/db/audit';
import { checkAudit, sealAudit } from '#src/db/audit-chain';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { readDay } from '../days.ts';
import { type Operation, operation } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';

const tag = 'audit';
/** More than this is exported in parts, by from and to. */
const EXPORTED = 50_000;

const Entry = z
  .object({
    id: z.int(),
    at: z.date(),
    actor: z.string(),
    action: z.string(),
    thing: z.string(),
    thingId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    origin: z.object({ address: z.string().nullable(), program: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'AuditEntry' });
const Check = z
  .object({
    ok: z.boolean(),
    checked: z.int(),
    head: z.string().nullable(),
    broken: z.object({ no: z.int(), auditId: z.int(), why: z.string() }).nullable(),
    unsealed: z.int(),
  })
  .meta({ id: 'AuditCheck' });

const filters = {
  thing: z.string().optional(),
  thingId: z.string().optional(),
  actor: z.string().optional().describe('Such as person:<id> or api-key:<id>.'),
  action: z.string().optional().describe('A whole action such as post.cancelled, or its first part: post.'),
  from: z.string().optional().describe('A date in the cluster’s zone, inclusive, or a time.'),
  to: z.string().optional().describe('A date in the cluster’s zone, inclusive, or a time, exclusive.'),
};
const Filters = z.object(filters);

const list = operation({
  method: 'get',
  path: '/audit',
  action: 'audit.read',
  tag,
  summary: 'Who did what, and what was refused; the newest first',
  query: z.object({ ...pageQuery, ...filters }),
  answers: { 200: { description: 'One page.', schema: pageOf(Entry) } },
  async handle({ deps, query }) {
    const { db } = deps.database;
    const before = readCursor(query.cursor, z.tuple([z.int()]))?.[0];
    const wanted = { ...(await readFilters(db, query)), before, limit: query.limit + 1 };
    const page = cutPage(await listAuditWithOrigins(db, wanted), query.limit, (row) => [row.id]);
    return { status: 200, body: { items: page.rows, nextCursor: page.nextCursor } };
  },
});

const csv = operation({
  method: 'get',
  path: '/audit.csv',
  action: 'audit.read',
  tag,
  summary: `The same as CSV; at most ${EXPORTED} lines, the newest first`,
  query: Filters,
  answers: { 200: { description: 'RFC 4180, UTF-8.', type: 'text/csv; charset=utf-8' } },
  async handle({ deps, query }) {
    const { db } = deps.database;
    const rows = await listAuditWithOrigins(db, { ...(await readFilters(db, query)), limit: EXPORTED });
    const head = ['id', 'at', 'actor', 'action', 'thing', 'thingId', 'detail', 'address', 'program'];
    const lines = rows.map((row) => [
      row.id,
      row.at.toISOString(),
      row.actor,
      row.action,
      row.thing,
      row.thingId,
      JSON.stringify(row.detail),
      row.origin?.address,
      row.origin?.program,
    ]);
    const text = stringify([head, ...lines], { record_delimiter: 'windows', escape_formulas: true });
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="kaiku-audit.csv"',
    };
    return { status: 200, headers, body: Buffer.from(text, 'utf8') };
  },
});

const check = operation({
  method: 'get',
  path: '/audit/check',
  action: 'audit.read',
  tag,
  summary: 'Whether the log is as it was written',
  description: 'Every entry is sealed within half a minute by a hash that holds the one before. Keep "head" elsewhere.',
  answers: { 200: { description: 'What was found.', schema: Check } },
  async handle({ deps }) {
    await sealAudit(deps.database);
    return { status: 200, body: await checkAudit(deps.database.db) };
  },
});

async function readFilters(db: Database, query: z.output<typeof Filters>) {
  const { zone } = await getCluster(db);
  const { thing, thingId, actor, action } = query;
  const from = readDay('from', query.from, zone, 'start') ?? undefined;
  const to = readDay('to', query.to, zone, 'end') ?? undefined;
  return { thing, thingId, actor, action, from, to };
}

export const auditOperations: readonly Operation[] = [list, csv, check];
