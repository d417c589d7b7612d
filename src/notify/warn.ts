import { type Deadline, deadlinesOf, reminderOf, warningOf } from '#posts/deadlines';
import { asksToReconnect, audience, needsPerson, type Someone } from '#posts/notices';
import { type Thing, whyNoApproval } from '#posts/policy';
import type { ChannelRow } from '#src/db/channels';
import type { Database, OpenDatabase } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { notify } from '#src/db/notices';
import { databaseNow } from '#src/db/posts';
import { everybody, lastHold } from '#src/db/told';
import { connectedPages, unreleasedSoon } from '#src/db/upcoming';
import { isRenewable, type KeysDeps } from '#src/publishing/keys';
import { matterOf, titleOf } from './tell.ts';

const REMIND_WITHIN_HOURS = 24;
const PLATFORMS: Readonly<Record<string, string>> = { facebook: 'Facebook', linkedin: 'LinkedIn' };

/** Tells people of pages to connect again, of what ends soon, and of what would be too late: once each. */
export async function warn({ database, channels }: Pick<KeysDeps, 'database' | 'channels'>): Promise<void> {
  const { db } = database;
  const now = await databaseNow(db);
  const pages = await connectedPages(db);
  const ends = pages.flatMap((channel) =>
    deadlinesOf({ ...channel, renewable: isRenewable(channels, channel) }).map((deadline) => ({ channel, deadline })),
  );
  const due = ends.filter(({ deadline }) => warningOf(deadline, now) !== null);
  const held = pages.filter(({ holdReason }) => needsPerson(holdReason));
  const unreleased = await unreleasedSoon(db, REMIND_WITHIN_HOURS);
  if (due.length === 0 && held.length === 0 && unreleased.length === 0) return;
  const all = await everybody(db);
  for (const channel of held) await askToReconnect(db, all, channel, isRenewable(channels, channel), now);
  for (const { channel, deadline } of due) await warnOf(db, all, channel, deadline, now);
  for (const one of unreleased) await remindOf(database, all, one, now);
}

async function askToReconnect(
  db: Database,
  all: readonly Someone[],
  channel: ChannelRow,
  renewable: boolean,
  now: Date,
): Promise<void> {
  const hold = await lastHold(db, channel.id);
  const forMs = hold ? now.getTime() - hold.at.getTime() : Number.POSITIVE_INFINITY;
  if (!asksToReconnect({ reason: channel.holdReason, renewable, forMs })) return;
  await notify(
    { db },
    {
      kind: 'channel.needsReconnect',
      key: `channel.needsReconnect:${channel.id}:${hold?.id ?? 0}`,
      thing: 'channel',
      thingId: channel.id,
      detail: { channel: channel.name, reason: channel.holdReason },
      to: thoseWhoConnect('channel.needsReconnect', thingOf(channel), all),
    },
  );
}

function thingOf({ organisationId }: ChannelRow): Thing {
  return organisationId === null ? 'shared' : { organisationId };
}

function thoseWhoConnect(
  kind: 'channel.needsReconnect' | 'channel.ends',
  thing: Thing,
  all: readonly Someone[],
): string[] {
  return audience(kind, { thing, authors: [], actor: '', approves: () => false }, all).map(({ id }) => id);
}

async function warnOf(
  db: Database,
  all: readonly Someone[],
  channel: ChannelRow,
  deadline: Deadline,
  now: Date,
): Promise<void> {
  const days = warningOf(deadline, now);
  const ofPlatform = deadline.kind === 'apiVersion';
  const when = deadline.at.toISOString();
  await notify(
    { db },
    {
      kind: 'channel.ends',
      key: `channel.ends:${ofPlatform ? channel.kind : channel.id}:${deadline.kind}:${when}:${days}`,
      thing: 'channel',
      thingId: ofPlatform ? null : channel.id,
      detail: { channel: ofPlatform ? (PLATFORMS[channel.kind] ?? '') : channel.name, what: deadline.kind, when },
      to: thoseWhoConnect('channel.ends', ofPlatform ? 'shared' : thingOf(channel), all),
    },
  );
}

type Unreleased = Awaited<ReturnType<typeof unreleasedSoon>>[number];

async function remindOf(
  { db }: OpenDatabase,
  all: readonly Someone[],
  { announcement, state, firstAt }: Unreleased,
  now: Date,
): Promise<void> {
  const hours = reminderOf(firstAt, now);
  if (hours === null) return;
  const { approval } = await getCluster(db);
  const matter = await matterOf(db, announcement);
  const told = audience(
    'announcement.due',
    state === 'draft'
      ? { ...matter, actor: '' }
      : {
          ...matter,
          authors: [],
          actor: '',
          approves: ({ name, person }) => whyNoApproval({ name, person }, announcement, approval) === null,
        },
    all,
  );
  const when = firstAt.toISOString();
  await notify(
    { db },
    {
      kind: 'announcement.due',
      key: `announcement.due:${announcement.id}:${state}:${when}:${hours}`,
      thing: 'announcement',
      thingId: announcement.id,
      detail: { title: titleOf(announcement), reason: state, when },
      to: told.map(({ id }) => id),
    },
  );
}
