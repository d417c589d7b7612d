import { composed, sameMessage } from '#posts/follow/standing';
import { findAnnouncement } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { databaseNow, type PostRow } from '#src/db/posts';
import { usableBy } from '../approval.ts';
import type { Call } from '../operation.ts';
import { cutting } from './cut.ts';
import { resolve } from './resolve.ts';
import { storedInput } from './stored.ts';

/**
 * What a campaign's post says when it goes out at another time: "tomorrow" is true of one day only. Null where nothing
 * changes, and where a person wrote the words.
 */
export async function wordsAt(
  db: Database,
  { deps, actor }: Pick<Call<unknown, unknown>, 'deps' | 'actor'>,
  post: PostRow,
  at: Date,
): Promise<PostRow['message'] | null> {
  if (post.handwritten || post.step === null || !post.scheduledAt) return null;
  const row = await findAnnouncement(db, post.announcementId);
  if (!row) return null;
  const cluster = await getCluster(db);
  const stored = await storedInput(db, row, row.organisationId);
  const usable = usableBy(actor, row.channels);
  const cut = cutting(db, deps.media);
  const standing = await resolve(db, stored, await databaseNow(db), cluster, usable, cut);
  const [said, says] = [post.scheduledAt, at].map((time) => composed(standing, post, time, cluster.zone));
  return said && says && !sameMessage(said, says) ? says : null;
}
