import { z } from 'zod';
import { seenOrganisations } from '#posts/policy';
import {
  IMPORT_ITEM_STATES,
  IMPORT_KINDS,
  ImportInput,
  ImportItemView,
  ImportOnceInput,
  ImportOnceView,
  ImportPatch,
  ImportPreview,
  ImportView,
} from '#posts/schema/import';
import { listImportItems, listImports } from '#src/db/imports';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { keep, take } from './answers.ts';
import { once, preview } from './once.ts';
import { presentImports, presentItems } from './present.ts';
import { add, change, existing, remove, run } from './subscriptions.ts';

const tag = 'imports';
const View = ImportView.meta({ id: 'Import' });
const Item = ImportItemView.meta({ id: 'ImportItem' });
const one = { description: 'The import.', schema: View };
const item = { description: 'The item, as it is now.', schema: Item };
const Nothing = z.strictObject({}).optional();

const list = operation({
  method: 'get',
  path: '/imports',
  action: 'import.read',
  tag,
  summary: 'List the partners’ calendars, feeds and pages that are read',
  query: z.object(pageQuery),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const cursor = readCursor(query.cursor, z.tuple([z.coerce.date(), z.uuid()]));
    const found = await listImports(db, {
      organisations: seenOrganisations(actor.person),
      before: cursor && { at: cursor[0], id: cursor[1] },
      limit: query.limit + 1,
    });
    const page = cutPage(found, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
    return { status: 200, body: { items: await presentImports(db, page.rows), nextCursor: page.nextCursor } };
  },
});

const create = operation({
  method: 'post',
  path: '/imports',
  action: 'import.write',
  tag,
  summary: 'Read a partner’s calendar, news feed or event page from now on',
  description:
    'It is read at once and then every hour. What is new becomes drafts, or is scheduled at once with "rule": ' +
    '"schedule", which takes who may approve. What changes there changes here unless a person changed it meanwhile; then, ' +
    'and when something is gone there, a person is asked.',
  body: ImportInput.meta({ id: 'ImportInput' }),
  answers: { 201: one },
  handle: add,
});

const look = operation({
  method: 'post',
  path: '/imports/preview',
  action: 'import.write',
  tag,
  summary: 'See what a file, a page or an address holds; nothing is stored',
  description:
    'multipart/form-data with "file" (iCalendar, RSS, Atom, JSON Feed or HTML with schema.org data) or "address".',
  takesUpload: true,
  form: z.object({
    file: z.any().optional().meta({ type: 'string', contentMediaType: 'text/calendar' }),
    address: z.string().optional().describe('Of a calendar, a feed or a page.'),
    kind: z.enum(IMPORT_KINDS).optional().describe('What it should be; left out: whatever it is.'),
  }),
  answers: { 200: { description: 'What would come.', schema: ImportPreview.meta({ id: 'ImportPreview' }) } },
  refusals: [413, 415, 422],
  handle: preview,
});

const takeOnce = operation({
  method: 'post',
  path: '/imports/once',
  action: 'import.write',
  tag,
  summary: 'Make drafts of items of a preview',
  body: ImportOnceInput.meta({ id: 'ImportOnceInput' }),
  answers: {
    201: { description: 'What was made, and what was refused.', schema: ImportOnceView.meta({ id: 'ImportOnce' }) },
  },
  handle: once,
});

const get = operation({
  method: 'get',
  path: '/imports/:id',
  action: 'import.read',
  tag,
  summary: 'Read one import',
  answers: { 200: one },
  refusals: [404],
  async handle({ deps, params }) {
    const row = await existing(deps, param({ params }, 'id'));
    const [body] = await presentImports(deps.database.db, [row]);
    return { status: 200, body, revision: row.revision };
  },
});

const patch = operation({
  method: 'patch',
  path: '/imports/:id',
  action: 'import.write',
  tag,
  summary: 'Change an import, or pause it',
  ifMatch: true,
  body: ImportPatch.meta({ id: 'ImportPatch' }),
  answers: { 200: one },
  refusals: [404],
  handle: change,
});

const erase = operation({
  method: 'delete',
  path: '/imports/:id',
  action: 'import.write',
  tag,
  summary: 'Stop reading a source; what was made of it stays',
  answers: { 204: { description: 'It is read no more.' } },
  refusals: [404],
  handle: remove,
});

const runNow = operation({
  method: 'post',
  path: '/imports/:id/run',
  action: 'import.write',
  tag,
  summary: 'Read it now; lastResult tells what came',
  body: Nothing,
  answers: { 202: { description: 'It is read within moments.', schema: View } },
  refusals: [404, 409],
  handle: run,
});

const items = operation({
  method: 'get',
  path: '/imports/:id/items',
  action: 'import.read',
  tag,
  summary: 'What came from a source, and why something was refused; the newest first',
  query: z.object({
    ...pageQuery,
    state: z.enum(IMPORT_ITEM_STATES).optional(),
    asking: z.enum(['true']).optional().describe('Only what waits for a person’s answer.'),
  }),
  answers: { 200: { description: 'One page.', schema: pageOf(Item) } },
  refusals: [404],
  async handle({ deps, params, query }) {
    const { db } = deps.database;
    const source = await existing(deps, param({ params }, 'id'));
    const cursor = readCursor(query.cursor, z.tuple([z.coerce.date(), z.uuid()]));
    const found = await listImportItems(db, source.id, {
      state: query.state,
      asking: query.asking === 'true',
      before: cursor && { at: cursor[0], id: cursor[1] },
      limit: query.limit + 1,
    });
    const page = cutPage(found, query.limit, (row) => [row.changedAt.toISOString(), row.id]);
    return { status: 200, body: { items: await presentItems(db, source, page.rows), nextCursor: page.nextCursor } };
  },
});

const answerWith = (name: 'take' | 'keep', summary: string, handle: typeof take) =>
  operation({
    method: 'post',
    path: `/imports/:id/items/:item/${name}`,
    action: 'import.write',
    tag,
    summary,
    body: Nothing,
    answers: { 200: item },
    refusals: [404, 409],
    handle,
  });

export const importOperations: readonly Operation[] = [
  list,
  create,
  look,
  takeOnce,
  get,
  patch,
  erase,
  runNow,
  items,
  answerWith(
    'take',
    'Do as the source says: change or cancel the announcement, or make a draft of what was refused',
    take,
  ),
  answerWith('keep', 'Leave everything as it is here', keep),
];
