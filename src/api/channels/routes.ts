import { z } from 'zod';
import { type Action, seenOrganisations } from '#posts/policy';
import { ChannelInput, ChannelView } from '#posts/schema/channel';
import { listChannels } from '#src/db/channels';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { check, disconnect, pause, resume } from './acts.ts';
import { changeChannel, connectChannel } from './connect.ts';
import { existingChannel } from './existing.ts';
import { ChannelPatch } from './input.ts';
import { presentChannels } from './present.ts';

const tag = 'channels';
const View = ChannelView.meta({ id: 'Channel' });
const one = { description: 'The channel.', schema: View };

const list = operation({
  method: 'get',
  path: '/channels',
  action: 'channel.read',
  tag,
  summary: 'List the connected channels',
  query: z.object(pageQuery),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, actor, query }) {
    const after = readCursor(query.cursor, z.tuple([z.string()]))?.[0];
    const page = cutPage(
      await listChannels(deps.database.db, {
        after,
        limit: query.limit + 1,
        organisations: seenOrganisations(actor.person),
      }),
      query.limit,
      (row) => [row.slug],
    );
    const items = await presentChannels(deps, deps.database.db, page.rows);
    return { status: 200, body: { items, nextCursor: page.nextCursor } };
  },
});

const get = operation({
  method: 'get',
  path: '/channels/:ref',
  action: 'channel.read',
  tag,
  summary: 'Read one channel, by its slug or id',
  answers: { 200: one },
  refusals: [404],
  async handle({ deps, params }) {
    const row = await existingChannel(deps.database.db, param({ params }, 'ref'));
    const [body] = await presentChannels(deps, deps.database.db, [row]);
    return { status: 200, body, revision: row.revision };
  },
});

const connect = operation({
  method: 'post',
  path: '/channels',
  action: 'channel.connect',
  tag,
  summary: 'Connect a page',
  description: 'The token is tried at once, stored encrypted, and never given back. A page is connected once.',
  body: ChannelInput.meta({ id: 'ChannelInput' }),
  answers: { 201: one },
  refusals: [409],
  handle: connectChannel,
});

const patch = operation({
  method: 'patch',
  path: '/channels/:ref',
  action: 'channel.edit',
  tag,
  summary: 'Change a channel or give it a new token',
  ifMatch: true,
  body: ChannelPatch,
  answers: { 200: one },
  refusals: [404],
  handle: changeChannel,
});

const remove = operation({
  method: 'delete',
  path: '/channels/:ref',
  action: 'channel.remove',
  tag,
  summary: 'Disconnect a page; what waits for it is cancelled',
  answers: { 204: { description: 'It is disconnected.' } },
  refusals: [404, 409],
  handle: disconnect,
});

const act = (name: string, action: Action, summary: string, handle: typeof pause) =>
  operation({
    method: 'post',
    path: `/channels/:ref/${name}`,
    action,
    tag,
    summary,
    body: z.strictObject({ message: z.string().trim().min(1).max(500).optional() }).optional(),
    answers: { 200: one },
    refusals: [404],
    handle,
  });

export const channelOperations: readonly Operation[] = [
  list,
  get,
  connect,
  patch,
  remove,
  act('pause', 'channel.pause', 'Pause a channel; its posts wait', pause),
  act('resume', 'channel.pause', 'Let a channel publish again', resume),
  act('check', 'channel.check', 'Ask the page whether Kaiku may publish there', check),
];
