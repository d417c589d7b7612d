import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { AuditVerb } from '#posts/audit';
import { defaultWorthUntil } from '#posts/due';
import { cancelled, type EventRevision } from '#posts/event-status';
import { type Change, followCancellation } from '#posts/follow';
import { isNews } from '#posts/follow/changes';
import type { Fact } from '#posts/state';
import {
  type AnnouncementRow,
  deleteAnnouncement,
  findAnnouncement,
  lockAnnouncement,
  updateAnnouncement,
} from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Database, Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { databaseNow, type PostRow, recordFact } from '#src/db/posts';
import { insertComment } from '#src/db/talk';
import { approvesOwn, mustApprove, usableBy, writersAfter } from '../approval.ts';
import type { Actor } from '../deps.ts';
import { type DeadLinks, deadLinks, throughGate } from '../gate.ts';
import { pushTimers } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { conflict, invalid, notFound } from '../problem.ts';
import { allPosts, applyChanges, revisionOf } from './apply.ts';
import { answer } from './create.ts';
import { type Cutter, cutting, measuring } from './cut.ts';
import { resolve } from './resolve.ts';
import { storedInput } from './stored.ts';

type Acted = Call<unknown, { reason?: string | undefined } | undefined>;
type Told = { code: string; detail: string };

/** What may be asked of an announcement in each of its states. */
const POSSIBLE: Record<AnnouncementRow['state'], readonly string[]> = {
  draft: ['submit', 'cancel', 'delete'],
  awaitingApproval: ['approve', 'reject', 'cancel', 'delete'],
  open: ['cancel'],
  cancelled: ['submit', 'delete'],
};

export async function submit(call: Acted): Promise<Reply> {
  const dead = await linksOf(call);
  return act(call, 'submitted', async (tx, row, posts) => {
    // An approval that an edit voided, or a return, makes single posts drafts again: those are what is submitted.
    if (!posts.some(isDraft)) throw impossible(row, 'it was submitted before');
    const now = await databaseNow(tx.db);
    const resolved = await resolve(
      tx.db,
      await storedInput(tx.db, row, row.organisationId),
      now,
      await getCluster(tx.db),
      usableBy(call.actor, row.channels),
      measuring,
    );
    const problems = [
      // Of a cancelled event only the news of it is sent, whose time is now.
      ...resolved.problems.filter(({ code }) => row.state !== 'cancelled' && (code !== 'past' || isLate(posts, now))),
      ...resolved.fundingProblems,
    ];
    if (problems.length > 0) throw invalid(problems);
    const told = await throughGate(tx.db, row, dead);
    const mayApprove = await approvesOwn(tx.db, call.actor, row);
    await bringToNow(tx, row, posts, call.actor.name);
    const after = await record(tx, posts, ['draft'], { type: 'submitted', mayApprove }, call.actor.name);
    const state =
      row.state === 'cancelled' || row.state === 'open' ? row.state : mayApprove ? 'open' : 'awaitingApproval';
    const writers = mayApprove ? [] : writersAfter(row, call.actor, false);
    const columns = mayApprove ? { approved: null } : {};
    return { state, posts: after, notes: [...resolved.notes, ...told], writers, columns };
  });
}

export async function approve(call: Acted): Promise<Reply> {
  const dead = await linksOf(call);
  return act(call, 'approved', async (tx, row, posts) => {
    if (!waits(row, posts)) throw impossible(row, 'nothing of it waits for approval');
    await mustApprove(tx.db, call.actor, row);
    const notes = await throughGate(tx.db, row, dead);
    await bringToNow(tx, row, posts, call.actor.name);
    const after = await record(tx, posts, ['awaitingApproval'], { type: 'approved' }, call.actor.name);
    const approved = after.filter((_post, index) => posts[index]?.state === 'awaitingApproval');
    const state = row.state === 'cancelled' ? row.state : 'open';
    const told = { content: fingerprint(approved) };
    return { state, posts: after, notes, writers: [], columns: { approved: null }, told };
  });
}

export function reject(call: Acted): Promise<Reply> {
  return act(call, 'returned', async (tx, row, posts) => {
    if (!waits(row, posts)) throw impossible(row, 'nothing of it waits for approval');
    const after = await record(tx, posts, ['awaitingApproval'], { type: 'returned' }, call.actor.name);
    const { reason } = call.body ?? {};
    // Where the talk of it goes on; the notice of the return has the same words.
    if (reason)
      await insertComment(tx.db, { id: uuidv7(), announcementId: row.id, author: call.actor.name, body: reason });
    return { state: row.state === 'awaitingApproval' ? 'draft' : row.state, posts: after, notes: [] };
  });
}

export function cancel(call: Acted): Promise<Reply> {
  return act(call, 'cancelled', async (tx, row, posts) => {
    if (row.state === 'cancelled') throw impossible(row, 'it was cancelled before');
    const changes = await cancellationOf(tx.db, call.actor, row, posts, cutting(tx.db, call.deps.media));
    const { changed, notes } = await applyChanges(tx, row, changes, {
      actor: call.actor.name,
      mayApprove: true,
      ownMove: true,
    });
    const stays = changes.flatMap((change): Told[] =>
      change.kind === 'leave'
        ? [{ code: 'not-cancelled', detail: `post ${change.post.id} is ${change.post.state} and stays as it is` }]
        : [],
    );
    const was = revisionOf(row);
    return {
      state: 'cancelled',
      posts: await allPosts(tx.db, row.id),
      timers: changed,
      notes: [...notes.filter(({ code }) => code !== 'not-changed'), ...stays],
      columns: was ? stoppedEvent(row, cancelled(was)) : {},
    };
  });
}

/** What cancelling does to the posts; nothing is done yet. */
export async function cancellationOf(
  db: Database,
  actor: Actor,
  row: AnnouncementRow,
  posts: readonly PostRow[],
  cut: Cutter,
): Promise<Change<PostRow>[]> {
  const [now, cluster] = [await databaseNow(db), await getCluster(db)];
  const stored = await storedInput(db, row, row.organisationId);
  const standing = await resolve(db, stored, now, cluster, usableBy(actor, row.channels), cut);
  return followCancellation(standing, posts, now, cluster.zone);
}

/** Only what never reached anybody may vanish; the rest is kept for the report to the funder. */
export function remove(call: Call<unknown, unknown>): Promise<Reply> {
  const ref = param(call, 'ref');
  return call.commit(async (tx) => {
    const row = await lockAnnouncement(tx.db, ref);
    if (!row) throw notFound('announcement', ref);
    const posts = await allPosts(tx.db, row.id);
    const open = posts.find(
      ({ state }) => !['draft', 'awaitingApproval', 'cancelled', 'missed', 'rejected'].includes(state),
    );
    if (open) throw impossible(row, `post ${open.id} is ${open.state}; cancel the announcement instead`, ['cancel']);
    await deleteAnnouncement(tx.db, row.id);
    await writeAudit(tx.db, {
      actor: call.actor.name,
      action: 'announcement.deleted',
      thing: 'announcement',
      thingId: row.id,
      detail: { slug: row.slug, posts: posts.length },
    });
    return { status: 204 };
  });
}

interface Done {
  readonly state: AnnouncementRow['state'];
  readonly posts: readonly PostRow[];
  readonly notes: readonly Told[];
  /** Who wrote what is not approved now; left out: those from before. */
  readonly writers?: string[];
  /** Those of the posts that may need a timer; left out: all. */
  readonly timers?: readonly PostRow[];
  /** What of the announcement itself changes besides. */
  readonly columns?: Partial<Pick<AnnouncementRow, 'eventStatus' | 'sequence' | 'approved'>>;
  /** More for the audit log. */
  readonly told?: Record<string, unknown>;
}

/** Asked before the transaction, which must not wait for the world; a link that changes meanwhile is not told of. */
async function linksOf(call: Acted): Promise<DeadLinks> {
  const row = await findAnnouncement(call.deps.database.db, param(call, 'ref'));
  return row ? deadLinks(call.deps.fetch, row) : new Map();
}

function act(
  call: Acted,
  verb: AuditVerb,
  work: (tx: Transaction, row: AnnouncementRow, posts: PostRow[]) => Promise<Done>,
): Promise<Reply> {
  const ref = param(call, 'ref');
  return call.commit(async (tx, jobs) => {
    const row = await lockAnnouncement(tx.db, ref);
    if (!row) throw notFound('announcement', ref);
    const done = await work(tx, row, await allPosts(tx.db, row.id));
    const after = await updateAnnouncement(tx.db, row.id, {
      state: done.state,
      ...(done.writers ? { writers: done.writers } : {}),
      ...done.columns,
    });
    await pushTimers(tx, jobs, done.timers ?? done.posts);
    await writeAudit(tx.db, {
      actor: call.actor.name,
      action: `announcement.${verb}`,
      thing: 'announcement',
      thingId: row.id,
      detail: {
        from: row.state,
        to: done.state,
        ...(call.body?.reason ? { reason: call.body.reason } : {}),
        ...done.told,
      },
    });
    return answer(call.deps, tx.db, 200, after, done.posts, done.notes);
  });
}

async function record(
  tx: Transaction,
  posts: readonly PostRow[],
  states: readonly PostRow['state'][],
  fact: Fact,
  actor: string,
): Promise<PostRow[]> {
  const after: PostRow[] = [];
  for (const post of posts) {
    const recorded = states.includes(post.state) ? await recordFact(tx, post.id, fact, { actor }) : null;
    after.push(recorded && 'post' in recorded ? recorded.post : post);
  }
  return after;
}

/** Says in the log which words exactly were approved. */
function fingerprint(posts: readonly PostRow[]): string {
  const content = posts.map(({ id, message }) => [id, message]);
  return createHash('sha256').update(JSON.stringify(content), 'utf8').digest('hex');
}

/** Posts, or a change that has none to wait with: then readers see what was approved before. */
function waits(row: AnnouncementRow, posts: readonly PostRow[]): boolean {
  return row.approved !== null || posts.some(({ state }) => state === 'awaitingApproval');
}

/** That it does not take place is for readers to know at once, whatever else of it waits. */
function stoppedEvent({ approved }: AnnouncementRow, revision: EventRevision) {
  return { ...revision, approved: approved && { ...approved, ...revision } };
}

function isDraft({ state }: PostRow): boolean {
  return state === 'draft';
}

/** Whether a draft's own time is past; one that was moved by hand is not, whatever the announcement says. */
function isLate(posts: readonly PostRow[], now: Date): boolean {
  return posts.some(
    (post) => isDraft(post) && post.step === null && post.scheduledAt !== null && post.scheduledAt < now,
  );
}

/** "As soon as it is submitted" means now, not when the draft was written; so does news of the event. */
async function bringToNow(
  tx: Transaction,
  row: AnnouncementRow,
  posts: readonly PostRow[],
  actor: string,
): Promise<void> {
  const startsAt = row.event ? new Date(row.event.startsAt) : null;
  for (const post of posts) {
    const soon = isNews(post.step) || (post.step === null && !row.publishAt);
    if (!soon || !['draft', 'awaitingApproval'].includes(post.state)) continue;
    const moved = (_post: PostRow, now: Date): Fact => ({
      type: 'moved',
      scheduledAt: now,
      worthUntil: row.worthUntil ?? defaultWorthUntil(now, startsAt),
    });
    await recordFact(tx, post.id, moved, { actor });
  }
}

function impossible(row: AnnouncementRow, why: string, possible = POSSIBLE[row.state]) {
  return conflict(`The announcement is ${row.state}: ${why}.`, possible);
}
