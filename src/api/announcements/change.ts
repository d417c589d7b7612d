import { isDeepStrictEqual } from 'node:util';
import { defaultWorthUntil } from '#posts/due';
import type { PlannedPost } from '#posts/plan';
import { type Problem, problemsOf } from '#posts/problem';
import { AnnouncementPatch } from '#posts/schema/announcement-view';
import type { Fact } from '#posts/state';
import { possibleActs } from '#posts/transition';
import { type AnnouncementRow, findAnnouncement, lockAnnouncement, updateAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { databaseNow, insertPosts, listPosts, type PostRow, recordFact } from '#src/db/posts';
import { approvesOwn, usableBy, writersAfter } from '../approval.ts';
import { pushTimers } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '../problem.ts';
import { ALL_POSTS } from './acts.ts';
import { answer, mustWriteFor, noteOf } from './create.ts';
import { cutting } from './cut.ts';
import { type Resolved, resolve } from './resolve.ts';
import { type Sound, soundPart } from './sound.ts';
import { storedInput } from './stored.ts';

type Told = { code: string; detail: string };

/** What of the plan's times the change touches; the others stay where they are, also where a person moved them. */
interface Moved {
  readonly first: boolean;
  readonly steps: boolean;
}

export async function changeAnnouncement(call: Call<unknown, unknown>): Promise<Reply> {
  const ref = param(call, 'ref');
  const { db } = call.deps.database;
  const before = await findAnnouncement(db, ref);
  if (!before) throw notFound('announcement', ref);
  if (call.revision !== null && call.revision !== before.revision) throw changedMeanwhile(before.revision);
  if (before.state === 'cancelled') throw conflict('The announcement is cancelled.', ['delete']);
  const now = await databaseNow(db);
  const resolved = await checkChange(call, before, now);
  return call.commit(async (tx, jobs) => {
    const row = await lockAnnouncement(tx.db, before.id);
    if (!row) throw notFound('announcement', ref);
    if (row.revision !== before.revision) throw changedMeanwhile(row.revision);
    const { columns } = resolved;
    const organisationId = columns.organisationId as string;
    // Whoever changes what it is about must be heard on both.
    const themes = [...new Set([...row.themes, ...columns.themes])];
    const content = { organisationId, themes, writers: row.writers };
    const mayApprove = onlyEventMoved(row, columns) || (await approvesOwn(tx.db, call.actor, content));
    const writers = writersAfter(row, call.actor, mayApprove);
    const after = await updateAnnouncement(tx.db, row.id, { ...columns, organisationId, writers });
    const followed = await followWith(tx, { before, after, resolved, now, call, mayApprove });
    await pushTimers(tx, jobs, followed.changed);
    await writeAudit(tx.db, {
      actor: call.actor.name,
      action: 'announcement.edited',
      thing: 'announcement',
      thingId: row.id,
      detail: { revision: after.revision, posts: followed.changed.length },
    });
    const posts = await listPosts(tx.db, { announcementId: row.id, limit: ALL_POSTS });
    return answer(call.deps, tx.db, 200, after, posts, [...resolved.notes, ...followed.notes]);
  });
}

/**
 * Whether only the event's own time, place or address changed. What posts say of them is generated, so the approval of
 * the words stands (design §11).
 */
function onlyEventMoved(row: AnnouncementRow, { event, ...rest }: Resolved['columns']): boolean {
  if (row.kind !== 'event' || !row.event || !event) return false;
  const { capacity, organiser } = row.event;
  const before = Object.fromEntries(Object.keys(rest).map((key) => [key, row[key as keyof typeof rest]]));
  return same(before, rest) && same({ capacity, organiser }, { capacity: event.capacity, organiser: event.organiser });
}

async function checkChange(call: Call<unknown, unknown>, row: AnnouncementRow, now: Date): Promise<Resolved> {
  const { db } = call.deps.database;
  const parsed = AnnouncementPatch.safeParse(call.body);
  const { submit: _submit, kind: _kind, ...sound } = soundPart(call.body);
  const stored = await storedInput(db, row, row.organisationId);
  // The card was that of the link from before.
  const linkCard = sound.link === undefined || sound.link === row.link ? row.linkCard : null;
  const input: Sound = { ...stored, linkCard, ...sound };
  const usable = usableBy(call.actor, row.channels);
  const resolved = await resolve(db, input, now, await getCluster(db), usable, cutting(db, call.deps.media));
  mustWriteFor(call.actor, resolved.columns.organisationId);
  const timeStays = sameInstant(resolved.columns.publishAt, row.publishAt);
  const problems: Problem[] = [
    ...(parsed.error ? problemsOf(parsed.error) : []),
    // A time that has passed since is no mistake of this change.
    ...resolved.problems.filter(({ code, pointer }) => !(timeStays && code === 'past' && pointer === '/publishAt')),
    ...kindProblems(row, resolved),
  ];
  const funding = row.state === 'draft' ? [] : resolved.fundingProblems;
  if (problems.length > 0 || funding.length > 0) throw invalid([...problems, ...funding]);
  return row.state === 'draft'
    ? { ...resolved, notes: [...resolved.notes, ...resolved.fundingProblems.map(noteOf)] }
    : resolved;
}

function kindProblems(row: AnnouncementRow, { columns }: Resolved): Problem[] {
  if (row.kind === 'event' && !columns.event) {
    return [{ pointer: '/event', code: 'missing', detail: 'an event needs its start: event.startsAt' }];
  }
  if (row.kind === 'announcement' && (columns.event || columns.campaign)) {
    return [{ pointer: '/event', code: 'invalid', detail: 'only kind "event" carries event facts or a campaign' }];
  }
  return [];
}

interface Change {
  readonly before: AnnouncementRow;
  readonly after: AnnouncementRow;
  readonly resolved: Resolved;
  readonly now: Date;
  readonly call: Call<unknown, unknown>;
  /** Whether this change needs nobody else's approval. */
  readonly mayApprove: boolean;
}

/** Brings the posts after their announcement. A post is known again by its channel, language and step. */
async function followWith(tx: Transaction, change: Change): Promise<{ changed: PostRow[]; notes: Told[] }> {
  const { before, after, resolved, call } = change;
  const posts = await listPosts(tx.db, { announcementId: after.id, limit: ALL_POSTS });
  const planned = new Map(resolved.plan.posts.map((post) => [keyOf(post), post]));
  const moved: Moved = {
    first: !sameInstant(before.publishAt, after.publishAt),
    steps: before.event?.startsAt !== after.event?.startsAt,
  };
  const changed: PostRow[] = [];
  const notes: Told[] = [];
  for (const post of posts) {
    const plan = planned.get(keyOf(post));
    planned.delete(keyOf(post));
    const followed = plan ? await bring(tx, post, plan, moved, change, notes) : await drop(tx, post, resolved, call);
    if (followed) changed.push(followed);
  }
  const state = newState(after.state, change.mayApprove);
  const added = [...planned.values()].map((post) => notBefore(change.now, post, after));
  changed.push(...(await insertPosts(tx, after.id, added, state)));
  return { changed, notes };
}

/** A post that a change adds needs the approval that the others had. */
function newState(announcement: AnnouncementRow['state'], mayApprove: boolean) {
  if (announcement === 'draft') return { name: 'draft' } as const;
  return announcement === 'open' && mayApprove
    ? ({ name: 'scheduled' } as const)
    : ({ name: 'awaitingApproval' } as const);
}

/** Gives a post its new words and time; a campaign's own move of a time is no edit, so it voids no approval. */
async function bring(
  tx: Transaction,
  post: PostRow,
  plan: PlannedPost,
  moved: Moved,
  { call, mayApprove }: Change,
  notes: Told[],
): Promise<PostRow | null> {
  const acts = possibleActs(post.state);
  const words = !same(post.message, plan.message);
  let after: PostRow | null = null;
  if (words && post.state === 'published') notes.push(outAlready(post, plan));
  else if (words && post.handwritten && acts.includes('edit')) notes.push(byHand(post, plan));
  else if (words && acts.includes('edit')) {
    const fact: Fact = { type: 'edited', mayApprove };
    after = await note(tx, post, fact, call, { message: plan.message });
  } else if (words && !acts.includes('edit') && post.state !== 'cancelled') notes.push(closed(post, plan));
  const moves = post.step === null ? moved.first : moved.steps;
  if (moves && acts.includes('move')) {
    const fact: Fact = { type: 'moved', scheduledAt: plan.scheduledAt, worthUntil: plan.worthUntil };
    after = (await note(tx, post, fact, call)) ?? after;
  }
  return after;
}

/** A post whose channel, language or step is gone. A step that is merely past stays as it is. */
async function drop(
  tx: Transaction,
  post: PostRow,
  resolved: Resolved,
  call: Call<unknown, unknown>,
): Promise<PostRow | null> {
  const { source, channels } = resolved;
  const kept =
    channels.some(({ id }) => id === post.channelId) &&
    source.texts[post.language] !== undefined &&
    (post.step === null
      ? source.publishAt !== null || source.steps.length === 0
      : source.steps.some(({ key }) => key === post.step));
  if (kept || !possibleActs(post.state).includes('cancel')) return null;
  return note(tx, post, { type: 'cancelled' }, call);
}

async function note(
  tx: Transaction,
  post: PostRow,
  fact: Fact,
  call: Call<unknown, unknown>,
  changes?: { message: PlannedPost['message'] },
): Promise<PostRow | null> {
  const recorded = await recordFact(tx, post.id, fact, { actor: call.actor.name, ...(changes ? { changes } : {}) });
  return recorded.kind === 'next' || recorded.kind === 'same' ? recorded.post : null;
}

function notBefore(now: Date, post: PlannedPost, row: AnnouncementRow): PlannedPost {
  if (post.scheduledAt >= now) return post;
  const startsAt = row.event ? new Date(row.event.startsAt) : null;
  return { ...post, scheduledAt: now, worthUntil: row.worthUntil ?? defaultWorthUntil(now, startsAt) };
}

function keyOf(post: { channelId: string; language: string; step: string | null }): string {
  return `${post.channelId} ${post.language} ${post.step ?? ''}`;
}

function sameInstant(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime();
}

/** Both as JSON has them: what is stored came through it. */
function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

function outAlready(post: PostRow, plan: PlannedPost): Told {
  const detail = `${plan.channel} (${post.language}) is already published with the words from before; PATCH /api/v1/posts/${post.id} changes them on the page`;
  return { code: 'already-published', detail };
}

function byHand(post: PostRow, plan: PlannedPost): Told {
  const detail = `${plan.channel} (${post.language}) was written by hand and keeps its words; PATCH /api/v1/posts/${post.id} changes them`;
  return { code: 'written-by-hand', detail };
}

function closed(post: PostRow, plan: PlannedPost): Told {
  return { code: 'not-changed', detail: `${plan.channel} (${post.language}) is ${post.state} and keeps its words` };
}
