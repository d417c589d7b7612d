import type { z } from 'zod';
import { rulesFor, trackLink } from '#posts/compose/index';
import { defaultWorthUntil } from '#posts/due';
import { sameWords } from '#posts/follow/standing';
import type { Problem } from '#posts/problem';
import type { Fact } from '#posts/state';
import { formatLocal } from '#posts/time';
import { lockAnnouncement, setWriters } from '#src/db/announcements';
import { channelsById } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { codeOf } from '#src/db/links';
import { databaseNow, type PostRow, recordFact, setOffer } from '#src/db/posts';
import { wordsAt } from '../announcements/words-at.ts';
import { approvesOwn, writersAfter } from '../approval.ts';
import type { ApiDeps } from '../deps.ts';
import { forbidden } from '../guard.ts';
import { readInstant } from '../instants.ts';
import { timersFor } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, invalid } from '../problem.ts';
import { snapshotOf, startChange } from './acts.ts';
import { existingPost, mustAllow, notPossible, taken } from './existing.ts';
import type { PostPatchBody } from './input.ts';
import { presentPosts } from './present.ts';

type Patch = z.output<typeof PostPatchBody>;

/** What is really new in a patch: a client may send back all that it read. */
interface Wanted {
  readonly message: PostRow['message'] | null;
  readonly move: { readonly scheduledAt: Date; readonly worthUntil: Date | null } | null;
}

export async function changePost(call: Call<unknown, Patch>): Promise<Reply> {
  const id = param(call, 'id');
  return call.commit(async (tx, jobs) => {
    const { db } = tx;
    const post = await existingPost(db, id);
    if (call.revision !== null && call.revision !== post.revision) throw changedMeanwhile(post.revision);
    const channels = await channelsById(db);
    const wanted = await read(call.body, post, await databaseNow(db), (await getCluster(db)).zone);
    if (wanted.message) refuseUnfit(wanted.message, channels.get(post.channelId)?.kind);
    const mayApprove = wanted.message ? await approvedChange(call, tx, post) : false;
    const notes: { code: string; detail: string }[] = [];
    let after = post;
    const declined = call.body.offer === null && post.offer !== null;
    // What was offered is Kaiku's own, so it goes on following the announcement; what a person writes does not.
    const taking = wanted.message !== null && post.offer !== null && sameWords(wanted.message, post.offer);
    const answered = wanted.message ? { handwritten: !taking, offer: null } : {};
    // Taken from the first fact on, so that two changes of one revision cannot both be taken.
    const expected = call.revision === null ? {} : { expectedRevision: call.revision };
    if (wanted.move) {
      const fact: Fact = { type: 'moved', ...wanted.move };
      mustAllow(post, 'move');
      const message = wanted.message ? null : await wordsAt(db, call, post, wanted.move.scheduledAt);
      const changes = message ? { changes: { message } } : {};
      after = taken(await recordFact(tx, id, fact, { actor: call.actor.name, ...changes, ...expected }), id);
    }
    if (wanted.message && post.state === 'published') {
      const snapshot = { ...snapshotOf(post), ...(await asSent(call.deps, tx, post, wanted.message)) };
      const changes = { message: wanted.message, ...answered };
      const asked: Fact = { type: 'edited', mayApprove };
      after = taken(await recordFact(tx, id, asked, { actor: call.actor.name, changes, ...expected }), id);
      await startChange(tx, jobs, post, 'edit', snapshot, call.actor.name);
      notes.push({ code: 'edit-on-its-way', detail: 'the words on the page are changed soon; see the attempts' });
    } else if (wanted.message) {
      mustAllow(post, 'edit');
      const fact: Fact = { type: 'edited', mayApprove };
      const context = { actor: call.actor.name, changes: { message: wanted.message, ...answered } };
      after = taken(await recordFact(tx, id, fact, wanted.move ? context : { ...context, ...expected }), id);
    }
    if (declined && !wanted.message) after = await setOffer(tx, id, null, call.actor.name);
    if (!wanted.message && !wanted.move && !declined && nothingPossible(post)) throw notPossible(post);
    jobs.push(...timersFor([after], channels));
    const [body] = await presentPosts(db, [after]);
    return { status: 200, body: { ...body, notes }, revision: after.revision };
  });
}

/** Whether the new words need nobody else's approval. Those of a post that is out cannot wait for one. */
async function approvedChange(call: Call<unknown, Patch>, tx: Transaction, post: PostRow): Promise<boolean> {
  const row = await lockAnnouncement(tx.db, post.announcementId);
  if (!row) throw new Error(`post ${post.id} has no announcement`);
  const mayApprove = await approvesOwn(tx.db, call.actor, row);
  if (post.state === 'published' && !mayApprove) {
    throw forbidden(
      'The post is out, and its words would change on the page at once, without the approval that yours need. ' +
        'Ask somebody who may approve them.',
    );
  }
  await setWriters(tx.db, row.id, writersAfter(row, call.actor, mayApprove));
  return mayApprove;
}

/** The new words with the short link that the post went out with. */
async function asSent(deps: ApiDeps, tx: Transaction, post: PostRow, message: PostRow['message']) {
  const code = message.link && (await codeOf(tx.db, post.id, message.link.target));
  return code ? trackLink(message, `${deps.settings.publicUrl}/r/${code}`) : message;
}

/** Even a change that changes nothing is told that its post is busy. */
function nothingPossible(post: PostRow): boolean {
  return post.state === 'publishing' || post.state === 'uncertain';
}

async function read(patch: Patch, post: PostRow, now: Date, zone: string): Promise<Wanted> {
  const problems: Problem[] = [];
  const instant = (pointer: string, value: string | Date | null | undefined): Date | null => {
    if (!value) return null;
    const resolved = readInstant(value instanceof Date ? value.toISOString() : value, zone);
    if (resolved.ok) return resolved.instant;
    problems.push({ pointer, code: 'no-such-time', detail: resolved.detail });
    return null;
  };
  const scheduledAt = instant('/scheduledAt', patch.scheduledAt) ?? post.scheduledAt;
  const asked = instant('/worthUntil', patch.worthUntil);
  const moved = scheduledAt?.getTime() !== post.scheduledAt?.getTime();
  if (moved && scheduledAt && scheduledAt.getTime() < now.getTime() - 60_000) {
    const detail = `${formatLocal(scheduledAt, zone)} is past; choose a later time, or publish it now with /posts/${post.id}/publish-now`;
    problems.push({ pointer: '/scheduledAt', code: 'past', detail });
  }
  const worthUntil = asked ?? post.worthUntil;
  const longer = asked?.getTime() !== undefined && asked.getTime() !== post.worthUntil?.getTime();
  if (longer && scheduledAt && asked < scheduledAt) {
    problems.push({
      pointer: '/worthUntil',
      code: 'order',
      detail: 'the post would go out after the time until which it is worth saying',
    });
  }
  if (problems.length > 0) throw invalid(problems);
  const message = { ...post.message, title: patch.title ?? post.message.title, text: patch.text ?? post.message.text };
  const newWords = message.title !== post.message.title || message.text !== post.message.text;
  // A move past the old end takes the end along, unless the end itself was given.
  const end =
    moved && !longer && scheduledAt && (!worthUntil || worthUntil <= scheduledAt)
      ? defaultWorthUntil(scheduledAt, null)
      : worthUntil;
  return {
    message: newWords ? message : null,
    move: scheduledAt && (moved || longer) ? { scheduledAt, worthUntil: end } : null,
  };
}

function refuseUnfit(message: PostRow['message'], kind: keyof typeof rulesFor | undefined): void {
  const problems = kind ? rulesFor[kind].problems(message) : [];
  if (problems.length === 0) return;
  throw invalid(
    problems.map(({ path, code, detail }) => ({ pointer: path === 'title' ? '/title' : '/text', code, detail })),
  );
}
