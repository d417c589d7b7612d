import { z } from 'zod';
import { type Action, seenOrganisations } from '#posts/policy';
import { AnnouncementInput } from '#posts/schema/announcement';
import {
  ANNOUNCEMENT_STATES,
  AnnouncementPatch,
  AnnouncementView,
  AnnouncementWithPosts,
  PlanView,
  Timeline,
} from '#posts/schema/announcement-view';
import { findAnnouncement, listAnnouncements } from '#src/db/announcements';
import { getCluster } from '#src/db/cluster';
import { findNamed, ORGANISATIONS } from '#src/db/named-things';
import type { ApiDeps } from '../deps.ts';
import { type Operation, operation, param, selfChecked } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { notFound } from '../problem.ts';
import { approve, cancel, reject, remove, submit } from './acts.ts';
import { changeAnnouncement } from './change.ts';
import { checkInput, createAnnouncement, noteOf } from './create.ts';
import { History, history } from './history.ts';
import { presentAnnouncements, presentPlanned } from './present.ts';
import { planChange } from './timeline.ts';
import { warn } from './warn.ts';

const tag = 'announcements';
const withPosts = {
  description: 'The announcement and its posts.',
  schema: AnnouncementWithPosts.meta({ id: 'AnnouncementWithPosts' }),
};
const View = AnnouncementView.meta({ id: 'Announcement' });
const Input = AnnouncementInput.meta({ id: 'AnnouncementInput' });
const Reason = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .describe('Told to those who hear of it; when something is returned it stands among the comments too.'),
  })
  .optional();

const list = operation({
  method: 'get',
  path: '/announcements',
  action: 'announcement.read',
  tag,
  summary: 'List announcements, the newest first',
  query: z.object({
    ...pageQuery,
    kind: z.enum(['announcement', 'event']).optional(),
    state: z.enum(ANNOUNCEMENT_STATES).optional(),
    theme: z.string().optional(),
    organisation: z.string().optional(),
    unapproved: z
      .enum(['true'])
      .optional()
      .describe('Only those of which a change waits for approval while readers see what was approved before it.'),
    q: z.string().trim().min(1).max(200).optional().describe('Words that stand in a title or a text.'),
  }),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const organisation = query.organisation ? await findNamed(db, ORGANISATIONS, query.organisation) : undefined;
    if (organisation === null) return { status: 200, body: { items: [], nextCursor: null } };
    const cursor = readCursor(query.cursor, z.tuple([z.coerce.date(), z.uuid()]));
    const found = await listAnnouncements(db, {
      organisations: seenOrganisations(actor.person),
      kind: query.kind,
      state: query.state,
      unapproved: query.unapproved === 'true',
      theme: query.theme,
      organisationId: organisation?.id,
      q: query.q,
      before: cursor && { at: cursor[0], id: cursor[1] },
      limit: query.limit + 1,
    });
    const page = cutPage(found, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
    return {
      status: 200,
      body: { items: await presentAnnouncements(db, page.rows, deps.settings.publicUrl), nextCursor: page.nextCursor },
    };
  },
});

const create = selfChecked({
  method: 'post',
  path: '/announcements',
  action: 'announcement.write',
  tag,
  summary: 'Create an announcement or event and its posts',
  description:
    'One post is planned for every channel and language, and with a campaign for every step. With "submit": true they ' +
    'are scheduled at once by whoever may approve. Every problem of the request is told at once, and then nothing is stored.',
  body: Input,
  answers: { 201: withPosts },
  handle: createAnnouncement,
});

const plan = selfChecked({
  method: 'post',
  path: '/announcements/plan',
  action: 'announcement.write',
  tag,
  summary: 'See what creating would do; nothing is stored',
  body: Input,
  answers: {
    200: {
      description: 'The posts that would be made, and everything that is wrong.',
      schema: PlanView.meta({ id: 'Plan' }),
    },
  },
  async handle(call) {
    const { resolved, problems } = await checkInput(call);
    const notes = [...resolved.notes, ...resolved.fundingProblems.map(noteOf)];
    const { posts } = resolved.plan;
    const { db } = call.deps.database;
    const coming = posts.map((post) => ({ announcement: '', post }));
    const warnings = (await warn(db, call.actor, coming, (await getCluster(db)).zone)).map(
      ({ announcement: _this, ...warned }) => warned,
    );
    return { status: 200, body: { posts: posts.map(presentPlanned), problems, notes, warnings } };
  },
});

const timeline = selfChecked({
  method: 'post',
  path: '/announcements/:ref/plan',
  action: 'announcement.write',
  tag,
  summary: 'See what a change, or a cancellation, would do to the posts; nothing is stored',
  description: 'The body is what PATCH would take; an empty one shows what stands. ?act=cancel shows a cancellation.',
  query: z.object({ act: z.enum(['change', 'cancel']).optional() }),
  body: AnnouncementPatch.meta({ id: 'AnnouncementPatch' }),
  answers: {
    200: { description: 'Every post, in the order of their times.', schema: Timeline.meta({ id: 'Timeline' }) },
  },
  refusals: [404, 409],
  handle: planChange,
});

const get = operation({
  method: 'get',
  path: '/announcements/:ref',
  action: 'announcement.read',
  tag,
  summary: 'Read one announcement, by its slug or id',
  answers: { 200: { description: 'The announcement.', schema: View } },
  refusals: [404],
  async handle({ deps, params }) {
    const row = await existing(deps, param({ params }, 'ref'));
    const [body] = await presentAnnouncements(deps.database.db, [row], deps.settings.publicUrl);
    return { status: 200, body, revision: row.revision };
  },
});

const happened = operation({
  method: 'get',
  path: '/announcements/:ref/history',
  action: 'announcement.read',
  tag,
  summary: 'What happened to an announcement, and what was said along with it; the newest first',
  answers: { 200: { description: 'The newest 200.', schema: History } },
  refusals: [404],
  handle: async (call) => history(call, (await existing(call.deps, param(call, 'ref'))).id),
});

const patch = selfChecked({
  method: 'patch',
  path: '/announcements/:ref',
  action: 'announcement.write',
  tag,
  summary: 'Change an announcement; its posts follow',
  description:
    'Posts that are not out and not written by hand are composed anew, moved with the event, added or cancelled with ' +
    'the channels. Published posts stay as they are and are named in the notes.',
  ifMatch: true,
  body: AnnouncementPatch.meta({ id: 'AnnouncementPatch' }),
  answers: { 200: withPosts },
  refusals: [404, 409],
  handle: changeAnnouncement,
});

const erase = operation({
  method: 'delete',
  path: '/announcements/:ref',
  action: 'announcement.delete',
  tag,
  summary: 'Delete an announcement of which nothing went out',
  answers: { 204: { description: 'It is deleted.' } },
  refusals: [404, 409],
  handle: remove,
});

const act = (name: string, action: Action, summary: string, handle: typeof submit) =>
  operation({
    method: 'post',
    path: `/announcements/:ref/${name}`,
    action,
    tag,
    summary,
    body: Reason,
    answers: { 200: withPosts },
    refusals: [404, 409],
    handle,
  });

export const announcementOperations: readonly Operation[] = [
  list,
  create,
  plan,
  timeline,
  get,
  happened,
  patch,
  erase,
  act('submit', 'announcement.submit', 'Submit a draft: scheduled at once by whoever may approve', submit),
  act('approve', 'announcement.approve', 'Approve what waits for approval', approve),
  act('reject', 'announcement.approve', 'Return what waits for approval to its author', reject),
  act('cancel', 'announcement.cancel', 'Cancel an announcement and every post that is not out', cancel),
];

async function existing(deps: ApiDeps, ref: string) {
  const row = await findAnnouncement(deps.database.db, ref);
  if (!row) throw notFound('announcement', ref);
  return row;
}
