import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatLocal, shiftLocal } from '#posts/time';
import { databaseNow, recordFact } from '#src/db/posts';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

const ZONE = 'Europe/Helsinki';
let api: ApiServer;
let now: Date;

interface Post {
  readonly id: string;
  readonly channel: string;
  readonly language: string;
  readonly step: string | null;
  readonly state: string;
  readonly scheduledAt: string | null;
  readonly title: string;
  readonly text: string;
  readonly written: string;
  readonly offer: { title: string; text: string; why: string[] } | null;
  readonly revision: number;
  readonly stateMessage: string;
}

beforeAll(async () => {
  api = await startApi();
  now = await databaseNow(api.deps.database.db);
  const answer = await api.call(
    'PATCH',
    '/api/v1/channels/website',
    { languages: ['fi', 'sv', 'en'] },
    { 'if-match': '1' },
  );
  expect(answer.status).toBe(200);
  for (const kind of ['facebook', 'linkedin']) {
    const page = {
      kind,
      slug: kind,
      name: kind,
      remoteId: `page-${kind}`,
      accessToken: 'good-token',
      languages: ['fi', 'sv', 'en'],
    };
    expect((await api.call('POST', '/api/v1/channels', page)).status).toBe(201);
  }
});
afterAll(() => api.close());

/** A local time so many days from today, at 13:00. */
function on(days: number): string {
  return `${formatLocal(shiftLocal(now, ZONE, { days }), ZONE).slice(0, 10)}T13:00`;
}

const texts = {
  fi: { title: 'Puupäivä', body: 'Tule kuulemaan.' },
  sv: { title: 'Trädagen', body: 'Kom och hör.' },
  en: { title: 'Wood day', body: 'Come and hear.' },
};

async function anEvent(days: number, over: Record<string, unknown> = {}) {
  const answer = await api.call(
    'POST',
    '/api/v1/announcements',
    anAnnouncement({
      kind: 'event',
      channels: ['facebook', 'linkedin', 'website'],
      texts,
      event: { startsAt: on(days), place: 'Rovaniemi' },
      campaign: 'standard',
      submit: true,
      ...over,
    }),
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as {
    announcement: { id: string; slug: string; revision: number };
    posts: Post[];
    notes: { code: string }[];
  };
}

async function publishStep(posts: readonly Post[], step: string) {
  for (const post of posts.filter((each) => each.step === step)) await publish(post);
}

/** As a worker would, without one. */
async function publish({ id }: Post) {
  const attemptId = '00000000-0000-7000-8000-000000000001';
  const later = new Date(now.getTime() + 600_000);
  await api.deps.database.transaction(async (tx) => {
    const actor = 'test';
    await recordFact(tx, id, (_post, at) => ({ type: 'moved', scheduledAt: at, worthUntil: null }), { actor });
    await recordFact(tx, id, { type: 'claimed', attemptId, leaseUntil: later }, { actor });
    await recordFact(tx, id, { type: 'armed', attemptId, at: now }, { actor });
    const outcome = { kind: 'published' as const, remoteId: `remote-${id}`, permalink: null };
    await recordFact(tx, id, { type: 'answered', attemptId, outcome, retryAt: later }, { actor });
  });
}

const patch = (id: string, revision: number, body: unknown) =>
  api.call('PATCH', `/api/v1/announcements/${id}`, body, { 'if-match': String(revision) });
const dryRun = async (id: string, body: unknown, query = '') =>
  (await api.call('POST', `/api/v1/announcements/${id}/plan${query}`, body)).body as {
    entries: {
      change: string;
      post: string | null;
      step: string | null;
      at: string | null;
      was: string | null;
      after: { text: string } | null;
      before: { text: string } | null;
    }[];
    problems: unknown[];
    notes: { code: string }[];
  };
const counted = (names: readonly (string | null)[]) =>
  Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((each) => each === name).length]));

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
