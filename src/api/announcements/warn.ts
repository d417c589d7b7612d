import type { PlannedPost } from '#posts/plan';
import { seenOrganisations } from '#posts/policy';
import type { Warned } from '#posts/schema/announcement-view';
import { formatLocal } from '#posts/time';
import { SAID_TWICE_WITHIN_MS, type Said, type Warning, warningsFor } from '#posts/warnings';
import type { Database } from '#src/db/client';
import { saidOn } from '#src/db/said';
import type { Actor } from '../deps.ts';

/** A post that would be made, and of which of the announcements in hand. */
export interface Coming {
  readonly announcement: string;
  readonly post: PlannedPost;
}

interface New extends Said {
  readonly coming: Coming;
}
interface Old extends Said {
  readonly postId: string;
  readonly title: string;
  readonly seen: boolean;
}

/** What a person should know before these go out: what their channels said, will say, and what the list itself repeats. */
export async function warn(
  db: Database,
  actor: Actor,
  coming: readonly Coming[],
  zone: string,
): Promise<(Warned & { readonly announcement: string })[]> {
  const fresh = coming.map(
    (each): New => ({
      announcement: each.announcement,
      channel: each.post.channel,
      text: each.post.message.text,
      at: each.post.scheduledAt,
      coming: each,
    }),
  );
  const known = await knownAround(db, actor, fresh);
  return warningsFor<New, Old>(fresh, known).map((warning) => ({
    announcement: warning.post.announcement,
    ...told(warning, zone),
  }));
}

async function knownAround(db: Database, actor: Actor, fresh: readonly New[]): Promise<Old[]> {
  const times = fresh.map(({ at }) => at.getTime());
  const slugs = new Map(fresh.map(({ coming: { post } }) => [post.channelId, post.channel]));
  const from = new Date(Math.min(...times) - SAID_TWICE_WITHIN_MS);
  const to = new Date(Math.max(...times) + SAID_TWICE_WITHIN_MS);
  const seen = seenOrganisations(actor.person);
  const rows = times.length === 0 ? [] : await saidOn(db, [...slugs.keys()], from, to);
  return rows.map((row) => ({
    announcement: row.announcementId,
    channel: slugs.get(row.channelId) ?? row.channelId,
    text: row.text,
    at: row.at,
    postId: row.postId,
    title: row.title,
    seen: seen === null || seen.includes(row.organisationId),
  }));
}

function told({ code, post, other }: Warning<New, Old>, zone: string): Warned {
  const stored = 'postId' in other ? other : null;
  // What another organisation says to a shared channel is heard, but whose it is and how it is called is not told.
  const title = stored ? (stored.seen ? stored.title : null) : titleOf(other as New);
  const what = title === null ? 'something of another organisation' : `“${title}”`;
  const when = formatLocal(other.at, zone).replace('T', ' at ');
  return {
    code,
    channel: post.channel,
    language: post.coming.post.language,
    at: post.at,
    other: { post: stored?.seen ? stored.postId : null, title, at: other.at },
    detail:
      code === 'said-twice'
        ? `${post.channel} hears nearly the same words in ${what} on ${when}`
        : `${what} comes to ${post.channel} within the hour, on ${when}`,
  };
}

function titleOf({ coming }: New): string {
  return coming.post.message.title;
}
