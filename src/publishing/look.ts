import { and, eq, gte, isNotNull, ne } from 'drizzle-orm';
import type { Sighting } from '#posts/outcome';
import { nextLookAt } from '#posts/retry-policy';
import { PostState } from '#posts/state';
import { withJobs } from '#queue-config/with-jobs';
import type { Fingerprint } from '#src/channels/contract';
import { getAttempt } from '#src/db/attempts';
import { isUniqueViolation } from '#src/db/errors';
import { databaseNow, getPost, type PostRow, type Recorded, recordFact } from '#src/db/posts';
import { channels, posts } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';
import { follow } from './settle.ts';

const HOUR_MS = 3_600_000;

/** What one look told, and what became of the post. */
export interface Looked {
  readonly sighting: Sighting;
  readonly recorded: Recorded;
}

/**
 * Looks whether an uncertain post stands on its page, and writes down what was seen (design §5.6). Null when its
 * outcome is known already. A look never publishes anything.
 */
export async function lookForPost(deps: PublishingDeps, postId: string): Promise<Looked | null> {
  const post = await getPost(deps.database.db, postId);
  const state = post && PostState.parse(post.stateData);
  if (!post || (state?.name !== 'uncertain' && state?.name !== 'needsDecision')) return null;
  const [channel] = await deps.database.db.select().from(channels).where(eq(channels.id, post.channelId));
  if (!channel) return null;
  const fingerprint = await fingerprintOf(deps, post, state);
  const sighting = await find(deps, channel, fingerprint).catch(failedLook(deps, post));
  try {
    return { sighting, recorded: await record(deps, post, channel, state, sighting) };
  } catch (error) {
    if (!isUniqueViolation(error, 'posts_remote')) throw error;
    // Another post took this id a moment ago: what was seen is not ours, and the next look will leave it out.
    const taken: Sighting = { kind: 'cannotTell', message: 'the post that was seen belongs to another one' };
    return { sighting: taken, recorded: await record(deps, post, channel, state, taken) };
  }
}

/** Looks for a post that a person names by its address. @param since how far back to read */
export async function locateOn(
  deps: Pick<PublishingDeps, 'channels' | 'keys'>,
  channel: ChannelRow,
  link: string,
  since: Date,
): Promise<Sighting> {
  const entry = await deps.keys.open(channel);
  if (entry.kind === 'closed') return { kind: 'cannotTell', message: entry.outcome.message };
  return deps.channels[channel.kind].locate(link, since, entry.access);
}

async function find(deps: PublishingDeps, channel: ChannelRow, fingerprint: Fingerprint): Promise<Sighting> {
  const entry = await deps.keys.open(channel);
  if (entry.kind === 'closed') return { kind: 'cannotTell', message: entry.outcome.message };
  return deps.channels[channel.kind].find(fingerprint, entry.access);
}

type Unclear = PostState & { name: 'uncertain' | 'needsDecision' };

function record(
  deps: PublishingDeps,
  post: PostRow,
  channel: ChannelRow,
  state: Unclear,
  sighting: Sighting,
): Promise<Recorded> {
  return withJobs(deps.database, deps.queues, async (tx, jobs) => {
    const now = await databaseNow(tx.db);
    const looksDone = (state.name === 'uncertain' ? state.looks.done : 0) + 1;
    const nextLook = nextLookAt({ armedAt: state.armedAt, looksDone, now }, deps.random);
    const fact = { type: 'looked', attemptId: state.attemptId, sighting, nextLookAt: nextLook } as const;
    const recorded = await recordFact(tx, post.id, fact, { actor: deps.worker });
    if (recorded.kind === 'next') await follow(tx, recorded.post, channel, jobs);
    deps.logger.info(
      { postId: post.id, attemptId: state.attemptId, sighting: sighting.kind, looksDone, state: stateOf(recorded) },
      'looked at the page',
    );
    return recorded;
  });
}

async function fingerprintOf(deps: PublishingDeps, post: PostRow, state: Unclear): Promise<Fingerprint> {
  const { db } = deps.database;
  const attempt = await getAttempt(db, state.attemptId);
  const sent = (attempt?.snapshot ?? {}) as Partial<PostRow['message']>;
  const link = sent.link ?? post.message.link;
  const owned = await db
    .select({ remoteId: posts.remoteId })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, post.channelId),
        ne(posts.id, post.id),
        isNotNull(posts.remoteId),
        gte(posts.publishedAt, new Date(state.armedAt.getTime() - HOUR_MS)),
      ),
    );
  return {
    postId: post.id,
    text: sent.text ?? post.message.text,
    link: link ? { url: link.url, target: link.target } : null,
    armedAt: state.armedAt,
    owned: new Set(owned.map((row) => row.remoteId as string)),
    hint: attempt?.outcome?.kind === 'uncertain' ? (attempt.outcome.hint ?? null) : null,
  };
}

function failedLook(deps: PublishingDeps, post: PostRow) {
  return (error: unknown): Sighting => {
    deps.logger.error({ err: error, postId: post.id }, 'looking broke');
    return { kind: 'cannotTell', message: 'the page could not be read' };
  };
}

function stateOf(recorded: Recorded): string {
  return 'post' in recorded ? recorded.post.state : recorded.kind;
}
