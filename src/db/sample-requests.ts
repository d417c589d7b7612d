import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { posts } from './schema.ts';

/** Makes a published post's next reading due now. */
export async function askForSample(db: Database, postId: string): Promise<void> {
  await db
    .update(posts)
    .set({ sampleDueAt: sql`clock_timestamp()` })
    .where(and(eq(posts.id, postId), isNotNull(posts.remoteId)));
}
