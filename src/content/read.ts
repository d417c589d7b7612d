import { and, eq, isNull } from 'drizzle-orm';
import { arrived } from '#posts/arrived';
import { dueAt } from '#posts/due';
import { nextSampleAt } from '#posts/retry-policy';
import { insertAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Database, OpenDatabase } from '#src/db/client';
import {
  CAMPAIGN_TEMPLATES,
  FUNDINGS,
  findNamed,
  insertNamed,
  type NamedTable,
  ORGANISATIONS,
  TARGET_GROUPS,
  THEMES,
} from '#src/db/named-things';
import { databaseNow } from '#src/db/posts';
import { addSamples } from '#src/db/samples';
import { announcements, channels, feedItems, media, posts, type ReadContent, type StoredEvent } from '#src/db/schema';
import { type MediaStore, sha256Of } from '#src/media/store';
import type { ContentFile, Item, Part } from './file.ts';

/** How many of each kind came in, and how many were there already and stay as they are. */
export type Imported = { readonly [Name in Part]?: { readonly added: number; readonly kept: number } };

const SAMPLES_AT_ONCE = 1_000;

/** Whose content it is there, by what the file calls it. */
interface Places {
  readonly organisations: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
}

/**
 * Takes a file in, as a whole or not at all. What is there already, by its slug or id, is not changed. Posts that had not
 * gone out become drafts (`posts/arrived`).
 * @throws Error `nothing was changed` with the reason, when a picture is not what its name says
 */
export async function takeIn(database: OpenDatabase, store: MediaStore, file: ContentFile): Promise<Imported> {
  // The store names bytes by their hash, so a picture that is kept and never used does no harm.
  for (const { sha256, base64, fileName } of file.images) {
    if (base64 === null) continue;
    const bytes = Buffer.from(base64, 'base64');
    if (sha256Of(bytes) !== sha256)
      throw new Error(`the picture ${fileName} is damaged in the file; nothing was changed`);
    await store.save(sha256, bytes);
  }
  return database.transaction(async ({ db }) => {
    const told: Record<string, { added: number; kept: number }> = {};
    const count = (part: Part, added: boolean) => {
      told[part] ??= { added: 0, kept: 0 };
      told[part][added ? 'added' : 'kept'] += 1;
    };
    const named = [
      ['organisations', ORGANISATIONS],
      ['themes', THEMES],
      ['targetGroups', TARGET_GROUPS],
      ['fundings', FUNDINGS],
      ['campaignTemplates', CAMPAIGN_TEMPLATES],
    ] as const;
    const ids = new Map<string, string>();
    for (const [part, table] of named) {
      for (const { revision: _revision, ...thing } of file[part]) {
        const made = await insertNamed(db, table as unknown as NamedTable<typeof ORGANISATIONS.view>, thing);
        count(part, made !== null);
        if (part !== 'organisations') continue;
        const here = made ?? (await findNamed(db, ORGANISATIONS, thing.slug));
        if (here) ids.set(thing.slug, here.id);
      }
    }
    const places: Places = { organisations: ids, channels: await takeChannels(db, file, ids, count) };
    for (const { base64: _base64, crop, ...image } of file.images) {
      const rows = await db
        .insert(media)
        .values({ ...image, crop: crop as never })
        .onConflictDoNothing()
        .returning();
      count('images', rows.length > 0);
    }
    const newOnes = new Set<string>();
    for (const item of file.announcements) {
      const made = await takeAnnouncement(db, item, places);
      count('announcements', made);
      if (made) newOnes.add(item.id);
    }
    const out = await takePosts(
      db,
      file.posts.filter(({ announcement }) => newOnes.has(announcement)),
      places,
    );
    for (const { id } of file.posts) count('posts', out.has(id));
    const theirs = file.samples.filter(({ post }) => out.has(post));
    for (let from = 0; from < theirs.length; from += SAMPLES_AT_ONCE) {
      const some = theirs.slice(from, from + SAMPLES_AT_ONCE);
      await addSamples(
        db,
        some.map(({ post, at, notes, ...measures }) => ({ postId: post, at, measures, raw: null, notes })),
      );
    }
    for (const { post } of file.samples) count('samples', out.has(post));
    for (const { post, ...item } of file.feedItems) {
      count('feedItems', out.has(post));
      if (out.has(post)) await db.insert(feedItems).values({ ...item, postId: post, attemptId: post });
    }
    const from = { kaiku: file.kaiku, exportedAt: file.exportedAt.toISOString() };
    await writeAudit(db, {
      actor: 'import',
      action: 'cluster.imported',
      thing: 'cluster',
      thingId: null,
      detail: { from },
    });
    return told as Imported;
  });
}

/** Pages of the file that are not connected here come in without a key, and wait for one. */
async function takeChannels(
  db: Database,
  file: ContentFile,
  organisations: ReadonlyMap<string, string>,
  count: (part: Part, added: boolean) => void,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { organisation, ...channel } of file.channels) {
    const here = await db
      .select({ id: channels.id, slug: channels.slug, kind: channels.kind, remoteId: channels.remoteId })
      .from(channels)
      .where(and(eq(channels.kind, channel.kind), isNull(channels.removedAt)));
    const same =
      here.find(({ slug }) => slug === channel.slug) ??
      here.find(({ remoteId }) => remoteId !== null && remoteId === channel.remoteId);
    count('channels', same === undefined);
    if (same) {
      found.set(channel.slug, same.id);
      continue;
    }
    const [taken] = await db.select({ id: channels.id }).from(channels).where(eq(channels.slug, channel.slug));
    const waits = { holdReason: 'reconnect' as const, holdMessage: 'It came with an import, without its key.' };
    const [made] = await db
      .insert(channels)
      .values({
        ...channel,
        slug: taken ? `${channel.slug}-imported` : channel.slug,
        organisationId: organisation === null ? null : (organisations.get(organisation) ?? null),
        ...(channel.kind === 'website-feed' ? {} : waits),
      })
      .returning({ id: channels.id });
    if (made) found.set(channel.slug, made.id);
  }
  return found;
}

async function takeAnnouncement(db: Database, item: Item<'announcements'>, places: Places): Promise<boolean> {
  const [there] = await db.select({ id: announcements.id }).from(announcements).where(eq(announcements.id, item.id));
  if (there) return false;
  const { organisation, approved, state, ...content } = item;
  const idOf = (slug: string) => {
    const id = places.organisations.get(slug);
    if (!id) throw new Error(`the organisation ${slug} is not in the file; nothing was changed`);
    return id;
  };
  const seen = approved && readContent(approved, idOf(approved.organisation));
  await insertAnnouncement(db, {
    ...content,
    event: content.event as StoredEvent | null,
    organisationId: idOf(organisation),
    // What waited for approval there has drafts here, and is submitted again.
    state: state === 'awaitingApproval' ? 'draft' : state,
    approved: seen,
    writers: state === 'open' && !seen ? [] : [item.createdBy],
  });
  return true;
}

function readContent(
  { organisation: _slug, ...read }: NonNullable<Item<'announcements'>['approved']>,
  organisationId: string,
): ReadContent {
  return { ...read, event: read.event as StoredEvent | null, organisationId };
}

/** @returns the ids of those that came in; a page's post that is known here by its id on the platform does not */
async function takePosts(db: Database, items: readonly Item<'posts'>[], places: Places): Promise<ReadonlySet<string>> {
  const now = await databaseNow(db);
  const made = new Set<string>();
  for (const { announcement, channel, state: theirs, ...post } of items) {
    const channelId = places.channels.get(channel);
    if (!channelId) throw new Error(`the channel ${channel} is not in the file; nothing was changed`);
    const state = arrived(theirs);
    const rows = await db
      .insert(posts)
      .values({
        ...post,
        announcementId: announcement,
        channelId,
        state: state.name,
        stateData: state,
        dueAt: dueAt({ state, scheduledAt: post.scheduledAt, worthUntil: post.worthUntil }),
        sampleDueAt: state.name === 'published' ? nextSampleAt(state.publishedAt, now, now) : null,
      })
      .onConflictDoNothing()
      .returning({ id: posts.id });
    for (const { id } of rows) made.add(id);
  }
  return made;
}
