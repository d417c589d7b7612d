import { z } from 'zod';
import { listAudit } from '#src/db/audit';
import { type Operation, operation } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';

const Entry = z
  .object({
    id: z.int(),
    at: z.date(),
    actor: z.string(),
    action: z.string(),
    thing: z.string(),
    thingId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

const list = operation({
  method: 'get',
  path: '/audit',
  action: 'audit.read',
  tag: 'audit',
  summary: 'Who did what, and what was refused; the newest first',
  query: z.object({ ...pageQuery, thing: z.string().optional(), thingId: z.string().optional() }),
  answers: { 200: { description: 'One page.', schema: pageOf(Entry) } },
  async handle({ deps, query }) {
    const before = readCursor(query.cursor, z.tuple([z.int()]))?.[0];
    const { thing, thingId, limit } = query;
    const page = cutPage(
      await listAudit(deps.database.db, { thing, thingId, before, limit: limit + 1 }),
      limit,
      (row) => [row.id],
    );
    return { status: 200, body: { items: page.rows, nextCursor: page.nextCursor } };
  },
});

export const auditOperations: readonly Operation[] = [list];
