import { and, asc, desc, eq, gt, isNull, lte, not, or, type SQL, sql } from 'drizzle-orm';
import { type AnnouncementRow, asRead } from './announcements.ts';
import type { Database, OpenDatabase } from './client.ts';
import { hasTheme, type PublicFilter } from './feed-items.ts';
import { announcements, audit, feedItems, posts } from './schema.ts';

/**
 * A text that changes whenever what the public may read changed: the newest entries of the audit log, in which everything
 * stands that people do, and the newest shown items, which the website channel puts there. Two short index scans. It is
 * read before the content it names, so what was made under it is never older than it says.
 */
export async function publicVersion({ pool }: Pick<OpenDatabase, 'pool'>): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(VERSION);
  return rows[0]?.version ?? '';
}

const VERSION = {
  name: 'public-version',
  text: `select md5(concat_ws('/',
    (select string_agg(id::text, ',') from (select id from audit order by id desc limit 64) as told),
    (select string_agg(post_id || ' ' || updated_at, ',') from (
      select post_id, updated_at from feed_items where removed_at is null order by published_at desc limit 64) as shown)
    )) as version`,
};

/** An event's place in a list by its start; ids tell apart what starts at once. */
export interface EventPlace {
  readonly at: Date;
  readonly id: string;
}

/** `coming`: not over at `now`, the soonest first. `past`: over, the newest first. */
export type EventList =
  | { readonly when: 'coming'; readonly now: Date }
  | { readonly when: 'past'; readonly now: Date; readonly before?: EventPlace | undefined }
  | { readonly when: 'since'; readonly since: Date };

/** What readers see of the event (`asRead`). */
const EVENT = sql`coalesce(${announcements.approved} -> 'event', ${announcements.event})`;
const START = sql`(${EVENT} ->> 'startsAt')::timestamptz`;
/** An event without an end is taken to last two hours, as in the calendar. */
const END = sql`coalesce((${EVENT} ->> 'endsAt')::timestamptz, ${START} + interval '2 hours')`;

/** It comes, but nobody knows when. */
const POSTPONED = sql`coalesce((${EVENT} ->> 'postponed')::boolean, false)`;

/** Events that people may know of, as they may know them: open ones, and cancelled ones whose cancelling they must learn. */
export async function publicEvents(
  db: Database,
  list: EventList,
  filter: PublicFilter & { limit: number },
): Promise<AnnouncementRow[]> {
  const order = list.when === 'past' ? [desc(START), desc(announcements.id)] : [asc(START), asc(announcements.id)];
  const rows = await db
    .select()
    .from(announcements)
    .where(and(isPublicEventRow(), inList(list), matches(filter)))
    .orderBy(...order)
    .limit(filter.limit);
  return rows.map(asRead);
}

const READ_TEXTS = sql<
  AnnouncementRow['texts']
>`coalesce(${announcements.approved} -> 'texts', ${announcements.texts})`;

function inList(list: EventList): SQL | undefined {
  switch (list.when) {
    case 'coming':
      return or(POSTPONED, gt(END, instant(list.now)));
    case 'past':
      return and(
        not(POSTPONED),
        lte(END, instant(list.now)),
        list.before && sql`(${START}, ${announcements.id}) < (${instant(list.before.at)}, ${list.before.id}::uuid)`,
      );
    case 'since':
      return gt(START, instant(list.since));
  }
}

function matches({ language, theme }: PublicFilter): SQL | undefined {
  return and(language ? sql`${READ_TEXTS} ? ${language}` : undefined, theme ? hasTheme(theme) : undefined);
}

function instant(at: Date): SQL {
  return sql`${at.toISOString()}::timestamptz`;
}

function isPublicEventRow(): SQL | undefined {
  return and(
    eq(announcements.kind, 'event'),
    or(eq(announcements.state, 'open'), and(eq(announcements.state, 'cancelled'), wasOpen())),
  );
}

/** The audit log knows whether it was ever approved; a draft that was thrown away is nobody's business. */
function wasOpen(): SQL {
  return sql`exists (select 1 from ${audit} where ${audit.thing} = 'announcement' and ${audit.thingId} = ${announcements.id}::text
    and (${audit.detail} ->> 'to' = 'open' or ${audit.detail} ->> 'state' = 'open'))`;
}

/** An event that is open, or was open before it was cancelled. */
export async function isPublicEvent(db: Database, row: AnnouncementRow): Promise<boolean> {
  if (row.kind !== 'event') return false;
  if (row.state !== 'cancelled') return row.state === 'open';
  const [found] = await db
    .select({ id: announcements.id })
    .from(announcements)
    .where(and(eq(announcements.id, row.id), wasOpen()));
  return found !== undefined;
}

/** One page of the public site: an announcement's slug, the languages of its words, and its last change. */
export interface PublicPage {
  readonly slug: string;
  readonly languages: string[];
  readonly changedAt: Date;
}

/** Every announcement that has a page, the newest change first. */
export async function publicPages(db: Database, limit: number): Promise<PublicPage[]> {
  const items = db
    .select({
      id: posts.announcementId,
      languages: sql<string[]>`array_agg(distinct ${feedItems.language})`.as('item_languages'),
      changedAt: sql<Date>`max(${feedItems.updatedAt})`.as('item_changed_at'),
    })
    .from(feedItems)
    .innerJoin(posts, eq(posts.id, feedItems.postId))
    .where(isNull(feedItems.removedAt))
    .groupBy(posts.announcementId)
    .as('items');
  const changedAt = sql<string>`greatest(${announcements.updatedAt}, ${items.changedAt})`;
  const rows = await db
    .select({
      slug: announcements.slug,
      kind: announcements.kind,
      texts: READ_TEXTS,
      languages: items.languages,
      changedAt,
    })
    .from(announcements)
    .leftJoin(items, eq(items.id, announcements.id))
    .where(or(sql`${items.id} is not null`, isPublicEventRow()))
    .orderBy(desc(changedAt), desc(announcements.id))
    .limit(limit);
  return rows.map(({ slug, kind, texts, languages, changedAt: at }) => ({
    slug,
    languages: kind === 'event' ? [...new Set([...Object.keys(texts), ...(languages ?? [])])] : (languages ?? []),
    changedAt: new Date(at),
  }));
}
