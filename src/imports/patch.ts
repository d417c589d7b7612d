import type { Difference } from '#posts/imports/facts';
import type { AnnouncementPatch } from '#posts/schema/announcement-view';
import type { AnnouncementRow } from '#src/db/announcements';

/** The change that brings an announcement to what the source tells, in nothing but these fields. */
export function patchOf(row: AnnouncementRow, changes: readonly Difference[], language: string): AnnouncementPatch {
  const told = new Map(changes.map(({ field, there }) => [field, there]));
  const { title, body } = row.texts[language] ?? { title: '', body: '' };
  const ofEvent = Object.fromEntries(
    [...told].filter(([field]) => field !== 'title' && field !== 'body' && field !== 'link'),
  );
  return {
    ...(told.has('title') || told.has('body')
      ? {
          texts: {
            ...row.texts,
            [language]: {
              ...row.texts[language],
              title: told.get('title') ?? title,
              body: told.get('body') ?? body,
            },
          },
        }
      : {}),
    ...(told.has('link') ? { link: told.get('link') ?? null } : {}),
    ...(row.event && Object.keys(ofEvent).length > 0 ? { event: { ...row.event, ...ofEvent } } : {}),
  };
}
