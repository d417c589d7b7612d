import { describe, expect, test } from 'vitest';
import type { Access, Fingerprint, Snapshot } from '#src/channels/contract';
import { createWebsiteFeedChannel, type FeedStore } from '#src/channels/website-feed/index';

const access: Access = { channelId: 'c', remoteId: '', accessToken: '', refreshToken: null };
const snapshot: Snapshot = {
  postId: 'p',
  attemptId: 'a',
  language: 'fi',
  channelId: 'c',
  remoteId: '',
  title: 'Otsikko',
  text: 'Teksti',
  link: { url: 'https://a.fi/r/1', target: 'https://a.fi/', title: 't', description: null },
  images: [],
  firstComment: null,
};
const sought: Fingerprint = { text: '', link: null, armedAt: new Date(), owned: new Set(), hint: null, postId: 'p' };
const tools = { readImage: async () => new Uint8Array(), arm: async () => true };

const lost = async (): Promise<never> => {
  throw new Error('connect to postgres://user:secret@db failed');
};
const away: FeedStore = { put: lost, get: lost, replace: lost, remove: lost };

describe('the website whose store is away', () => {
  const channel = createWebsiteFeedChannel({ store: away });

  test('may have taken a change, and tells nothing when looked at', async () => {
    expect((await channel.publish(snapshot, access, tools)).kind).toBe('uncertain');
    expect((await channel.edit('p', snapshot, access)).kind).toBe('uncertain');
    expect((await channel.retract('p', access)).kind).toBe('uncertain');
    expect((await channel.find(sought, access)).kind).toBe('cannotTell');
    expect(await channel.read('p', access)).toMatchObject({ kind: 'notSent' });
    expect(await channel.metrics(['p'], access)).toMatchObject({ gone: [], failure: { kind: 'notSent' } });
    const health = await channel.health(access);
    expect(health).toMatchObject({ ok: false });
    expect(JSON.stringify(health)).not.toContain('secret');
  });
});

describe('the website', () => {
  test('is published though its address cannot be read, and shows the post once', async () => {
    const puts: string[] = [];
    const store: FeedStore = {
      ...away,
      put: async (item) => {
        puts.push(`${item.postId} ${item.link?.url}`);
        return puts.length > 1 ? 'already there' : 'stored';
      },
    };
    const channel = createWebsiteFeedChannel({ store });
    for (let n = 0; n < 2; n += 1) {
      const outcome = await channel.publish(snapshot, access, tools);
      expect(outcome).toEqual({ kind: 'published', remoteId: 'p', permalink: null });
    }
    expect(puts).toEqual(['p https://a.fi/r/1', 'p https://a.fi/r/1']);
  });
});
