import type { Outcome, Sighting } from '#posts/outcome';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import type { ChangeOutcome, Channel, Health, Readings, Snapshot } from '../contract.ts';
import { outcomeWords } from '../words.ts';
import type { FeedItem, FeedStore } from './store.ts';

export type { FeedItem, FeedStore } from './store.ts';

const words = outcomeWords('The website');
const UNREACHABLE = 'its store could not be reached';
/** A post that is never there; asking for it shows whether the store answers. */
const NO_POST = '00000000-0000-0000-0000-000000000000';

/** The cluster's own website: a row per post, so a repeat changes nothing and absence is proof. */
export function createWebsiteFeedChannel({ store }: { readonly store: FeedStore }): Channel {
  return {
    kind: 'website-feed',
    async publish(snapshot, _access, tools) {
      if (!(await tools.arm())) return words.notSent('another part of Kaiku took it over');
      return attempt(async () => {
        await store.put(itemOf(snapshot));
        return shown(store, snapshot.postId);
      });
    },
    find: ({ postId }) => look(store, postId),
    locate: async (link) => look(store, /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(link)?.[0] ?? NO_POST),
    comment: async () => words.rejected('no-comments', 'the website has no comments'),
    findComment: async () => ({ kind: 'absent', proof: true }),
    edit: (remoteId, snapshot) =>
      attempt(async () => {
        const done = await store.replace({ ...itemOf(snapshot), postId: remoteId });
        return done === 'replaced'
          ? shown(store, remoteId)
          : words.rejected('gone', 'the post is not on the website any more');
      }),
    async read(remoteId) {
      try {
        const item = await store.get(remoteId);
        return item && { text: item.text, permalink: item.permalink };
      } catch {
        return words.notSent(UNREACHABLE);
      }
    },
    retract: (remoteId) =>
      attempt(async () => {
        await store.remove(remoteId);
        return { kind: 'published', remoteId, permalink: null };
      }),
    metrics: (remoteIds) => metrics(store, remoteIds),
    health: () => health(store),
    versionEndsAt: null,
  };
}

function itemOf(snapshot: Snapshot): FeedItem {
  const { postId, channelId, language, title, text, link, images } = snapshot;
  return {
    postId,
    channelId,
    language,
    title,
    text,
    link: link && { url: link.url, target: link.target },
    images: images.map(({ mediaId, alt }) => ({ mediaId, alt })),
  };
}

async function attempt(change: () => Promise<ChangeOutcome>): Promise<Outcome> {
  try {
    return await change();
  } catch {
    return words.uncertain(UNREACHABLE);
  }
}

async function shown(store: FeedStore, postId: string): Promise<Outcome> {
  // It is out whether or not its address can be read just now.
  const item = await store.get(postId).catch(() => null);
  return { kind: 'published', remoteId: postId, permalink: item?.permalink ?? null };
}

async function look(store: FeedStore, postId: string): Promise<Sighting> {
  try {
    const item = await store.get(postId);
    return item ? { kind: 'found', seen: { remoteId: postId, ...item } } : { kind: 'absent', proof: true };
  } catch {
    return { kind: 'cannotTell', message: 'The website’s store could not be reached.' };
  }
}

/** The website counts nothing itself; clicks through Kaiku's own links are added by the caller. */
async function metrics(store: FeedStore, remoteIds: readonly string[]): Promise<Readings> {
  const samples: Map<string, { measures: typeof NOTHING_MEASURED; raw: unknown; notes: string[] }> = new Map();
  const gone: string[] = [];
  try {
    for (const id of remoteIds) {
      if (await store.get(id)) samples.set(id, { measures: NOTHING_MEASURED, raw: null, notes: [] });
      else gone.push(id);
    }
    return { samples, gone, failure: null };
  } catch {
    return { samples, gone, failure: words.notSent(UNREACHABLE) };
  }
}

const NO_KEY = { expiresAt: null, dataAccessExpiresAt: null };

async function health(store: FeedStore): Promise<Health> {
  const pageName = null;
  try {
    await store.get(NO_POST);
    const message = 'Kaiku can publish to the website.';
    return { ok: true, message, pageName, outcome: null, ...NO_KEY };
  } catch {
    const outcome = words.notSent(UNREACHABLE);
    const message = 'The website’s store could not be reached.';
    return { ok: false, message, pageName, outcome, ...NO_KEY };
  }
}
