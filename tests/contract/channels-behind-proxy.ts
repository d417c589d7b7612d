/**
 * Started by `channels-tls.test.ts` as a process of its own: publishes with production settings, so that only the proxy and
 * the certificate of its environment decide who answers. Prints one line of JSON.
 */
import { SANDBOX_PAGES } from '#sandbox/start';
import { createFacebookChannel } from '#src/channels/facebook/index';
import { createLinkedInChannel } from '#src/channels/linkedin/index';
import { picture, snapshotOf, tools } from './channels-stage.ts';

const channels = {
  facebook: createFacebookChannel({ version: 'v25.0' }),
  linkedin: createLinkedInChannel({ versions: ['202609'], imageWait: { everyMs: 20, upToMs: 10_000 } }),
};
const results = [];
for (const kind of ['facebook', 'linkedin'] as const) {
  const page = SANDBOX_PAGES.find((each) => each.kind === kind);
  if (!page) throw new Error(`no ${kind} page`);
  const { remoteId, accessToken } = page;
  const access = { channelId: kind, remoteId, accessToken, refreshToken: null };
  const channel = channels[kind];
  const stage = { kind, channel, access, judge: null, reset: () => undefined, close: async () => undefined };
  const images = [await picture('a', 'Hirsi'), await picture('b', 'Työmaa')];
  const published = await channel.publish(snapshotOf(stage, { body: 'Tunnelin läpi', images }), access, tools(stage));
  const id = published.kind === 'published' ? published.remoteId : '';
  const health = await channel.health(access);
  const metrics = await channel.metrics([id], access);
  const revoked = await channel.health({ ...access, accessToken: `${accessToken}-wrong` });
  results.push({ kind, published, health, failure: metrics.failure, revoked: revoked.outcome });
}
process.stdout.write(`${JSON.stringify(results)}\n`);
