import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { AuditVerb } from '#posts/audit';
import { NewPreviewView, PREVIEW_DAYS, PreviewInput, PreviewView } from '#posts/schema/talk';
import { findAnnouncement } from '#src/db/announcements';
import { hashOfKey } from '#src/db/api-keys';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { isId } from '#src/db/ids';
import { databaseNow } from '#src/db/posts';
import { insertPreview, listPreviews, type PreviewRow, revokePreview } from '#src/db/talk';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { pageOf } from '../page.ts';
import { notFound } from '../problem.ts';

const tag = 'previews';
const DAY_MS = 86_400_000;

export const previewOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/announcements/:ref/previews',
    action: 'announcement.write',
    tag,
    summary: 'List the preview links that still open',
    answers: { 200: { description: 'All of them.', schema: pageOf(PreviewView) } },
    refusals: [404],
    async handle(call) {
      const { db } = call.deps.database;
      const rows = await listPreviews(db, await announcementId(db, call));
      return { status: 200, body: { items: rows.map(present), nextCursor: null } };
    },
  }),
  operation({
    method: 'post',
    path: '/announcements/:ref/previews',
    action: 'announcement.write',
    tag,
    summary: 'Make a link that shows the posts as they will stand, to whoever holds it',
    description: 'Read-only, without signing in, until it ends or is taken back. The link is shown this once.',
    body: PreviewInput.optional(),
    answers: { 201: { description: 'The link.', schema: NewPreviewView } },
    refusals: [404],
    handle: make,
  }),
  operation({
    method: 'delete',
    path: '/announcements/:ref/previews/:preview',
    action: 'announcement.write',
    tag,
    summary: 'Take a preview link back; it opens nothing from now on',
    answers: { 204: { description: 'It is taken back.' } },
    refusals: [404],
    handle: (call) =>
      call.commit(async ({ db }) => {
        const id = param(call, 'preview');
        const of = await announcementId(db, call);
        if (!isId(id) || !(await revokePreview(db, of, id))) throw notFound('preview link', id);
        await log(db, call, 'revoked', id, { announcement: of });
        return { status: 204 };
      }),
  }),
];

function make(call: Call<unknown, z.output<typeof PreviewInput> | undefined>): Promise<Reply> {
  const token = randomBytes(32).toString('base64url');
  return call.commit(async ({ db }) => {
    const of = await announcementId(db, call);
    const now = await databaseNow(db);
    const expiresAt = new Date(now.getTime() + (call.body?.days ?? PREVIEW_DAYS) * DAY_MS);
    const values = { id: uuidv7(), announcementId: of, hash: hashOfKey(token), createdBy: call.actor.name, expiresAt };
    const row = await insertPreview(db, values);
    await log(db, call, 'made', row.id, { announcement: of, expiresAt: expiresAt.toISOString() });
    const url = `${call.deps.settings.publicUrl}/preview/${token}`;
    return { status: 201, body: { ...present(row), url }, remembered: { ...present(row), url: '(was shown once)' } };
  });
}

async function announcementId(db: Database, call: Pick<Call<unknown, unknown>, 'params'>): Promise<string> {
  const ref = param(call, 'ref');
  const row = await findAnnouncement(db, ref);
  if (!row) throw notFound('announcement', ref);
  return row.id;
}

function present({ id, createdAt, expiresAt }: PreviewRow): z.input<typeof PreviewView> {
  return { id, createdAt, expiresAt };
}

function log(
  db: Database,
  { actor }: Pick<Call<unknown, unknown>, 'actor'>,
  verb: AuditVerb,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> {
  return writeAudit(db, { actor: actor.name, action: `preview.${verb}`, thing: 'preview', thingId: id, detail });
}
