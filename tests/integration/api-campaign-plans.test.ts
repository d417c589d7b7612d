import { afterAll, describe, expect, test } from 'vitest';
import { formatLocal } from '#posts/time';
import { recordFact } from '#src/db/posts';
import { anAnnouncement } from '../support/api-server.ts';
import { type Post, startCampaigning, ZONE } from '../support/campaigning.ts';

const campaigning = await startCampaigning();
const { api, on, texts, anEvent, patch } = campaigning;
afterAll(() => campaigning.close());

describe('posting hours', () => {
  test('are the cluster’s, and the plan tells why a step moved', async () => {
    const { body } = await api.call('GET', '/api/v1/cluster');
    expect(body.postingHours).toBeNull();
    const hours = { from: '08:00', to: '16:00', weekdays: [1, 2, 3, 4, 5], holidays: false };
    const set = await api.call(
      'PATCH',
      '/api/v1/cluster',
      { postingHours: hours },
      { 'if-match': String(body.revision) },
    );
    expect(set.body.postingHours).toEqual(hours);
    const plan = await api.call(
      'POST',
      '/api/v1/announcements/plan',
      anAnnouncement({ kind: 'event', event: { startsAt: '2027-12-13T18:00' }, campaign: 'standard' }),
    );
    const dayBefore = plan.body.posts.find((post: Post) => post.step === 'day-before');
    expect(dayBefore.notes).toEqual([expect.objectContaining({ code: 'step-moved-weekday' })]);
    expect(formatLocal(new Date(dayBefore.scheduledAt), ZONE)).toBe('2027-12-13T16:00');
    expect(formatLocal(new Date(dayBefore.movedFrom), ZONE)).toBe('2027-12-12T18:00');
    const weekBefore = plan.body.posts.find((post: Post) => post.step === 'week-before');
    expect(formatLocal(new Date(weekBefore.scheduledAt), ZONE)).toBe('2027-12-07T16:00');
    expect(weekBefore.notes[0].code).toBe('step-moved-holiday');
    const off = await api.call(
      'PATCH',
      '/api/v1/cluster',
      { postingHours: null },
      { 'if-match': String(set.body.revision) },
    );
    expect(off.body.postingHours).toBeNull();
  });

  test.each([
    ['upside down', { from: '20:00', to: '08:00', weekdays: [1], holidays: true }],
    ['never', { from: '08:00', to: '20:00', weekdays: [], holidays: true }],
    ['no clock', { from: '8', to: '20:00', weekdays: [1], holidays: true }],
  ])('%s is refused', async (_name, postingHours) => {
    const { body } = await api.call('GET', '/api/v1/cluster');
    const answer = await api.call('PATCH', '/api/v1/cluster', { postingHours }, { 'if-match': String(body.revision) });
    expect(answer.status).toBe(422);
  });
});

test('a template’s steps carry texts, headings and ends, and take no nonsense', async () => {
  const steps = [
    { key: 'early', days: -30, text: 'invitation', headings: { fi: 'Tulossa' } },
    { key: 'late', hours: -1, anyHour: true, worthUntil: { hours: 1 } },
  ];
  const made = await api.call('POST', '/api/v1/campaign-templates', { slug: 'short', names: { fi: 'lyhyt' }, steps });
  expect(made.status).toBe(201);
  expect(made.body.steps).toEqual(steps);
  const { posts } = await anEvent(40, { campaign: 'short', channels: ['facebook'], texts: { fi: texts.fi } });
  expect(posts.map(({ title }) => title)).toEqual(['Tulossa: Puupäivä', 'Alkaa tunnin kuluttua: Puupäivä']);
  const wrong = await api.call(
    'PATCH',
    '/api/v1/campaign-templates/short',
    { steps: [{ key: 'late', hours: -1, worthUntil: { hours: -2 } }] },
    { 'if-match': '1' },
  );
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors[0].pointer).toBe('/steps/0/worthUntil');
});

test('an announcement repeats in local time, with a fresh text each time', async () => {
  const body = anAnnouncement({
    publishAt: on(3),
    recurrence: 'FREQ=WEEKLY;COUNT=4',
    texts: { fi: { title: 'Neuvonta', body: 'Yksi.', variants: [{ body: 'Kaksi.' }] } },
    submit: true,
  });
  const made = await api.call('POST', '/api/v1/announcements', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const posts = made.body.posts as Post[];
  expect(posts.map(({ scheduledAt }) => formatLocal(new Date(scheduledAt ?? 0), ZONE))).toEqual([
    on(3),
    on(10),
    on(17),
    on(24),
  ]);
  expect(posts.map(({ text }) => text)).toEqual(['Yksi.', 'Kaksi.', 'Yksi.', 'Kaksi.']);
  const moved = await patch(made.body.announcement.id, 1, { publishAt: on(4), recurrence: 'FREQ=WEEKLY;COUNT=3' });
  const left = (moved.body.posts as Post[]).filter(({ state }) => state === 'scheduled');
  expect(left.map(({ scheduledAt }) => formatLocal(new Date(scheduledAt ?? 0), ZONE))).toEqual([on(4), on(11), on(18)]);
  const endless = await api.call('POST', '/api/v1/announcements', { ...body, recurrence: 'FREQ=WEEKLY' });
  expect(endless.body.errors).toEqual([
    expect.objectContaining({ pointer: '/recurrence', code: 'recurrence-endless' }),
  ]);
});

test('what moves by itself voids no approval and takes no submission back', async () => {
  const { announcement, posts } = await anEvent(30, { channels: ['website'], texts: { fi: texts.fi }, submit: false });
  const id = posts[0]?.id as string;
  await api.deps.database.transaction((tx) =>
    recordFact(tx, id, { type: 'submitted', mayApprove: false }, { actor: 'test' }),
  );
  const moved = await patch(announcement.id, 1, { event: { startsAt: on(37), place: 'Kemi' } });
  expect((moved.body.posts as Post[]).find((post) => post.id === id)?.state).toBe('awaitingApproval');
});
