import { can, type ForApproval, whyNoApproval } from '#posts/policy';
import type { AnnouncementRow } from '#src/db/announcements';
import type { ChannelRow } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import type { Actor } from './deps.ts';
import { forbidden, thingOf } from './guard.ts';

/** Whether what this one writes, or submits, needs nobody else's approval. They are a writer of it themselves. */
export async function approvesOwn(db: Database, actor: Actor, content: ForApproval): Promise<boolean> {
  const { approval } = await getCluster(db);
  return whyNoApproval(actor, { ...content, writers: [...content.writers, actor.name] }, approval) === null;
}

/** @throws Refusal 403 unless this one's word approves the content as it stands */
export async function mustApprove(db: Database, actor: Actor, content: ForApproval): Promise<void> {
  const why = whyNoApproval(actor, content, (await getCluster(db)).approval);
  if (why !== null) throw forbidden(why);
}

/** Who wrote what is not approved yet, after a change by this one. A change that approves itself adds nobody. */
export function writersAfter(
  row: Pick<AnnouncementRow, 'state' | 'writers'>,
  actor: Actor,
  approved: boolean,
): string[] {
  if (row.state === 'open' && approved) return row.writers;
  return [...new Set([...row.writers, actor.name])];
}

/** Which channels this one may choose: theirs, the shared ones, and those that were chosen before. */
export function usableBy(actor: Actor, kept: readonly string[] = []): (channel: ChannelRow) => boolean {
  return (channel) =>
    kept.includes(channel.slug) || can(actor.person, 'channel.use', thingOf(channel.organisationId)) === 'yes';
}
