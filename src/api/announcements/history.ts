import { z } from 'zod';
import { type AuditRow, listAudit } from '#src/db/audit';
import { namesOf, personIdOf } from '#src/db/people';
import type { Call, Reply } from '../operation.ts';
import { pageOf } from '../page.ts';

export const History = pageOf(
  z
    .object({
      at: z.date(),
      /** Null: the person was erased, or it was no person. */
      name: z.string().nullable(),
      actor: z.string(),
      action: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      reason: z.string().nullable().describe('What was said along with it, such as why it was returned.'),
    })
    .meta({ id: 'HistoryEntry' }),
);

const SHOWN = 200;

/** What happened to an announcement, for all who see it: without origins, which only the audit log tells. */
export async function history({ deps }: Pick<Call<unknown, unknown>, 'deps'>, announcementId: string): Promise<Reply> {
  const { db } = deps.database;
  const rows = await listAudit(db, { thing: 'announcement', thingId: announcementId, limit: SHOWN });
  const names = await namesOf(
    db,
    rows.flatMap(({ actor }) => personIdOf(actor) ?? []),
  );
  return { status: 200, body: { items: rows.map((row) => present(row, names)), nextCursor: null } };
}

function present({ at, actor, action, detail }: AuditRow, names: ReadonlyMap<string, string>) {
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : null);
  const name = names.get(personIdOf(actor) ?? '') ?? null;
  return { at, name, actor, action, from: text('from'), to: text('to'), reason: text('reason') };
}
