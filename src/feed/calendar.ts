import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { inOrder } from '#posts/languages';
import type { AnnouncementRow } from '#src/db/announcements';
import { filtered } from './filter.ts';
import { labels } from './labels.ts';
import type { Site } from './site.ts';

const TWO_HOURS_MS = 2 * 3_600_000;

/** How the calendar is called, where it lies, and whose words stand in it. */
export interface CalendarHead {
  readonly name: string;
  readonly path: string;
  readonly language: string | undefined;
}

/**
 * The events as iCalendar. Times are in UTC: the library prints a plain Date with a zone as the server's local time.
 * A UID never changes, and the sequence grows with every change of time, place or status, so that calendars move their
 * entry instead of adding one.
 */
export function eventCalendar(site: Site, head: CalendarHead, events: readonly AnnouncementRow[]): string {
  const { cluster, publicUrl } = site;
  const calendar = ical({
    name: head.name,
    prodId: { company: 'Kaiku', product: 'Kaiku', language: 'FI' },
    method: ICalCalendarMethod.PUBLISH,
    url: publicUrl + head.path,
    ttl: 3600,
  });
  for (const row of events) {
    if (!row.event) continue;
    const start = new Date(row.event.startsAt);
    const words = inOrder(row.texts, cluster.languages);
    const text = (head.language && words[head.language]) || Object.values(words)[0];
    const { place, streamUrl, organiser } = row.event;
    calendar.createEvent({
      id: `${row.id}@${new URL(publicUrl).hostname}`,
      sequence: row.sequence,
      stamp: row.updatedAt,
      created: row.createdAt,
      lastModified: row.updatedAt,
      start,
      end: row.event.endsAt ? new Date(row.event.endsAt) : new Date(start.getTime() + TWO_HOURS_MS),
      summary: summaryOf(row, text?.title ?? row.slug, head.language ?? cluster.languages[0] ?? 'fi'),
      description: describe(row, text?.body ?? '', organiser),
      location: place ?? streamUrl,
      url: publicUrl + filtered(`/a/${row.slug}`, { language: head.language }),
      status: statusOf(row),
      categories: row.themes.map((name) => ({ name })),
    });
  }
  return calendar.toString();
}

function statusOf({ state, event }: AnnouncementRow): ICalEventStatus {
  if (state === 'cancelled') return ICalEventStatus.CANCELLED;
  return event?.postponed ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** A calendar cannot show an event without a time, so the words say that it has none for now. */
function summaryOf({ state, event }: AnnouncementRow, title: string, language: string): string {
  return state !== 'cancelled' && event?.postponed ? `${labels(language).postponed}: ${title}` : title;
}

function describe({ event, link }: AnnouncementRow, body: string, organiser: string | null): string {
  const parts = [body, organiser, event?.streamUrl, event?.registrationUrl ?? link];
  return parts.filter((part) => part).join('\n\n');
}
