import type { z } from 'zod';
import type { PlannedPost } from '#posts/plan';
import type { AnnouncementView, PlannedPostView } from '#posts/schema/announcement-view';
import type { AnnouncementRow } from '#src/db/announcements';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import type { ApiDeps } from '../deps.ts';

/** @param organisations slugs by id */
export function presentAnnouncement(
  row: AnnouncementRow,
  organisations: ReadonlyMap<string, string>,
  publicUrl: string,
): AnnouncementView {
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    state: row.state,
    organisation: organisations.get(row.organisationId) ?? row.organisationId,
    texts: row.texts,
    link: row.link,
    event: row.event,
    themes: row.themes,
    targetGroups: row.targetGroups,
    funding: row.funding,
    campaign: row.campaign,
    channels: row.channels,
    media: row.media,
    publishAt: row.publishAt,
    worthUntil: row.worthUntil,
    publicUrl: `${publicUrl}/a/${row.slug}`,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    revision: row.revision,
  };
}

export async function presentAnnouncements(
  deps: ApiDeps,
  rows: readonly AnnouncementRow[],
): Promise<AnnouncementView[]> {
  const ids = [...new Set(rows.map((row) => row.organisationId))];
  const found = await findNamedAll(deps.database.db, ORGANISATIONS, ids);
  const slugs = new Map(found.map(({ id, slug }) => [id, slug]));
  return rows.map((row) => presentAnnouncement(row, slugs, deps.settings.publicUrl));
}

export function presentPlanned(post: PlannedPost): z.infer<typeof PlannedPostView> {
  return {
    channel: post.channel,
    language: post.language,
    step: post.step,
    scheduledAt: post.scheduledAt,
    worthUntil: post.worthUntil,
    title: post.message.title,
    text: post.message.text,
    firstComment: post.message.firstComment,
  };
}
