import type { z } from 'zod';
import { inOrder } from '#posts/languages';
import type { PlannedPost } from '#posts/plan';
import type { AnnouncementView, PlannedPostView } from '#posts/schema/announcement-view';
import type { AnnouncementRow } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { namesOf, personIdOf } from '#src/db/people';

/** @param db within a transaction, its own: a second connection for each request would use up the pool */
export async function presentAnnouncements(
  db: Database,
  rows: readonly AnnouncementRow[],
  publicUrl: string,
): Promise<AnnouncementView[]> {
  const ids = [...new Set(rows.map((row) => row.organisationId))];
  const organisations = new Map((await findNamedAll(db, ORGANISATIONS, ids)).map(({ id, slug }) => [id, slug]));
  const { languages } = await getCluster(db);
  const authors = await namesOf(
    db,
    rows.flatMap(({ createdBy }) => personIdOf(createdBy) ?? []),
  );
  return rows.map((row) => ({
    ...present(row, publicUrl),
    texts: inOrder(row.texts, languages),
    organisation: organisations.get(row.organisationId) ?? row.organisationId,
    author: authors.get(personIdOf(row.createdBy) ?? '') ?? null,
  }));
}

function present(row: AnnouncementRow, publicUrl: string): Omit<AnnouncementView, 'texts' | 'organisation' | 'author'> {
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    state: row.state,
    link: row.link,
    linkCard: row.linkCard,
    event: row.event && { ...row.event, postponed: row.event.postponed ?? false },
    eventStatus: row.eventStatus,
    sequence: row.sequence,
    recurrence: row.recurrence,
    trackLinks: row.trackLinks,
    themes: row.themes,
    targetGroups: row.targetGroups,
    funding: row.funding,
    campaign: row.campaign,
    channels: row.channels,
    media: row.media,
    crops: row.crops,
    publishAt: row.publishAt,
    worthUntil: row.worthUntil,
    attendance: row.attendance,
    attendanceNote: row.attendanceNote,
    unapproved: row.approved !== null,
    publicUrl: `${publicUrl}/a/${row.slug}`,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    revision: row.revision,
  };
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
    written: post.handwritten ? 'byHand' : 'generated',
    movedFrom: post.movedFrom ?? null,
    notes: [...(post.notes ?? [])],
  };
}
