import { z } from 'zod';
import { type Action, seenOrganisations } from '#posts/policy';
import { Note } from '#posts/schema/announcement-view';
import { AttemptView, DecisionInput, PostView, StateNameSchema } from '#posts/schema/post';
import { Sample } from '#posts/schema/sample';
import { findAnnouncement } from '#src/db/announcements';
import { listAttempts } from '#src/db/attempts';
import { findChannel } from '#src/db/channels';
import { getCluster } from '#src/db/cluster';
import { listPosts } from '#src/db/posts';
import { listSamples } from '#src/db/samples';
import { readDay } from '../days.ts';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { invalid } from '../problem.ts';
import { cancelPost, measure, publishNow, retract, retry } from './acts.ts';
import { changePost } from './change.ts';
import { decide } from './decide.ts';
import { existingPost } from './existing.ts';
import { PostPatchBody } from './input.ts';
import { presentAttempt, presentPosts, presentSample } from './present.ts';
import { suggestedTimes } from './suggested-times.ts';

const tag = 'posts';
const View = PostView.meta({ id: 'Post' });
const one = {
  description: 'The post.',
  schema: PostView.extend({ notes: z.array(Note).optional() }).meta({ id: 'ChangedPost' }),
};
const list = operation({
  method: 'get',
  path: '/posts',
  action: 'post.read',
  tag,
  summary: 'List posts in the order of their times',
  query: z.object({
    ...pageQuery,
    from: z.string().optional().describe('A date in the cluster’s zone (2026-12-01) or a time; inclusive.'),
    to: z.string().optional().describe('A date in the cluster’s zone, inclusive, or a time, exclusive.'),
    channel: z.string().optional(),
    state: z.string().optional().describe('One state, or several with commas.'),
    announcement: z.string().optional(),
  }),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  refusals: [422],
  async handle({ deps, actor, query }) {
    const { db } = deps.database;
    const { zone } = await getCluster(db);
    const channel = query.channel ? await findChannel(db, query.channel) : undefined;
    const announcement = query.announcement ? await findAnnouncement(db, query.announcement) : undefined;
    if (channel === null || announcement === null) return { status: 200, body: { items: [], nextCursor: null } };
    const from = readDay('from', query.from, zone, 'start');
    const to = readDay('to', query.to, zone, 'end');
    const cursor = readCursor(
      query.cursor,
      z.tuple([
        z
          .literal('')
          .transform(() => null)
          .or(z.coerce.date()),
        z.uuid(),
      ]),
    );
    const found = await listPosts(db, {
      organisations: seenOrganisations(actor.person),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(channel ? { channelId: channel.id } : {}),
      ...(announcement ? { announcementId: announcement.id } : {}),
      ...(query.state ? { states: readStates(query.state) } : {}),
      ...(cursor ? { cursor: { at: cursor[0], id: cursor[1] } } : {}),
      limit: query.limit + 1,
    });
    const page = cutPage(found, query.limit, (row) => [row.scheduledAt?.toISOString() ?? '', row.id]);
    return { status: 200, body: { items: await presentPosts(db, page.rows), nextCursor: page.nextCursor } };
  },
});

function readStates(written: string): z.infer<typeof StateNameSchema>[] {
  const parsed = z.array(StateNameSchema).safeParse(written.split(',').map((name) => name.trim()));
  if (parsed.success) return parsed.data;
  throw invalid([
    { pointer: '?state', code: 'invalid', detail: `the states are ${StateNameSchema.options.join(', ')}` },
  ]);
}

const get = operation({
  method: 'get',
  path: '/posts/:id',
  action: 'post.read',
  tag,
  summary: 'Read one post',
  answers: { 200: { description: 'The post.', schema: View } },
  refusals: [404],
  async handle({ deps, params }) {
    const post = await existingPost(deps.database.db, param({ params }, 'id'));
    const [body] = await presentPosts(deps.database.db, [post]);
    return { status: 200, body, revision: post.revision };
  },
});

const patch = operation({
  method: 'patch',
  path: '/posts/:id',
  action: 'post.write',
  tag,
  summary: 'Change the words or the time of a post',
  description: 'The words of a published post are changed on its page too; that happens soon after the answer.',
  ifMatch: true,
  body: PostPatchBody,
  answers: { 200: one },
  refusals: [404, 409],
  handle: changePost,
});

const act = (name: string, action: Action, summary: string, handle: typeof retry) =>
  operation({
    method: 'post',
    path: `/posts/:id/${name}`,
    action,
    tag,
    summary,
    body: z.strictObject({}).optional(),
    answers: { 200: one },
    refusals: [404, 409],
    handle,
  });

const decideOperation = operation({
  method: 'post',
  path: '/posts/:id/decide',
  action: 'post.decide',
  tag,
  summary: 'Say whether a post of which nobody knows is on its page',
  description:
    '"adopt" names the link of the post that is there. "publish-again" looks at the page once more and publishes only ' +
    'when the post is not seen there.',
  body: DecisionInput.meta({ id: 'Decision' }),
  answers: { 200: one },
  refusals: [404, 409, 503],
  handle: decide,
});

const attempts = operation({
  method: 'get',
  path: '/posts/:id/attempts',
  action: 'post.read',
  tag,
  summary: 'What was tried for a post, with what exactly was sent',
  answers: { 200: { description: 'Oldest first.', schema: pageOf(AttemptView.meta({ id: 'Attempt' })) } },
  refusals: [404],
  async handle({ deps, params }) {
    const post = await existingPost(deps.database.db, param({ params }, 'id'));
    const rows = await listAttempts(deps.database.db, post.id);
    return { status: 200, body: { items: rows.map(presentAttempt), nextCursor: null } };
  },
});

const samples = operation({
  method: 'get',
  path: '/posts/:id/samples',
  action: 'post.read',
  tag,
  summary: 'The numbers of a post over time; null means not known',
  answers: { 200: { description: 'Oldest first.', schema: pageOf(Sample.meta({ id: 'Sample' })) } },
  refusals: [404],
  async handle({ deps, params }) {
    const post = await existingPost(deps.database.db, param({ params }, 'id'));
    const rows = await listSamples(deps.database.db, post.id);
    return { status: 200, body: { items: rows.map(presentSample), nextCursor: null } };
  },
});

export const postOperations: readonly Operation[] = [
  list,
  suggestedTimes,
  get,
  patch,
  act('publish-now', 'post.publish', 'Publish a scheduled or missed post now', publishNow),
  act('retry', 'post.publish', 'Try again at once', retry),
  act('cancel', 'post.cancel', 'Cancel a post that is not out', cancelPost),
  act('retract', 'post.retract', 'Delete a published post from its page', retract),
  decideOperation,
  act('measure', 'post.measure', 'Read the numbers of a published post soon', measure),
  attempts,
  samples,
];
