import { isDeepStrictEqual } from 'node:util';
import { revised } from '#posts/event-status';
import { follow, type Standing } from '#posts/follow';
import { type Problem, problemsOf } from '#posts/problem';
import { type ChangeKind, readersSee } from '#posts/readers-see';
import { AnnouncementPatch } from '#posts/schema/announcement-view';
import {
  type AnnouncementRow,
  contentOf,
  findAnnouncement,
  lockAnnouncement,
  setApproved,
  updateAnnouncement,
} from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { type ClusterRow, getCluster } from '#src/db/cluster';
import { databaseNow } from '#src/db/posts';
import { approvesOwn, usableBy, writersAfter } from '../approval.ts';
import { pushTimers } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '../problem.ts';
import { allPosts, applyChanges, revisionOf } from './apply.ts';
import { answer, mustWriteFor, noteOf } from './create.ts';
import { type Cutter, cutting } from './cut.ts';
import { type Resolved, resolve } from './resolve.ts';
import { soundPart } from './sound.ts';
import { storedInput } from './stored.ts';

export async function changeAnnouncement(call: Call<unknown, unknown>): Promise<Reply> {
  const ref = param(call, 'ref');
  const { db } = call.deps.database;
  const found = await findAnnouncement(db, ref);
  if (!found) throw notFound('announcement', ref);
  if (call.revision !== null && call.revision !== found.revision) throw changedMeanwhile(found.revision);
  const { before, resolved, problems, now, cluster } = await readChange(call, found, cutting(db, call.deps.media));
  if (problems.length > 0) throw invalid(problems);
  return call.commit(async (tx, jobs) => {
    const row = await lockAnnouncement(tx.db, found.id);
    if (!row) throw notFound('announcement', ref);
    if (row.revision !== found.revision) throw changedMeanwhile(row.revision);
    const { columns } = resolved;
    const organisationId = columns.organisationId as string;
    // Whoever changes what it is about must be heard on both.
    const themes = [...new Set([...row.themes, ...columns.themes])];
    const content = { organisationId, themes, writers: row.writers };
    const ownMove = onlyEventMoved(row, columns);
    const mayApprove = ownMove || (await approvesOwn(tx.db, call.actor, content));
    const writers = writersAfter(row, call.actor, mayApprove);
    const revision =
      row.event && columns.event ? revised(revisionOf(row), row.event, columns.event, row.state !== 'draft') : {};
    const changed = await updateAnnouncement(tx.db, row.id, { ...columns, organisationId, writers, ...revision });
    const kind = ownMove ? 'eventMoved' : mayApprove ? 'approved' : 'waits';
    const after = row.state === 'open' ? await shownAs(tx.db, row, changed, kind) : changed;
    const changes = follow(before.standing, resolved, await allPosts(tx.db, row.id), now, cluster.zone);
    const followed = await applyChanges(tx, after, changes, {
      actor: call.actor.name,
      mayApprove,
      ownMove,
    });
    await pushTimers(tx, jobs, followed.changed);
    await writeAudit(tx.db, {
      actor: call.actor.name,
      action: 'announcement.edited',
      thing: 'announcement',
      thingId: row.id,
      detail: { revision: after.revision, posts: followed.changed.length, sequence: after.sequence },
    });
    const posts = await allPosts(tx.db, row.id);
    return answer(call.deps, tx.db, 200, after, posts, [...resolved.notes, ...followed.notes]);
  });
}

/** Keeps for readers what was approved, as long as the change is not. */
async function shownAs(
  db: Database,
  before: AnnouncementRow,
  after: AnnouncementRow,
  kind: ChangeKind,
): Promise<AnnouncementRow> {
  const approved = readersSee(before.approved, contentOf(before), contentOf(after), kind);
  return approved === before.approved ? after : setApproved(db, after, approved);
}

/**
 * Whether only the event's own time, place or addresses changed. What posts say of them is generated, so the approval of
 * the words stands (design §11).
 */
export function onlyEventMoved(row: AnnouncementRow, { event, link: _link, ...rest }: Resolved['columns']): boolean {
  if (row.kind !== 'event' || !row.event || !event) return false;
  const { capacity, organiser } = row.event;
  const before = Object.fromEntries(Object.keys(rest).map((key) => [key, row[key as keyof typeof rest]]));
  return same(before, rest) && same({ capacity, organiser }, { capacity: event.capacity, organiser: event.organiser });
}

/** A change as it was sent, both ends resolved, and everything that is wrong with it. */
export interface ReadChange {
  readonly before: { readonly standing: Standing };
  readonly resolved: Resolved;
  readonly problems: readonly Problem[];
  readonly now: Date;
  readonly cluster: ClusterRow;
}

/** Reads a change without making it, for the dry run as well. */
export async function readChange(call: Call<unknown, unknown>, row: AnnouncementRow, cut: Cutter): Promise<ReadChange> {
  const { db } = call.deps.database;
  if (row.state === 'cancelled') throw conflict('The announcement is cancelled.', ['delete']);
  const [now, cluster] = [await databaseNow(db), await getCluster(db)];
  const parsed = AnnouncementPatch.safeParse(call.body);
  const { submit: _submit, kind: _kind, postTexts: _postTexts, ...sound } = soundPart(call.body);
  const stored = await storedInput(db, row, row.organisationId);
  // The card was that of the link from before.
  const linkCard = sound.link === undefined || sound.link === row.link ? row.linkCard : null;
  const usable = usableBy(call.actor, row.channels);
  const before = await resolve(db, stored, now, cluster, usable, cut);
  const resolved = await resolve(db, { ...stored, linkCard, ...sound }, now, cluster, usable, cut);
  mustWriteFor(call.actor, resolved.columns.organisationId);
  const timeStays = sameInstant(resolved.columns.publishAt, row.publishAt);
  const problems: Problem[] = [
    ...(parsed.error ? problemsOf(parsed.error) : []),
    // A time that has passed since is no mistake of this change.
    ...resolved.problems.filter(({ code, pointer }) => !(timeStays && code === 'past' && pointer === '/publishAt')),
    ...kindProblems(row, resolved),
    ...(row.state === 'draft' ? [] : resolved.fundingProblems),
  ];
  const notes = row.state === 'draft' ? [...resolved.notes, ...resolved.fundingProblems.map(noteOf)] : resolved.notes;
  return { before: { standing: before }, resolved: { ...resolved, notes }, problems, now, cluster };
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

function sameInstant(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime();
}

/** Both as JSON has them: what is stored came through it. */
function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}
