import { createHash } from 'node:crypto';
import type { Known } from '#posts/imports/decide';
import { differences, factsOfAnnouncement, factsOfItem, type Said } from '#posts/imports/facts';
import { isSameThing, SAME_TIME_MS } from '#posts/imports/same';
import { languageOf } from '#posts/imports/treatment';
import type { ImportItem } from '#posts/schema/import';
import type { AnnouncementRow } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import { announcementOfUid, announcementsNear, type ImportItemRow } from '#src/db/imports';

/** News are told again within days, not years. */
const NEWS_AGAIN_MS = 14 * 86_400_000;

/** Of everything a source tells of an item. */
export function hashOf({ sourceId: _name, ...told }: ImportItem): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** What is known of an item, for the decision. @param announcement null: there is none any more */
export function knownOf(
  row: ImportItemRow,
  item: ImportItem,
  announcement: AnnouncementRow | null,
  language: string,
): Known {
  return {
    state: row.state,
    question: row.question,
    unchanged: row.hash === hashOf(item),
    announcement: announcement === null ? 'none' : announcement.state === 'cancelled' ? 'cancelled' : 'alive',
    changedHere: announcement !== null && changedHere(row, announcement, language),
  };
}

/** Whether a person changed in the announcement what the source had told. */
function changedHere({ applied }: ImportItemRow, announcement: AnnouncementRow, language: string): boolean {
  if (!applied) return true;
  return differences(factsOfAnnouncement(announcement, language), factsOfItem(applied)).length > 0;
}

/** In which language an item's words stand in its announcement. */
export function keptLanguage(
  item: ImportItem,
  announcement: Said,
  how: { readonly language: string },
  languages: readonly string[],
): string {
  const meant = languageOf(item, how, languages);
  const written = Object.keys(announcement.texts);
  return written.includes(meant) || written.length !== 1 ? meant : (written[0] as string);
}

/** The announcement of the same thing: from another source, or by hand. */
export async function sameAs(db: Database, item: ImportItem, now: Date): Promise<string | null> {
  const byUid = item.uid === null ? null : await announcementOfUid(db, item.uid);
  if (byUid !== null) return byUid;
  const near = await announcementsNear(
    db,
    item.event
      ? { startsAt: new Date(item.event.startsAt), within: SAME_TIME_MS }
      : { since: new Date(now.getTime() - NEWS_AGAIN_MS) },
  );
  return near.find((row) => isSameThing(item, row))?.id ?? null;
}
