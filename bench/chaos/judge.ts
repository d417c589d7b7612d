import { sql } from 'drizzle-orm';
import { PostState } from '#posts/state';
import type { AttemptRow } from '#src/db/attempts';
import type { PostRow } from '#src/db/posts';
import { announcements, attempts, feedItems, posts } from '#src/db/schema';
import type { Installation } from '../support/installation.ts';
import { marker } from '../support/load.ts';
import { percentile } from '../support/system.ts';

/** One public copy of a post, wherever it is. */
interface Copy {
  readonly remoteId: string;
  readonly at: number;
  readonly comments: readonly string[];
}

/** A post that a person is asked about, with what is known of it. */
interface Undecided {
  readonly post: string;
  readonly armedAt: string | null;
  readonly outcome: string | null;
  readonly looks: string;
  readonly copies: number;
}

export interface Verdict {
  readonly posts: number;
  readonly published: number;
  /** Said to be out, but no copy; or never ended; or out, but said not to be. */
  readonly lost: number;
  readonly duplicated: number;
  readonly undecided: number;
  readonly rejected: number;
  readonly missedByLooking: number;
  readonly early: number;
  readonly commentsTwice: number;
  readonly commentsOpen: number;
  readonly lateMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly violations: readonly string[];
  readonly evidence: readonly Undecided[];
}

/** Compares what Kaiku believes with what the sandbox and the website really show. */
export async function judge(installation: Installation): Promise<Verdict> {
  const { db } = installation.kaiku.publishing.database;
  const copies = await copiesByMarker(installation);
  const rows = await db.select().from(posts);
  const tries = new Map<string, AttemptRow[]>();
  for (const attempt of await db.select().from(attempts)) {
    tries.set(attempt.postId, [...(tries.get(attempt.postId) ?? []), attempt]);
  }
  const violations: string[] = [];
  const evidence: Undecided[] = [];
  const count = { published: 0, lost: 0, duplicated: 0, rejected: 0, missed: 0, early: 0, twice: 0, open: 0 };
  const late: number[] = [];
  for (const post of rows) {
    const found = copies.get(marker(post.announcementId)) ?? [];
    const own = tries.get(post.id) ?? [];
    const complain = (what: string) => violations.push(`${post.id} ${what} (${describe(post, own, found)})`);
    if (found.length > 1) {
      count.duplicated += 1;
      complain('stands on its page more than once');
    }
    if (post.state === 'published') count.published += 1;
    if (post.state === 'rejected') count.rejected += 1;
    if (post.state === 'needsDecision') {
      evidence.push(undecided(post, own, found));
      if (found.length > 0) count.missed += 1;
      complainOfUndecided(post, own, found, complain);
    } else if (isLost(post, found)) {
      count.lost += 1;
      complain('is lost');
    }
    for (const copy of found) {
      const lateMs = copy.at - (post.scheduledAt as Date).getTime();
      late.push(lateMs);
      if (lateMs >= 0) continue;
      count.early += 1;
      complain(`went out ${-lateMs} ms early`);
    }
    const comments = found.flatMap((copy) => copy.comments.filter((text) => text === post.message.firstComment));
    if (comments.length > 1) {
      count.twice += 1;
      complain('has its comment more than once');
    }
    count.open += own.filter((attempt) => attempt.kind === 'comment' && attempt.finishedAt === null).length;
  }
  return {
    posts: rows.length,
    published: count.published,
    lost: count.lost,
    duplicated: count.duplicated,
    undecided: evidence.length,
    rejected: count.rejected,
    missedByLooking: count.missed,
    early: count.early,
    commentsTwice: count.twice,
    commentsOpen: count.open,
    lateMs: { p50: percentile(late, 0.5), p99: percentile(late, 0.99), max: Math.max(...late) },
    violations,
    evidence,
  };
}

/** Every end but one has exactly the copies that it says. */
function isLost(post: PostRow, found: readonly Copy[]): boolean {
  switch (post.state) {
    case 'published':
      return !found.some((copy) => copy.remoteId === post.remoteId);
    case 'rejected':
    case 'missed':
    case 'cancelled':
      return found.length > 0;
    default:
      return true;
  }
}

/** A person may only be asked where the call was made and nobody told what became of it. */
function complainOfUndecided(
  post: PostRow,
  own: readonly AttemptRow[],
  found: readonly Copy[],
  complain: (what: string) => void,
): void {
  const state = PostState.parse(post.stateData);
  const attempt = own.find((each) => state.name === 'needsDecision' && each.id === state.attemptId);
  if (!attempt?.armedAt) complain('is undecided although its call was never armed');
  const told = attempt?.outcome && attempt.outcome.kind !== 'uncertain';
  if (told) complain('is undecided although its outcome was told');
  if (found.length > 0) complain('is undecided although it stands on its page');
}

function undecided(post: PostRow, own: readonly AttemptRow[], found: readonly Copy[]): Undecided {
  const state = PostState.parse(post.stateData);
  const attempt = own.find((each) => state.name === 'needsDecision' && each.id === state.attemptId);
  return {
    post: post.id,
    armedAt: attempt?.armedAt?.toISOString() ?? null,
    outcome: attempt?.outcome && 'message' in attempt.outcome ? attempt.outcome.message : 'no answer was written down',
    looks: state.name === 'needsDecision' ? state.message : '',
    copies: found.length,
  };
}

function describe(post: PostRow, own: readonly AttemptRow[], found: readonly Copy[]): string {
  const tries = own.map(
    ({ kind, no, armedAt, outcome }) => `${kind} ${no} armed ${armedAt?.toISOString()} ${outcome?.kind}`,
  );
  const seen = found.map((copy) => `${copy.remoteId} at ${new Date(copy.at).toISOString()}`);
  return `state ${post.state}, due ${post.scheduledAt?.toISOString()}, tries: ${tries.join('; ')}, copies: ${seen.join('; ')}`;
}

interface LedgerLine {
  readonly remoteId: string;
  readonly text: string;
  readonly createdAt: string;
  readonly comments: readonly { readonly text: string }[];
}

async function copiesByMarker(installation: Installation): Promise<Map<string, Copy[]>> {
  const answer = await fetch(`${installation.sandbox.origin}/sandbox/ledger`);
  const copies = new Map<string, Copy[]>();
  const add = (word: string, copy: Copy) => copies.set(word, [...(copies.get(word) ?? []), copy]);
  for (const line of (await answer.json()) as LedgerLine[]) {
    const word = /m[0-9a-f]{32}/.exec(line.text)?.[0] ?? '?';
    const comments = line.comments.map(({ text }) => text);
    add(word, { remoteId: line.remoteId, at: Date.parse(line.createdAt), comments });
  }
  const shown = await installation.kaiku.publishing.database.db
    .select({ postId: feedItems.postId, at: feedItems.publishedAt, announcementId: announcements.id })
    .from(feedItems)
    .innerJoin(posts, sql`${posts.id} = ${feedItems.postId}`)
    .innerJoin(announcements, sql`${announcements.id} = ${posts.announcementId}`);
  for (const { postId, at, announcementId } of shown) {
    add(marker(announcementId), { remoteId: postId, at: at.getTime(), comments: [] });
  }
  return copies;
}
