import { asc, gt, inArray } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import {
  announcements,
  campaignTemplates,
  channels,
  feedItems,
  fundings,
  media,
  organisations,
  posts,
  type ReadContent,
  samples,
  targetGroups,
  themes,
} from '#src/db/schema';
import type { MediaStore } from '#src/media/store';
import { type Item, type Part, VERSION } from './file.ts';

const PAGE = 500;

export interface Exporting {
  readonly db: Database;
  readonly media: MediaStore;
  /** Of Kaiku. */
  readonly version: string;
  readonly now: Date;
  /** Whether the bytes of pictures go along. */
  readonly images: boolean;
}

/**
 * The file, piece by piece: a list may be longer than fits into memory. Call it in one snapshot (a repeatable-read
 * transaction), so that what refers to something finds it.
 */
export async function* contentOf(given: Exporting, count: (part: Part) => void): AsyncGenerator<string> {
  const { name, zone, languages } = await getCluster(given.db);
  const head = { format: 'kaiku-content', version: VERSION, kaiku: given.version, exportedAt: given.now };
  yield JSON.stringify({ ...head, cluster: { name, zone, languages } }).slice(0, -1);
  for (const [part, items] of Object.entries(await partsOf(given)) as [Part, AsyncIterable<unknown>][]) {
    yield `,\n${JSON.stringify(part)}:[`;
    let separator = '\n';
    for await (const item of items) {
      count(part);
      yield separator + JSON.stringify(item);
      separator = ',\n';
    }
    yield ']';
  }
  yield '}\n';
}

async function partsOf({
  db,
  media: store,
  images,
}: Exporting): Promise<{ [Name in Part]: AsyncIterable<Item<Name>> }> {
  const slugs = async (table: typeof organisations | typeof channels) =>
    new Map((await db.select({ id: table.id, slug: table.slug }).from(table)).map(({ id, slug }) => [id, slug]));
  const [organisationOf, channelOf] = [await slugs(organisations), await slugs(channels)];
  const withSlug = ({ organisationId, ...read }: ReadContent) => ({
    ...read,
    organisation: slugIn(organisationOf, organisationId),
  });
  const slugIn = (of: ReadonlyMap<string, string>, id: string) => of.get(id) ?? '';
  return {
    organisations: rows(db, organisations, organisations.id),
    themes: rows(db, themes, themes.id),
    targetGroups: rows(db, targetGroups, targetGroups.id),
    fundings: rows(db, fundings, fundings.id),
    campaignTemplates: rows(db, campaignTemplates, campaignTemplates.id),
    channels: mapped(rows(db, channels, channels.id), ({ slug, kind, name, organisationId, remoteId, languages }) => ({
      ...{ slug, kind, name, remoteId, languages },
      organisation: organisationId && slugIn(organisationOf, organisationId),
    })),
    // A whole picture comes before the parts that were cut out of it.
    images: mapped(rows(db, media, media.id), async (row) => ({
      ...row,
      base64: images ? await store.read(row.sha256).then(inBase64, () => null) : null,
    })),
    announcements: mapped(
      rows(db, announcements, announcements.id),
      ({ organisationId, approved, writers: _writers, updatedAt: _updated, revision: _revision, ...row }) => ({
        ...row,
        organisation: slugIn(organisationOf, organisationId),
        approved: approved && withSlug(approved),
      }),
    ),
    posts: mapped(rows(db, posts, posts.id), (row) => {
      const { id, language, step, stateData: state, scheduledAt, worthUntil, message, handwritten, edited } = row;
      const { remoteId, publishedAt } = row;
      return {
        ...{ id, language, step, state, scheduledAt, worthUntil, message, handwritten, edited, remoteId, publishedAt },
        announcement: row.announcementId,
        channel: slugIn(channelOf, row.channelId),
      };
    }),
    samples: mapped(samplesOf(db), ({ postId, raw: _raw, ...row }) => ({ ...row, post: postId })),
    feedItems: mapped(rows(db, feedItems, feedItems.postId), ({ postId, attemptId: _attempt, ...row }) => ({
      ...row,
      post: postId,
    })),
  } as { [Name in Part]: AsyncIterable<Item<Name>> };
}

function inBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

async function* mapped<From, To>(
  items: AsyncIterable<From>,
  map: (item: From) => To | Promise<To>,
): AsyncGenerator<To> {
  for await (const item of items) yield await map(item);
}

/** All rows in the order of their ids, which is that of their making. */
async function* rows<Table extends PgTable>(
  db: Database,
  table: Table,
  id: AnyPgColumn,
): AsyncGenerator<Table['$inferSelect']> {
  for (let after: unknown = null; ; ) {
    const page = await db
      .select({ row: table, id })
      .from(table as PgTable)
      .where(after === null ? undefined : gt(id, after))
      .orderBy(asc(id))
      .limit(PAGE);
    for (const { row } of page) yield row as Table['$inferSelect'];
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}

async function* samplesOf(db: Database): AsyncGenerator<typeof samples.$inferSelect> {
  let page: string[] = [];
  for await (const { id } of rows(db, posts, posts.id)) {
    page.push(id);
    if (page.length < PAGE) continue;
    yield* await samplesOfPosts(db, page);
    page = [];
  }
  if (page.length > 0) yield* await samplesOfPosts(db, page);
}

function samplesOfPosts(db: Database, ids: readonly string[]) {
  return db
    .select()
    .from(samples)
    .where(inArray(samples.postId, [...ids]))
    .orderBy(asc(samples.postId), asc(samples.at));
}
