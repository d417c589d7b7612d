import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { MessageImage } from '#posts/compose/message';
import { publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { insertPosts, type PostRow } from '#src/db/posts';
import { announcements, channels, media, organisations } from '#src/db/schema';
import { sha256Of } from '#src/media/store';
import type { Installation } from '../support/installation.ts';
import { marker, type Page } from '../support/load.ts';
import type { PlannedPost } from './plan.ts';

/** The smallest PNG there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const COMMIT_SIZE = 100;

/** The website as a page among the others. */
export async function websitePage({ kaiku }: Installation): Promise<Page> {
  const [row] = await kaiku.publishing.database.db
    .select()
    .from(channels)
    .where(sql`${channels.kind} = 'website-feed'`);
  if (!row) throw new Error('the first start made no website');
  return { id: row.id, slug: row.slug, kind: row.kind, remoteId: row.remoteId ?? row.slug };
}

/** Writes the planned posts down, each with words of its own that name it. `start` is the time of the first. */
export async function writePosts(
  { kaiku }: Installation,
  places: readonly Page[],
  planned: readonly PlannedPost[],
  start: Date,
): Promise<PostRow[]> {
  const { database, queues } = kaiku.publishing;
  const [organisation] = await database.db.select().from(organisations).limit(1);
  const image = await storeImage(kaiku);
  const rows: PostRow[] = [];
  for (let from = 0; from < planned.length; from += COMMIT_SIZE) {
    await withJobs(database, queues, async (tx, jobs) => {
      for (const each of planned.slice(from, from + COMMIT_SIZE)) {
        const page = places[each.place] as Page;
        const id = uuidv7();
        const text = `Puurakentamisen uutisia pohjoisesta, merkki ${marker(id)}. Tervetuloa mukaan.`;
        await tx.db.insert(announcements).values({
          id,
          slug: id,
          kind: 'announcement',
          organisationId: organisation?.id as string,
          texts: { fi: { title: 'Uutisia', body: text } },
          channels: [page.id],
          state: 'open',
          createdBy: 'chaos',
        });
        const message = {
          title: 'Uutisia',
          text,
          link: null,
          images: each.image ? [image] : [],
          firstComment: each.comment && page.kind !== 'website-feed' ? `Kommentti ${marker(id)}` : null,
        };
        const scheduledAt = new Date(start.getTime() + each.atMs);
        const worthUntil = new Date(scheduledAt.getTime() + 86_400_000);
        const post = { channelId: page.id, channel: page.slug, language: 'fi', step: null, message };
        const [row] = await insertPosts(tx, id, [{ ...post, scheduledAt, worthUntil }], { name: 'scheduled' });
        rows.push(row as PostRow);
        jobs.push(publishJob(row as PostRow, page.kind));
      }
    });
  }
  return rows;
}

async function storeImage(kaiku: Installation['kaiku']): Promise<MessageImage> {
  const sha256 = sha256Of(PIXEL);
  await kaiku.media.save(sha256, PIXEL);
  const about = { sha256, mime: 'image/png', bytes: PIXEL.length, width: 1, height: 1, alt: 'Yksi piste' };
  const [row] = await kaiku.publishing.database.db
    .insert(media)
    .values({ ...about, fileName: 'piste.png' })
    .returning();
  return { mediaId: row?.id as string, ...about };
}
