import type { Channel } from '../contract.ts';
import { comment, edit, read, retract } from './change.ts';
import { createLinkedInClient, type LinkedInClientSettings } from './client.ts';
import type { LinkedInDeps } from './deps.ts';
import { followers } from './followers.ts';
import { health } from './health.ts';
import { find, findComment, locate } from './look.ts';
import { metrics } from './metrics.ts';
import { publish } from './publish.ts';
import { type AppKeys, renew } from './renew.ts';
import { versionEndsAt } from './version-end.ts';

export interface LinkedInChannelSettings extends LinkedInClientSettings {
  /** How often and how long to ask whether an uploaded image is ready; every second for a minute when absent. */
  readonly imageWait?: { readonly everyMs: number; readonly upToMs: number };
  readonly now?: () => Date;
  /** With these, keys are renewed, and LinkedIn is asked when they end. */
  readonly app?: AppKeys;
  /** The picture of a link's card, by the hash of its bytes; absent: cards go out without one. */
  readonly readCardImage?: (sha256: string) => Promise<Uint8Array>;
}

/** LinkedIn organisation pages, through the versioned REST API. `Access.remoteId` is the page's URN, or its number. */
export function createLinkedInChannel(settings: LinkedInChannelSettings): Channel {
  const site = settings.origin ?? 'https://www.linkedin.com';
  const deps: LinkedInDeps = {
    client: createLinkedInClient(settings),
    now: settings.now ?? (() => new Date()),
    readCardImage: settings.readCardImage ?? null,
    permalinkOf: (urn) => `${site}/feed/update/${urn}/`,
    imageWait: settings.imageWait ?? { everyMs: 1_000, upToMs: 60_000 },
  };
  const { app = null } = settings;
  return {
    kind: 'linkedin',
    publish: (snapshot, access, tools) => publish(deps, snapshot, access, tools),
    find: (fingerprint, access) => find(deps, fingerprint, access),
    locate: (link, since, access) => locate(deps, link, since, access),
    comment: (remoteId, text, access) => comment(deps, remoteId, text, access),
    findComment: (remoteId, text, since, access) => findComment(deps, remoteId, text, since, access),
    edit: (remoteId, snapshot, access) => edit(deps, remoteId, snapshot, access),
    read: (remoteId, access) => read(deps, remoteId, access),
    retract: (remoteId, access) => retract(deps, remoteId, access),
    metrics: (remoteIds, access) => metrics(deps, remoteIds, access),
    followers: (access) => followers(deps, access),
    health: (access) => health(deps, access, app),
    ...(app ? { renew: (access) => renew(deps, access, app) } : {}),
    versionEndsAt: versionEndsAt(settings.versions[0]),
  };
}
