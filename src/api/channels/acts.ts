import { writeAudit } from '#src/db/audit';
import { findChannel, lockChannel, removeChannel } from '#src/db/channels';
import { holdChannel, releaseChannel } from '#src/db/holds';
import { listPosts, recordFact } from '#src/db/posts';
import { examine, learn } from '#src/publishing/check-channel';
import { pushTimers } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { conflict } from '../problem.ts';
import { answer } from './connect.ts';
import { existingChannel } from './existing.ts';

type Acted = Call<unknown, { message?: string | undefined } | undefined>;

/** Its posts wait until it is resumed; nothing is lost but what is no longer worth saying then. */
export async function pause(call: Acted): Promise<Reply> {
  return call.commit(async (tx) => {
    const channel = await existingChannel(tx.db, param(call, 'ref'));
    const message = call.body?.message ?? `paused by ${call.actor.name}`;
    await holdChannel(tx, channel.id, { reason: 'paused', until: null, message }, call.actor.name);
    return answer(call.deps, tx, 200, (await findChannel(tx.db, channel.id)) ?? channel);
  });
}

export async function resume(call: Acted): Promise<Reply> {
  return call.commit(async (tx, jobs) => {
    const channel = await existingChannel(tx.db, param(call, 'ref'));
    await pushTimers(tx, jobs, await releaseChannel(tx, channel.id, call.actor.name));
    return answer(call.deps, tx, 200, (await findChannel(tx.db, channel.id)) ?? channel);
  });
}

/** Asks the page whether Kaiku may publish there now. */
export async function check(call: Acted): Promise<Reply> {
  const channel = await existingChannel(call.deps.database.db, param(call, 'ref'));
  const checked = await examine(call.deps.publishing, channel);
  return call.commit(async (tx) =>
    answer(call.deps, tx, 200, await learn(call.deps.publishing, tx, checked, call.actor.name)),
  );
}

/** Disconnects a page and cancels what waits for it. What is on its way must be settled first. */
export async function disconnect(call: Call<unknown, unknown>): Promise<Reply> {
  return call.commit(async (tx) => {
    const { id } = await existingChannel(tx.db, param(call, 'ref'));
    const channel = await lockChannel(tx.db, id);
    if (!channel) return { status: 204 };
    const busy = await listPosts(tx.db, {
      channelId: id,
      states: ['publishing', 'uncertain', 'needsDecision'],
      limit: 1,
    });
    if (busy[0])
      throw conflict(`Post ${busy[0].id} is ${busy[0].state}; wait until it is known whether it went out.`, ['pause']);
    const waiting = await listPosts(tx.db, {
      channelId: id,
      states: ['draft', 'awaitingApproval', 'scheduled', 'retrying', 'parked', 'missed', 'rejected'],
      limit: 10_000,
    });
    for (const post of waiting) await recordFact(tx, post.id, { type: 'cancelled' }, { actor: call.actor.name });
    await removeChannel(tx.db, channel);
    await writeAudit(tx.db, {
      actor: call.actor.name,
      action: 'channel.removed',
      thing: 'channel',
      thingId: id,
      detail: { slug: channel.slug, cancelled: waiting.length },
    });
    return { status: 204 };
  });
}
