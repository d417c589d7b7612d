import { audience, type Matter, MISSED_ONE_BY_ONE, type NoticeKind, type Someone, toldAs } from '#posts/notices';
import { type ApprovalSettings, whyNoApproval } from '#posts/policy';
import { PostState } from '#posts/state';
import { type AnnouncementRow, findAnnouncement } from '#src/db/announcements';
import type { AuditRow } from '#src/db/audit';
import type { Database, OpenDatabase } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { postsInPlace } from '#src/db/happenings';
import { type Notice, notify } from '#src/db/notices';
import { authorsOf, awaitingSince, everybody, lastEntry, nextHappenings, setHappeningsTold } from '#src/db/told';

const BATCH = 500;
/** A pause that ends by itself sooner than this is shown in the interface and fills nobody's mailbox. */
const SHORT_PAUSE_MS = 15 * 60_000;
/** Time for Kaiku to renew a key by itself; a mail is left out when the page publishes again by then. */
const MENDING_MS = 30_000;

type Told = Exclude<
  NoticeKind,
  'mention' | 'posts.missed' | 'channel.needsReconnect' | 'channel.ends' | 'announcement.due'
>;
type About = Omit<Notice, 'to' | 'kind'> & { readonly matter: Omit<Matter, 'actor'> };

interface Telling {
  readonly db: Database;
  readonly all: readonly Someone[];
  readonly approval: ApprovalSettings;
}

/**
 * Tells people what the audit log says and they have not been told. It reads every state change there is, whoever made
 * it, and so stays out of their way. @returns how many entries were read
 */
export async function tellHappenings(database: OpenDatabase): Promise<number> {
  let read = 0;
  for (;;) {
    const done = await database.transaction(({ db }) => tellBatch(db));
    read += done;
    if (done < BATCH) return read;
  }
}

async function tellBatch(db: Database): Promise<number> {
  const entries = await nextHappenings(db, BATCH);
  const last = entries?.at(-1);
  if (!entries || !last) return 0;
  if (entries.some(({ entry }) => toldAs(entry) !== null)) {
    const telling = { db, all: await everybody(db), approval: (await getCluster(db)).approval };
    const together = await tellManyMissed(
      telling,
      entries.map(({ entry }) => entry),
    );
    for (const { entry } of entries) if (!together.has(entry.id)) await tell(telling, entry);
  }
  await setHappeningsTold(db, last.no);
  return entries.length;
}

/** @returns the entries that were told together */
async function tellManyMissed(telling: Telling, entries: readonly AuditRow[]): Promise<ReadonlySet<number>> {
  const missed = entries.filter((entry) => toldAs(entry) === 'post.missed');
  if (missed.length <= MISSED_ONE_BY_ONE) return new Set();
  const places = await postsInPlace(
    telling.db,
    missed.map(({ thingId }) => thingId ?? ''),
  );
  const byOrganisation = new Map<string | undefined, AuditRow[]>();
  for (const entry of missed) {
    const organisationId = places.get(entry.thingId ?? '')?.announcement.organisationId;
    byOrganisation.set(organisationId, [...(byOrganisation.get(organisationId) ?? []), entry]);
  }
  const told = new Set<number>();
  for (const [organisationId, theirs] of byOrganisation) {
    const [first] = theirs;
    if (!organisationId || !first || theirs.length <= MISSED_ONE_BY_ONE) continue;
    const about = [...new Set(theirs.map(({ thingId }) => places.get(thingId ?? '')?.announcement.id ?? ''))];
    const authors: string[] = [];
    for (const id of about) authors.push(...(await authorsOf(telling.db, id)));
    const matter = { thing: { organisationId }, authors, actor: first.actor, approves: () => false };
    await notify(telling, {
      kind: 'posts.missed',
      key: `posts.missed:${organisationId}:${first.id}`,
      thing: 'cluster',
      thingId: null,
      detail: {
        count: String(theirs.length),
        title: places.get(first.thingId ?? '')?.post.message.title ?? '',
      },
      to: audience('posts.missed', matter, telling.all).map(({ id }) => id),
    });
    for (const { id } of theirs) told.add(id);
  }
  return told;
}

async function tell(telling: Telling, entry: AuditRow): Promise<void> {
  const kind = toldAs(entry) as Told | null;
  const about = kind && (await whatOf(telling, kind, entry));
  if (!kind || !about) return;
  const { matter, ...notice } = about;
  const to = audience(kind, { ...matter, actor: entry.actor }, telling.all).map(({ id }) => id);
  await notify(telling, { kind, ...notice, to });
}

/** Null when it is no longer so, or the thing is gone. */
function whatOf(telling: Telling, kind: Told, entry: AuditRow): Promise<About | null> {
  const id = entry.thingId ?? '';
  switch (kind) {
    case 'post.rejected':
    case 'post.needsDecision':
    case 'post.missed':
      return ofPost(telling, kind, id, entry);
    case 'channel.waits':
      return ofWaiting(telling, id, entry);
    case 'announcement.submitted':
      return entry.thing === 'post' ? ofPostAwaiting(telling, id, entry) : ofAwaiting(telling, id, entry);
    case 'announcement.returned':
    case 'announcement.approved':
      return ofAnswer(telling, kind, id, entry);
  }
}

async function ofPost({ db }: Telling, kind: Told, id: string, entry: AuditRow): Promise<About | null> {
  const found = (await postsInPlace(db, [id])).get(id);
  if (!found) return null;
  const { post, announcement, channel } = found;
  const state = PostState.parse(post.stateData);
  const message = state.name === 'rejected' ? state.message : null;
  return {
    key: `${kind}:${entry.id}`,
    thing: 'post',
    thingId: id,
    detail: { title: post.message.title, channel: channel.name, message },
    matter: await matterOf(db, announcement),
  };
}

/**
 * One notice for each time that a page stops, by the newest entry that stopped it: a refused post is written down before
 * the hold that follows from it.
 */
async function ofWaiting({ db }: Telling, id: string, entry: AuditRow): Promise<About | null> {
  const found = (await postsInPlace(db, [id])).get(id);
  const state = found && PostState.parse(found.post.stateData);
  if (!found || state?.name !== 'parked') return null;
  const { channel, announcement } = found;
  const everywhere = state.reason === 'publishing-stopped';
  const stopped = everywhere
    ? { thing: 'cluster', thingId: null, actions: ['cluster.stopped'] }
    : { thing: 'channel', thingId: channel.id, actions: ['channel.held'] };
  const since = await lastEntry(db, stopped);
  const isShort = state.until !== null && state.until.getTime() - entry.at.getTime() < SHORT_PAUSE_MS;
  const matter = await matterOf(db, announcement);
  return {
    key: `channel.waits:${everywhere ? 'all' : channel.id}:${since}`,
    thing: everywhere ? 'cluster' : 'channel',
    thingId: everywhere ? null : channel.id,
    detail: { channel: channel.name, reason: state.reason, when: state.until?.toISOString() ?? null },
    byMail: !isShort && state.reason !== 'paused',
    mailInMs: state.reason === 'reconnect' ? MENDING_MS : 0,
    matter,
  };
}

async function ofPostAwaiting(telling: Telling, id: string, entry: AuditRow): Promise<About | null> {
  const found = (await postsInPlace(telling.db, [id])).get(id);
  return found ? ofAwaiting(telling, found.announcement.id, entry) : null;
}

/** Told once until it is approved or returned, however often it is changed meanwhile. */
async function ofAwaiting({ db, approval }: Telling, id: string, entry: AuditRow): Promise<About | null> {
  const announcement = await findAnnouncement(db, id);
  const first = announcement ? await awaitingSince(db, id) : undefined;
  if (!announcement || first === undefined) return null;
  const answered = { thing: 'announcement', thingId: id, actions: ['announcement.approved', 'announcement.returned'] };
  const since = await lastEntry(db, answered, entry.id);
  return {
    key: `announcement.submitted:${id}:${since}`,
    thing: 'announcement',
    thingId: id,
    detail: { title: titleOf(announcement), who: entry.actor, when: first?.toISOString() ?? null },
    matter: {
      ...(await matterOf(db, announcement)),
      approves: ({ name, person }) => whyNoApproval({ name, person }, announcement, approval) === null,
    },
  };
}

async function ofAnswer({ db }: Telling, kind: Told, id: string, entry: AuditRow): Promise<About | null> {
  const announcement = await findAnnouncement(db, id);
  if (!announcement) return null;
  const { reason } = entry.detail;
  return {
    key: `${kind}:${entry.id}`,
    thing: 'announcement',
    thingId: id,
    detail: {
      title: titleOf(announcement),
      who: entry.actor,
      reason: typeof reason === 'string' ? reason : null,
    },
    matter: await matterOf(db, announcement),
  };
}

export async function matterOf(
  db: Database,
  { id, organisationId }: Pick<AnnouncementRow, 'id' | 'organisationId'>,
): Promise<Omit<Matter, 'actor'>> {
  return { thing: { organisationId }, authors: await authorsOf(db, id), approves: () => false };
}

export function titleOf({ texts }: Pick<AnnouncementRow, 'texts'>): string {
  return (texts.fi ?? Object.values(texts)[0])?.title ?? '';
}
