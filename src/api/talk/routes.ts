import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { can } from '#posts/policy';
import { CommentInput, CommentView, MentionableView } from '#posts/schema/talk';
import { type AnnouncementRow, findAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { notify } from '#src/db/notices';
import { namesOf, personIdOf, policyPerson } from '#src/db/people';
import { type CommentRow, insertComment, listComments, peopleOf } from '#src/db/talk';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { invalid, notFound } from '../problem.ts';

const tag = 'comments';

export const talkOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/announcements/:ref/comments',
    action: 'announcement.read',
    tag,
    summary: 'What was said about an announcement, the oldest first',
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page.', schema: pageOf(CommentView) } },
    refusals: [404],
    async handle(call) {
      const { db } = call.deps.database;
      const { id } = await announcementOf(db, call);
      const after = readCursor(call.query.cursor, z.tuple([z.uuid()]))?.[0];
      const found = await listComments(db, { announcementId: id, after, limit: call.query.limit + 1 });
      const page = cutPage(found, call.query.limit, (row) => [row.id]);
      return { status: 200, body: { items: await present(db, page.rows), nextCursor: page.nextCursor } };
    },
  }),
  operation({
    method: 'post',
    path: '/announcements/:ref/comments',
    action: 'announcement.write',
    tag,
    summary: 'Say something about an announcement; it is never published',
    body: CommentInput,
    answers: { 201: { description: 'The comment.', schema: CommentView } },
    refusals: [404],
    handle: say,
  }),
  operation({
    method: 'get',
    path: '/announcements/:ref/people',
    action: 'announcement.read',
    tag,
    summary: 'Who sees an announcement, and can be mentioned',
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page.', schema: pageOf(MentionableView) } },
    refusals: [404],
    async handle(call) {
      const { db } = call.deps.database;
      const { organisationId } = await announcementOf(db, call);
      const after = readCursor(call.query.cursor, z.tuple([z.uuid()]))?.[0];
      const found = await peopleOf(db, organisationId, { after, limit: call.query.limit + 1 });
      const page = cutPage(found, call.query.limit, (row) => [row.id]);
      return { status: 200, body: { items: page.rows, nextCursor: page.nextCursor } };
    },
  }),
];

function say(call: Call<unknown, z.output<typeof CommentInput>>): Promise<Reply> {
  return call.commit(async ({ db }) => {
    const announcement = await announcementOf(db, call);
    const mentions = [...new Set(call.body.mentions ?? [])];
    await mustSee(db, announcement, mentions);
    const author = call.actor.name;
    const values = { id: uuidv7(), announcementId: announcement.id, author, body: call.body.body, mentions };
    const row = await insertComment(db, values);
    const entry = { actor: author, thing: 'comment', thingId: row.id };
    await writeAudit(db, { ...entry, action: 'comment.added', detail: { announcement: announcement.id } });
    if (mentions.length > 0) {
      const detail = { announcement: announcement.id, people: mentions };
      await writeAudit(db, { ...entry, action: 'comment.mentioned', detail });
      await notify(
        { db },
        {
          kind: 'mention',
          key: `mention:${row.id}`,
          thing: 'announcement',
          thingId: announcement.id,
          detail: { title: Object.values(announcement.texts)[0]?.title ?? null, who: author, text: row.body },
          to: mentions,
        },
      );
    }
    const [body] = await present(db, [row]);
    return { status: 201, body };
  });
}

/** Whoever is told of it must see it. Whether somebody is not there or must not see it is one answer. */
async function mustSee(db: Database, { organisationId }: AnnouncementRow, ids: readonly string[]): Promise<void> {
  const problems = [];
  for (const [index, id] of ids.entries()) {
    const person = await policyPerson(db, id);
    if (person && can(person, 'announcement.read', { organisationId }) === 'yes') continue;
    const detail = 'nobody of this id sees the announcement';
    problems.push({ pointer: `/mentions/${index}`, code: 'unknown-person', detail });
  }
  if (problems.length > 0) throw invalid(problems);
}

async function announcementOf(db: Database, call: Pick<Call<unknown, unknown>, 'params'>): Promise<AnnouncementRow> {
  const ref = param(call, 'ref');
  const row = await findAnnouncement(db, ref);
  if (!row) throw notFound('announcement', ref);
  return row;
}

async function present(db: Database, rows: readonly CommentRow[]): Promise<CommentView[]> {
  const ids = rows.flatMap(({ author, mentions }) => [
    ...mentions,
    ...(personIdOf(author) ? [personIdOf(author)] : []),
  ]);
  const names = await namesOf(
    db,
    ids.filter((id) => id !== null),
  );
  const somebody = (id: string | null) => ({ id, name: (id && names.get(id)) ?? null });
  return rows.map(({ id, author, body, mentions, createdAt }) => ({
    id,
    author: somebody(personIdOf(author)),
    body,
    mentions: mentions.map(somebody),
    createdAt,
  }));
}
