import type { Channel } from '../contract.ts';
import { comment, edit, read, retract } from './change.ts';
import { createFacebookClient, type FacebookClientSettings } from './client.ts';
import type { FacebookDeps } from './deps.ts';
import { followers } from './followers.ts';
import { health } from './health.ts';
import { find, findComment, locate } from './look.ts';
import { createVerdicts, metrics } from './metrics.ts';
import { publish } from './publish.ts';
import { versionEndsAt } from './version-end.ts';

export interface FacebookChannelSettings extends FacebookClientSettings {
  /** With `appSecret`: the health check asks the platform about the key itself. */
  readonly appId?: string;
  readonly now?: () => Date;
}

/** Facebook pages, through the Graph API. `Access.remoteId` is the page's number, its key the page's own. */
export function createFacebookChannel(settings: FacebookChannelSettings): Channel {
  const site = settings.origin ?? 'https://www.facebook.com';
  const deps: FacebookDeps = {
    client: createFacebookClient(settings),
    now: settings.now ?? (() => new Date()),
    permalinkOf: (remoteId) => `${site}/${remoteId.replace('_', '/posts/')}`,
  };
  const { appId, appSecret } = settings;
  const keys = appId && appSecret ? { appId, appSecret } : null;
  const verdicts = createVerdicts();
  return {
    kind: 'facebook',
    publish: (snapshot, access, tools) => publish(deps, snapshot, access, tools),
    find: (fingerprint, access) => find(deps, fingerprint, access),
    locate: (link, since, access) => locate(deps, link, since, access),
    comment: (remoteId, text, access) => comment(deps, remoteId, text, access),
    findComment: (remoteId, text, since, access) => findComment(deps, remoteId, text, since, access),
    edit: (remoteId, snapshot, access) => edit(deps, remoteId, snapshot, access),
    read: (remoteId, access) => read(deps, remoteId, access),
    retract: (remoteId, access) => retract(deps, remoteId, access),
    metrics: (remoteIds, access) => metrics(deps, verdicts, remoteIds, access),
    followers: (access) => followers(deps, access),
    health: (access) => health(deps, access, keys),
    versionEndsAt: versionEndsAt(settings.version),
  };
}
