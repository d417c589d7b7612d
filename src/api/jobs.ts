import { type Job, publishJob } from '#queue-config/jobs';
import { type ChannelRow, channelsById } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import type { PostRow } from '#src/db/posts';

/** The timers of those posts that wait to be published. What is due later than the horizon the queue leaves out itself. */
export function timersFor(posts: readonly PostRow[], channels: ReadonlyMap<string, Pick<ChannelRow, 'kind'>>): Job[] {
  return posts.flatMap((post) => {
    const channel = channels.get(post.channelId);
    // What waits for its event's new date is scheduled, and due for nobody.
    const due = (post.state === 'scheduled' || post.state === 'retrying') && post.dueAt !== null;
    return channel && due ? [publishJob(post, channel.kind)] : [];
  });
}

export async function pushTimers(tx: Transaction, jobs: Job[], posts: readonly PostRow[]): Promise<void> {
  jobs.push(...timersFor(posts, await channelsById(tx.db)));
}
