import { differences, factsOfAnnouncement, factsOfItem } from '#posts/imports/facts';
import type { ImportItemView, ImportView } from '#posts/schema/import';
import { type AnnouncementRow, findAnnouncements } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { askingCounts, type ImportItemRow, type ImportRow } from '#src/db/imports';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { keptLanguage } from '#src/imports/known';

export async function presentImports(db: Database, rows: readonly ImportRow[]): Promise<ImportView[]> {
  const asking = await askingCounts(
    db,
    rows.map(({ id }) => id),
  );
  const named = rows.flatMap((row) => [
    row.organisationId,
    ...row.words.flatMap(({ organisation }) => organisation ?? []),
  ]);
  const organisations = new Map((await findNamedAll(db, ORGANISATIONS, named)).map(({ id, slug }) => [id, slug]));
  return rows.map(({ organisationId, etag: _etag, lastModified: _modified, readAt: _read, words, ...row }) => ({
    ...row,
    organisation: organisations.get(organisationId) ?? organisationId,
    words: words.map(({ word, theme, organisation }) => ({
      word,
      theme: theme ?? null,
      organisation: organisation ? (organisations.get(organisation) ?? organisation) : null,
    })),
    asking: asking.get(row.id) ?? 0,
  }));
}

export async function presentItems(
  db: Database,
  source: ImportRow,
  rows: readonly ImportItemRow[],
): Promise<ImportItemView[]> {
  const ids = rows.flatMap(({ announcementId }) => announcementId ?? []);
  const found = new Map((await findAnnouncements(db, ids)).map((row) => [row.id, row]));
  const { languages } = await getCluster(db);
  return rows.map((row) => {
    const announcement = found.get(row.announcementId ?? '') ?? null;
    return {
      id: row.id,
      state: row.state,
      reason: row.reason,
      question: row.question,
      differences: announcement && row.question === 'change' ? differencesOf(row, announcement, source, languages) : [],
      title: row.item.title,
      kind: row.item.kind,
      startsAt: row.item.event?.startsAt ?? null,
      link: row.item.link,
      announcement: announcement && {
        id: announcement.id,
        slug: announcement.slug,
        title: Object.values(announcement.texts)[0]?.title ?? announcement.slug,
        state: announcement.state,
      },
      seenAt: row.seenAt,
      changedAt: row.changedAt,
    };
  });
}

export function differencesOf(
  row: ImportItemRow,
  announcement: AnnouncementRow,
  source: Pick<ImportRow, 'language'>,
  languages: readonly string[],
) {
  const language = keptLanguage(row.applied ?? row.item, announcement, source, languages);
  return differences(factsOfAnnouncement(announcement, language), factsOfItem(row.item));
}
