import { z } from 'zod';
import { NOTICE_KINDS, NOTICE_LANGUAGES } from '#posts/notices';
import { Instant } from '#posts/schema/basics';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { listNotices, markNoticesRead, type NoticeRow, unreadNotices } from '#src/db/notices';
import { getPerson, namesOf, personIdOf } from '#src/db/people';
import { pathOf, say } from '#src/notify/words/index';
import { type Operation, operation } from '../operation.ts';
import { cutPage, pageQuery, readCursor } from '../page.ts';

const tag = 'notices';
const Language = z.enum(NOTICE_LANGUAGES);
const unread = z.int().describe('How many of all your notices you have not read.');
const View = z
  .object({
    id: z.uuid(),
    kind: z.enum(NOTICE_KINDS),
    at: Instant,
    readAt: Instant.nullable(),
    title: z.string(),
    text: z.string().describe('What happened, and what it means.'),
    todo: z.string().nullable().describe('What to do; null: nothing.'),
    thing: z.string(),
    thingId: z.string().nullable(),
    path: z.string().describe('Where it can be seen, below /app.'),
  })
  .meta({ id: 'Notice' });

const list = operation({
  method: 'get',
  path: '/notices',
  action: 'me.read',
  tag,
  summary: 'What you were told, the newest first',
  description: 'In your own language, or in the one that you ask for. An API key is told nothing.',
  query: z.object({ ...pageQuery, language: Language.optional() }),
  answers: {
    200: {
      description: 'One page.',
      schema: z.object({ items: z.array(View), nextCursor: z.string().nullable(), unread }).meta({ id: 'Notices' }),
    },
  },
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const personId = personIdOf(actor.name);
    if (personId === null) return { status: 200, body: { items: [], nextCursor: null, unread: 0 } };
    const before = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0];
    const rows = await listNotices(db, personId, { before, limit: query.limit + 1 });
    const page = cutPage(rows, query.limit, ({ id }) => [id]);
    const items = await present(db, page.rows, query.language ?? (await languageOf(db, personId)));
    return { status: 200, body: { items, nextCursor: page.nextCursor, unread: await unreadNotices(db, personId) } };
  },
});

const read = operation({
  method: 'post',
  path: '/notices/read',
  action: 'me.edit',
  tag,
  summary: 'Mark notices as read; without ids, all of them',
  body: z.strictObject({ ids: z.array(z.uuid()).max(200).optional() }).meta({ id: 'NoticesRead' }),
  answers: { 200: { description: 'Done.', schema: z.object({ unread }) } },
  handle: (call) =>
    call.commit(async ({ db }) => {
      const personId = personIdOf(call.actor.name);
      if (personId === null) return { status: 200, body: { unread: 0 } };
      await markNoticesRead(db, personId, call.body.ids ?? null);
      return { status: 200, body: { unread: await unreadNotices(db, personId) } };
    }),
});

async function languageOf(db: Database, personId: string) {
  return (await getPerson(db, personId))?.language ?? 'fi';
}

async function present(
  db: Database,
  rows: readonly NoticeRow[],
  language: z.output<typeof Language>,
): Promise<z.input<typeof View>[]> {
  const { zone } = await getCluster(db);
  const names = await namesOf(
    db,
    rows.flatMap(({ detail }) => personIdOf(detail.who ?? '') ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at,
    readAt: row.readAt,
    ...say(row, { language, zone, names }),
    thing: row.thing,
    thingId: row.thingId,
    path: pathOf(row),
  }));
}

export const noticeOperations: readonly Operation[] = [list, read];
