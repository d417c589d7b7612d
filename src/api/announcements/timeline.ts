import type { z } from 'zod';
import { type Change, follow } from '#posts/follow';
import type { Note, Problem } from '#posts/problem';
import type { Timeline, TimelineEntry } from '#posts/schema/announcement-view';
import { findAnnouncement } from '#src/db/announcements';
import { channelsById } from '#src/db/channels';
import type { PostRow } from '#src/db/posts';
import { type Call, param, type Reply } from '../operation.ts';
import { notFound } from '../problem.ts';
import { cancellationOf } from './acts.ts';
import { allPosts } from './apply.ts';
import { readChange } from './change.ts';
import { measuring } from './cut.ts';
import { describe } from './describe.ts';

interface Told {
  readonly changes: readonly Change<PostRow>[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** The dry run of a change: the same decisions as the change itself, told and not done. */
export async function planChange(call: Call<unknown, unknown>): Promise<Reply> {
  const { db } = call.deps.database;
  const ref = param(call, 'ref');
  const row = await findAnnouncement(db, ref);
  if (!row) throw notFound('announcement', ref);
  const posts = await allPosts(db, row.id);
  const told =
    (call.query as { act?: string }).act === 'cancel'
      ? { changes: await cancellationOf(db, call.actor, row, posts, measuring), problems: [], notes: [] }
      : await changed(call, row, posts);
  const channels = await channelsById(db);
  const slugOf = (id: string) => channels.get(id)?.slug ?? id;
  const entries = told.changes.map((change) => entry(change, slugOf)).sort(byTime);
  const body: z.input<typeof Timeline> = { entries, problems: [...told.problems], notes: [...told.notes] };
  return { status: 200, body };
}

async function changed(
  call: Call<unknown, unknown>,
  row: NonNullable<Awaited<ReturnType<typeof findAnnouncement>>>,
  posts: readonly PostRow[],
): Promise<Told> {
  const { before, resolved, problems, now, cluster } = await readChange(call, row, measuring);
  return { changes: follow(before.standing, resolved, posts, now, cluster.zone), problems, notes: resolved.notes };
}

function entry(change: Change<PostRow>, slugOf: (channelId: string) => string): TimelineEntry {
  const note = describe(change);
  const notes = note ? [note] : [];
  if (change.kind === 'add' || change.kind === 'draftNews') {
    const { channel, language, step, scheduledAt, message } = change.planned;
    const after = { title: message.title, text: message.text };
    const why: Note[] = [...(change.planned.notes ?? []), ...notes];
    const none = { post: null, state: null, was: null, before: null };
    return { change: change.kind, ...none, channel, language, step, at: scheduledAt, after, why: [], notes: why };
  }
  const { post } = change;
  const { title, text } = post.message;
  const time = post.publishedAt ?? post.scheduledAt;
  return {
    change: change.kind,
    post: post.id,
    channel: slugOf(post.channelId),
    language: post.language,
    step: post.step,
    state: post.state,
    at: change.kind === 'move' ? change.to : change.kind === 'stop' || change.kind === 'wait' ? null : time,
    was: time,
    before: { title, text },
    after: afterOf(change),
    why: whyOf(change),
    notes,
  };
}

function afterOf(change: Change<PostRow>) {
  const message =
    change.kind === 'move' || change.kind === 'newText'
      ? change.message
      : change.kind === 'keepHandWritten' || change.kind === 'offerEdit'
        ? change.proposed
        : null;
  return message && { title: message.title, text: message.text };
}

function whyOf(change: Change<PostRow>): string[] {
  if (!('why' in change)) return [];
  return typeof change.why === 'string' ? [change.why] : [...change.why];
}

function byTime(a: TimelineEntry, b: TimelineEntry): number {
  const time = ({ at, was }: TimelineEntry) => (at ?? was)?.getTime() ?? Number.POSITIVE_INFINITY;
  const [x, y] = [time(a), time(b)];
  return x === y ? a.channel.localeCompare(b.channel) || a.language.localeCompare(b.language) : x - y;
}
