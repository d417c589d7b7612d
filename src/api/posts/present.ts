import type { z } from 'zod';
import { reasonOf } from '#posts/reason';
import type { AttemptView, PostView } from '#posts/schema/post';
import type { Sample } from '#posts/schema/sample';
import { possibleActs } from '#posts/transition';
import type { AttemptRow } from '#src/db/attempts';
import { type ChannelRow, channelsById } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { lifeOf, type PostRow } from '#src/db/posts';
import type { SampleRow } from '#src/db/samples';
import { stateMessage } from './state-message.ts';

export function presentPost(post: PostRow, channels: ReadonlyMap<string, ChannelRow>): PostView {
  const { state } = lifeOf(post);
  return {
    id: post.id,
    announcement: post.announcementId,
    channel: channels.get(post.channelId)?.slug ?? post.channelId,
    language: post.language,
    title: post.message.title,
    text: post.message.text,
    state: state.name,
    stateMessage: stateMessage(state, post.scheduledAt),
    reason: reasonOf(state, post.scheduledAt),
    possible: [...possibleActs(state.name)],
    scheduledAt: post.scheduledAt,
    worthUntil: post.worthUntil,
    publishedAt: post.publishedAt,
    remoteId: post.remoteId,
    permalink: state.name === 'published' ? state.permalink : null,
    candidates: state.name === 'needsDecision' ? state.candidates : [],
    edited: post.edited,
    step: post.step,
    written: post.handwritten ? 'byHand' : 'generated',
    offer: post.offer,
    revision: post.revision,
  };
}

export async function presentPosts(db: Database, rows: readonly PostRow[]): Promise<PostView[]> {
  const channels = await channelsById(db);
  return rows.map((row) => presentPost(row, channels));
}

export function presentAttempt(row: AttemptRow): z.infer<typeof AttemptView> {
  const { outcome } = row;
  return {
    id: row.id,
    kind: row.kind,
    no: row.no,
    claimedAt: row.claimedAt,
    armedAt: row.armedAt,
    finishedAt: row.finishedAt,
    outcome: outcome && {
      kind: outcome.kind,
      message: 'message' in outcome ? outcome.message : (outcome.note ?? null),
      remoteId: outcome.kind === 'published' ? outcome.remoteId : null,
    },
    snapshot: row.snapshot,
  };
}

export function presentSample(row: SampleRow): Sample {
  const { at, views, reach, reactions, comments, shares, clicks, linkClicks } = row;
  return { at, views, reach, reactions, comments, shares, clicks, linkClicks };
}
