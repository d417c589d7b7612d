import { afterAll, describe, expect, test } from 'vitest';
import { formatLocal, shiftLocal } from '#posts/time';
import { type Post, startCampaigning, ZONE } from '../support/campaigning.ts';

const campaigning = await startCampaigning();
const { api, on, texts, anEvent, publishStep, patch, dryRun, counted } = campaigning;
afterAll(() => campaigning.close());

test('one event, three languages, three channels: made, moved, cancelled; the dry run said so each time', async () => {
  const { announcement, posts } = await anEvent(30);
  const { id } = announcement;
  expect(posts).toHaveLength(45);
  const offsets: Record<string, string> = {
    'three-weeks-before': on(9),
    'week-before': on(23),
    'day-before': on(29),
    'two-hours-before': on(30).replace('T13', 'T11'),
    'day-after': on(31),
  };
  for (const post of posts) expect(formatLocal(new Date(post.scheduledAt ?? 0), ZONE)).toBe(offsets[post.step ?? '']);
  await publishStep(posts, 'three-weeks-before');

  const move = { event: { startsAt: on(37), place: 'Rovaniemi' } };
  const planned = await dryRun(id, move);
  expect(counted(planned.entries.map(({ change }) => change))).toEqual({ move: 36, offerEdit: 9 });
  const moved = await patch(id, 1, move);
  expect(moved.status).toBe(200);
  expect(moved.body.announcement).toMatchObject({ eventStatus: 'rescheduled', sequence: 1 });
  for (const post of moved.body.posts as Post[]) {
    const said = planned.entries.find((entry) => entry.post === post.id);
    if (post.state === 'published') {
      expect(post.offer?.why).toEqual(['time']);
      expect(post.text).toBe(posts.find((each) => each.id === post.id)?.text);
    } else {
      expect(post.scheduledAt).toBe(said?.at);
      expect(post.state).toBe('scheduled');
      expect(formatLocal(new Date(post.scheduledAt ?? 0), ZONE)).toBe(
        `${formatLocal(shiftLocal(new Date(said?.was ?? 0), ZONE, { days: 7 }), ZONE)}`,
      );
    }
  }

  const stopping = await dryRun(id, {}, '?act=cancel');
  expect(counted(stopping.entries.map(({ change }) => change))).toEqual({ draftNews: 9, stop: 36, unchanged: 9 });
  const cancelled = await api.call('POST', `/api/v1/announcements/${id}/cancel`, {});
  expect(cancelled.body.announcement).toMatchObject({ state: 'cancelled', eventStatus: 'cancelled', sequence: 2 });
  const after = cancelled.body.posts as Post[];
  expect(counted(after.map(({ state }) => state))).toEqual({ cancelled: 36, draft: 9, published: 9 });
  expect(after.filter(({ state }) => state === 'draft').map(({ step }) => step)).toEqual(Array(9).fill('cancelled'));
  expect(after.find(({ step, language }) => step === 'cancelled' && language === 'en')?.title).toBe(
    'Cancelled: Wood day',
  );

  const sent = await api.call('POST', `/api/v1/announcements/${id}/submit`, {});
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  expect(sent.body.announcement.state).toBe('cancelled');
  expect(
    (sent.body.posts as Post[]).filter(({ step }) => step === 'cancelled').every(({ state }) => state === 'scheduled'),
  ).toBe(true);
});

describe('what a person wrote', () => {
  test('stands, with what Kaiku would say beside it; taken, it is Kaiku’s again; declined, nothing is offered', async () => {
    const { announcement, posts } = await anEvent(30, { channels: ['facebook'], texts: { fi: texts.fi } });
    const post = posts.find(({ step }) => step === 'day-before') as Post;
    const hand = await api.call(
      'PATCH',
      `/api/v1/posts/${post.id}`,
      { text: 'Omin sanoin.' },
      { 'if-match': String(post.revision) },
    );
    expect(hand.body).toMatchObject({ written: 'byHand', offer: null });
    const changed = await patch(announcement.id, 1, { event: { startsAt: on(30), place: 'Kemi' } });
    const now = (changed.body.posts as Post[]).find(({ id }) => id === post.id) as Post;
    expect(now.text).toBe('Omin sanoin.');
    expect(now.offer?.why).toEqual(['place']);
    expect(now.offer?.text).toContain('Kemi');
    expect(changed.body.notes).toContainEqual(expect.objectContaining({ code: 'written-by-hand' }));

    const back = await api.call(
      'PATCH',
      `/api/v1/posts/${post.id}`,
      { ...now, offer: null },
      { 'if-match': String(now.revision) },
    );
    expect(back.body).toMatchObject({ written: 'byHand', offer: null, text: 'Omin sanoin.' });
    const again = await patch(announcement.id, 2, { event: { startsAt: on(30), place: 'Tornio' } });
    const offered = (again.body.posts as Post[]).find(({ id }) => id === post.id) as Post;
    const { title, text } = offered.offer as { title: string; text: string };
    const taken = await api.call(
      'PATCH',
      `/api/v1/posts/${post.id}`,
      { title, text },
      { 'if-match': String(offered.revision) },
    );
    expect(taken.body).toMatchObject({ written: 'generated', offer: null, text });
  });

  test('before saving, too', async () => {
    const postTexts = [
      { channel: 'linkedin', language: 'en', step: 'week-before', title: 'One week!', text: 'Own words.' },
    ];
    const { posts } = await anEvent(30, { postTexts });
    const byHand = posts.filter(({ written }) => written === 'byHand');
    expect(byHand).toHaveLength(1);
    expect(byHand[0]).toMatchObject({
      channel: 'linkedin',
      step: 'week-before',
      title: 'One week!',
      text: 'Own words.',
    });
  });

  test('“tomorrow” moves with the day on which it is said', async () => {
    const { posts } = await anEvent(30, { channels: ['facebook'], texts: { fi: texts.fi } });
    const post = posts.find(({ step }) => step === 'day-before') as Post;
    expect(post.title).toBe('Huomenna: Puupäivä');
    const moved = await api.call(
      'PATCH',
      `/api/v1/posts/${post.id}`,
      { scheduledAt: on(27) },
      { 'if-match': String(post.revision) },
    );
    expect(moved.body).toMatchObject({
      title: 'Kolmen päivän kuluttua: Puupäivä',
      written: 'generated',
      state: 'scheduled',
    });
  });
});

test('postponed without a date, all waits and nothing is lost; a new date plans it again', async () => {
  const { announcement, posts } = await anEvent(30, { channels: ['facebook'] });
  await publishStep(posts, 'three-weeks-before');
  const jobs = api.jobs.length;
  const held = await patch(announcement.id, 1, { event: { startsAt: on(30), place: 'Rovaniemi', postponed: true } });
  expect(held.body.announcement).toMatchObject({ eventStatus: 'postponed', sequence: 1 });
  const waiting = (held.body.posts as Post[]).filter(({ state }) => state === 'scheduled');
  expect(waiting).toHaveLength(12);
  for (const post of waiting) {
    expect(post.scheduledAt).toBeNull();
    expect(post.stateMessage).toContain('waits');
  }
  expect(api.jobs).toHaveLength(jobs);
  expect((held.body.posts as Post[]).filter(({ step }) => step === 'postponed')).toHaveLength(3);
  const listed: Post[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.call('GET', `/api/v1/posts?announcement=${announcement.id}&limit=4${cursor}`);
    listed.push(...page.body.items);
    if (!page.body.nextCursor) break;
    cursor = `&cursor=${page.body.nextCursor}`;
  }
  expect(new Set(listed.map(({ id }) => id)).size).toBe(18);

  const dated = await patch(announcement.id, 2, { event: { startsAt: on(60), place: 'Rovaniemi' } });
  expect(dated.body.announcement).toMatchObject({ eventStatus: 'rescheduled', sequence: 2 });
  const again = (dated.body.posts as Post[]).filter(({ state }) => state === 'scheduled');
  expect(again).toHaveLength(12);
  const dayBefore = again.find(({ step }) => step === 'day-before');
  expect(formatLocal(new Date(dayBefore?.scheduledAt ?? 0), ZONE)).toBe(on(59));
  expect(
    (dated.body.posts as Post[]).filter(({ step }) => step === 'postponed').every(({ state }) => state === 'cancelled'),
  ).toBe(true);
});
