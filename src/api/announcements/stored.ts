import { TextInput } from '#posts/schema/announcement';
import type { AnnouncementRow } from '#src/db/announcements';
import { listChannels } from '#src/db/channels';
import type { Database } from '#src/db/client';
import type { Sound } from './sound.ts';

/**
 * A stored announcement in the form in which it was sent, so that it can be checked and planned again. Channels that
 * were disconnected since are left out: nothing can go there.
 */
export async function storedInput(db: Database, row: AnnouncementRow, organisation: string): Promise<Sound> {
  const connected = new Set((await listChannels(db, { limit: 1000 })).map(({ slug }) => slug));
  const texts = Object.entries(row.texts).map(([language, text]) => [
    language,
    withoutOthers(TextInput.parse(text), connected),
  ]);
  return {
    kind: row.kind,
    organisation,
    texts: Object.fromEntries(texts),
    channels: row.channels.filter((slug) => connected.has(slug)),
    themes: row.themes,
    targetGroups: row.targetGroups,
    funding: row.funding,
    link: row.link,
    linkCard: row.linkCard,
    trackLinks: row.trackLinks,
    media: row.media,
    crops: row.crops,
    publishAt: row.publishAt?.toISOString() ?? null,
    worthUntil: row.worthUntil?.toISOString() ?? null,
    event: row.event,
    campaign: row.campaign,
    recurrence: row.recurrence,
  };
}

function withoutOthers(text: TextInput, connected: ReadonlySet<string>): TextInput {
  if (!text.channels) return text;
  return {
    ...text,
    channels: Object.fromEntries(Object.entries(text.channels).filter(([slug]) => connected.has(slug))),
  };
}
