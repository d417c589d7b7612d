import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChannel } from '#src/db/channels';
import { listPosts } from '#src/db/posts';
import { postNumbers, posts } from '#src/db/schema';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ask = (from: string, to: string) =>
  api.call('GET', `/api/v1/posts/suggested-times?channel=website&from=${from}&to=${to}`);
type Item = { at: string; worked: { posts: number; times: number } | null };

test('without numbers the times come from the posting hours, and days with a post are left out', async () => {
  const { status, body } = await ask(inDays(1), inDays(14));
  expect(status).toBe(200);
  expect(body.postingHours).toMatchObject({ from: '08:00', to: '16:00', weekdays: [1, 2, 3, 4, 5] });
  expect(body.items.length).toBeGreaterThan(7);
  expect(body.items.every(({ worked }: Item) => worked === null)).toBe(true);
  const [first] = body.items as Item[];
  await api.call('POST', '/api/v1/announcements', anAnnouncement({ publishAt: first?.at, submit: true }));
  const after = await ask(inDays(1), inDays(14));
  expect(after.body.items).toEqual(body.items.slice(1));
});

test('an hour at which posts did better than usual is suggested for its weekday', async () => {
  const { db } = api.deps.database;
  const channel = await findChannel(db, 'website');
  // The middle of a working day of the coming weeks, three to six weeks before.
  const { body } = await ask(inDays(8), inDays(14));
  const wanted = new Date((body.items as Item[])[2]?.at ?? '');
  wanted.setUTCHours(11, 20);
  for (const [weeks, reactions] of [
    [3, 40],
    [4, 40],
    [5, 40],
  ] as const) {
    await publishedBefore(new Date(wanted.getTime() - weeks * 7 * 86_400_000), reactions);
  }
  for (const weeks of [3, 4, 5, 6]) {
    await publishedBefore(new Date(wanted.getTime() - weeks * 7 * 86_400_000 - 86_400_000), 5);
  }
  const { body: after } = await ask(inDays(8), inDays(14));
  const best = (after.items as Item[]).filter(({ worked }) => worked !== null);
  expect(best).toHaveLength(1);
  expect(best[0]?.worked?.posts).toBe(3);
  expect(best[0]?.worked?.times).toBeCloseTo(2, 0);
  expect(best[0]?.at.slice(0, 10)).toBe(wanted.toISOString().slice(0, 10));

  async function publishedBefore(at: Date, reactions: number) {
    const made = await api.call('POST', '/api/v1/announcements', anAnnouncement());
    const [post] = await listPosts(db, { announcementId: made.body.announcement.id, limit: 1 });
    if (!post || !channel) throw new Error('no post was made');
    const state = {
      name: 'published',
      remoteId: post.id,
      permalink: null,
      publishedAt: at,
      proof: 'answer',
      note: null,
    } as const;
    const out = { state: 'published', stateData: state, publishedAt: at, scheduledAt: at, dueAt: null } as const;
    await db.update(posts).set(out).where(eq(posts.id, post.id));
    await db
      .insert(postNumbers)
      .values({ postId: post.id, at, publishedAt: at, announcementId: post.announcementId, reactions });
  }
});

test('an unknown channel, and a day that is none, are told', async () => {
  const unknown = await api.call('GET', '/api/v1/posts/suggested-times?channel=x&from=2026-12-01&to=2026-12-02');
  expect(unknown.status).toBe(404);
  expect((await ask('2026-12', '2026-12-02')).status).toBe(422);
});
