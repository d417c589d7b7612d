import { asc, eq, gt, inArray } from 'drizzle-orm';
import type { AuditRow } from './audit.ts';
import type { Database } from './client.ts';
import { announcements, audit, auditChain, channels, posts } from './schema.ts';

/** An entry of the audit log with its place in the chain: an order without gaps, in which nothing comes in late. */
export interface ChainedEntry {
  readonly no: number;
  readonly entry: AuditRow;
}

/** What was sealed after a place, oldest first. */
export async function entriesAfter(db: Database, no: number, limit: number): Promise<ChainedEntry[]> {
  return db
    .select({ no: auditChain.no, entry: audit })
    .from(auditChain)
    .innerJoin(audit, eq(audit.id, auditChain.auditId))
    .where(gt(auditChain.no, no))
    .orderBy(asc(auditChain.no))
    .limit(limit);
}

/** A post with what it belongs to. */
export interface PostInPlace {
  readonly post: typeof posts.$inferSelect;
  readonly announcement: typeof announcements.$inferSelect;
  readonly channel: typeof channels.$inferSelect;
}

/** By the post's id. */
export async function postsInPlace(db: Database, ids: readonly string[]): Promise<Map<string, PostInPlace>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ post: posts, announcement: announcements, channel: channels })
    .from(posts)
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(inArray(posts.id, [...ids]));
  return new Map(rows.map((row) => [row.post.id, row]));
}

export async function announcementsById(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, typeof announcements.$inferSelect>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(announcements)
    .where(inArray(announcements.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}
