import type { AnnouncementRow } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import type { FeedItemRow } from '#src/db/feed-items';
import { findMedia } from '#src/db/media';

/** A picture as a public page shows it. */
export interface Picture {
  readonly id: string;
  readonly mime: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly credit: string | null;
  readonly licence: string | null;
}

/** The pictures that were published on the website, cut as they were for it; before that, those of the event. */
export async function picturesOf(
  db: Database,
  row: AnnouncementRow,
  [newest]: readonly FeedItemRow[],
): Promise<Picture[]> {
  const rows = await findMedia(db, newest ? newest.images.map(({ mediaId }) => mediaId) : row.media);
  const originals = await findMedia(
    db,
    rows.flatMap(({ originalId }) => originalId ?? []),
  );
  return rows.map((one) => {
    const { credit, licence } = originals.find(({ id }) => id === one.originalId) ?? one;
    const alt = newest?.images.find(({ mediaId }) => mediaId === one.id)?.alt ?? one.alt;
    return { id: one.id, mime: one.mime, alt, width: one.width, height: one.height, credit, licence };
  });
}
