import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { inOrder } from '#posts/languages';
import type { AnnouncementRow } from '#src/db/announcements';
import type { Site } from './feeds.ts';

const TWO_HOURS_MS = 2 * 3_600_000;

/**
 * The events as iCalendar. Times are in UTC: the library prints a plain Date with a zone as the server's local time.
 * A UID never changes, and the sequence grows with every change, so that calendars move their entry instead of adding one.
 */
export function eventCalendar({ cluster, publicUrl }: Site, events: readonly AnnouncementRow[]): string {
  const calendar = ical({
    name: cluster.name,
    prodId: { company: 'Kaiku', product: 'Kaiku', language: 'FI' },
    method: ICalCalendarMethod.PUBLISH,
    url: `${publicUrl}/events.ics`,
    ttl: 3600,
  });
  for (const row of events) {
    if (!row.event) continue;
    const start = new Date(row.event.startsAt);
    const [text] = Object.values(inOrder(row.texts, cluster.languages));
    const { place, streamUrl } = row.event;
    calendar.createEvent({
      id: `${row.id}@${new URL(publicUrl).hostname}`,
      sequence: row.revision - 1,
      stamp: row.updatedAt,
      created: row.createdAt,
      lastModified: row.updatedAt,
      start,
      end: row.event.endsAt ? new Date(row.event.endsAt) : new Date(start.getTime() + TWO_HOURS_MS),
      summary: text?.title ?? row.slug,
      description: describe(row, text?.body ?? ''),
      location: place ?? streamUrl,
      url: `${publicUrl}/a/${row.slug}`,
      status: row.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      categories: row.themes.map((name) => ({ name })),
    });
  }
  return calendar.toString();
}

function describe(row: AnnouncementRow, body: string): string {
  return [body, row.event?.registrationUrl ?? row.link].filter((part) => part).join('\n\n');
}
