import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { linkClicks, links } from './schema.ts';

/** The target of one of our own short links; null when we never made it. */
export async function targetOf(db: Database, code: string): Promise<string | null> {
  const [row] = await db.select({ target: links.target }).from(links).where(eq(links.code, code));
  return row?.target ?? null;
}

/** Adds one click to a link's day. @param day in the cluster's zone, `2026-12-01` */
export async function countClick(db: Database, code: string, day: string): Promise<void> {
  await db
    .insert(linkClicks)
    .values({ code, day, clicks: 1 })
    .onConflictDoUpdate({ target: [linkClicks.code, linkClicks.day], set: { clicks: sql`${linkClicks.clicks} + 1` } });
}

/** The short link that a post went out with; null when it went out with the address itself. */
export async function codeOf(db: Database, postId: string, target: string): Promise<string | null> {
  const [row] = await db
    .select({ code: links.code })
    .from(links)
    .where(and(eq(links.postId, postId), eq(links.target, target)));
  return row?.code ?? null;
}
