import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseNow } from '#src/db/posts';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
  const languages = { languages: ['fi', 'sv', 'en'] };
  const answer = await api.call('PATCH', '/api/v1/channels/website', languages, { 'if-match': '1' });
  expect(answer.status).toBe(200);
});
afterAll(() => api.close());

async function later(days: number): Promise<string> {
  const now = await databaseNow(api.deps.database.db);
  return new Date(now.getTime() + days * 86_400_000).toISOString();
}

async function created(over: Record<string, unknown> = {}) {
  const answer = await api.call('POST', '/api/v1/announcements', anAnnouncement(over));
  expect(answer.body).toMatchObject({ announcement: { id: expect.any(String) } });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe('creating', () => {
  test('a draft waits, and no job is made', async () => {
    const jobs = api.jobs.length;
    const { announcement, posts } = await created();
    expect(announcement).toMatchObject({
      state: 'draft',
      organisation: 'lapin-amk',
      channels: ['website'],
      revision: 1,
    });
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ state: 'draft', channel: 'website', language: 'fi' });
    expect(api.jobs).toHaveLength(jobs);
  });

  test('submitted, it is scheduled and its job is added with it', async () => {
    const { announcement, posts } = await created({ submit: true });
    expect(announcement.state).toBe('open');
    expect(posts[0].state).toBe('scheduled');
    expect(api.jobs.at(-1)).toMatchObject({ queue: 'publish-website-feed', payload: { postId: posts[0].id } });
  });

  test('an event becomes a post for each step, each language', async () => {
    const { posts, notes } = await created({
      kind: 'event',
      texts: { fi: { title: 'Ilta', body: 'Tervetuloa.' }, en: { title: 'Evening', body: 'Welcome.' } },
      event: { startsAt: await later(10), place: 'Rovaniemi', capacity: 80 },
      campaign: 'standard',
    });
    expect(posts.map((post: { language: string }) => post.language).sort()).toEqual([
      'en',
      'en',
      'en',
      'en',
      'fi',
      'fi',
      'fi',
      'fi',
    ]);
    expect(notes).toContainEqual(expect.objectContaining({ code: 'step-past' }));
  });

  test('the funding statement stands in the post in its language', async () => {
    const { posts, notes } = await created({ funding: 'A72158' });
    expect(posts[0].text).toContain('Euroopan unionin osarahoittama');
    expect(notes).toContainEqual(expect.objectContaining({ code: 'funding-outside-period' }));
  });

  test('words that the funding forbids stop a submission, not a draft', async () => {
    const texts = { fi: { title: 'Rahoitus', body: 'Vipuvoimaa EU:lta rakentamiseen.' } };
    const draft = await created({ funding: 'A72158', texts });
    expect(draft.notes).toContainEqual(expect.objectContaining({ code: 'funding-forbidden-words' }));
    const submitted = await api.call(
      'POST',
      '/api/v1/announcements',
      anAnnouncement({ funding: 'A72158', texts, submit: true }),
    );
    expect(submitted.status).toBe(422);
    expect(submitted.body.errors).toEqual([
      expect.objectContaining({ pointer: '/texts/fi/body', code: 'funding-forbidden-words' }),
    ]);
    expect((await api.call('POST', `/api/v1/announcements/${draft.announcement.slug}/submit`)).status).toBe(422);
  });

  test('a dry run stores nothing and tells everything', async () => {
    const before = await count();
    const { status, body } = await api.call(
      'POST',
      '/api/v1/announcements/plan',
      anAnnouncement({ publishAt: '2020-01-01T09:00' }),
    );
    expect(status).toBe(200);
    expect(body.posts).toHaveLength(1);
    expect(body.problems).toEqual([expect.objectContaining({ pointer: '/publishAt', code: 'past' })]);
    expect(await count()).toBe(before);
  });
});

describe('the life of an announcement', () => {
  test('submit, cancel, and what is not possible any more', async () => {
    const { announcement } = await created();
    const path = `/api/v1/announcements/${announcement.id}`;
    expect((await api.call('POST', `${path}/submit`)).body.announcement.state).toBe('open');
    const again = await api.call('POST', `${path}/submit`);
    expect(again.status).toBe(409);
    expect(again.type).toContain('application/problem+json');
    expect(again.body.possible).toEqual(['cancel']);
    const cancelled = await api.call('POST', `${path}/cancel`, { reason: 'siirtyy' });
    expect(cancelled.body.posts[0].state).toBe('cancelled');
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect((await api.call('GET', path)).status).toBe(404);
  });

  test('a draft without a time goes out when it is submitted, not when it was written', async () => {
    const { announcement, posts } = await created();
    const [before] = posts;
    const submitted = await api.call('POST', `/api/v1/announcements/${announcement.id}/submit`);
    expect(Date.parse(submitted.body.posts[0].scheduledAt)).toBeGreaterThan(Date.parse(before.scheduledAt));
  });
});

describe('changing', () => {
  test('what GET gives, PATCH accepts, and nothing changes but the revision', async () => {
    const { announcement } = await created({
      kind: 'event',
      event: { startsAt: await later(20), registrationUrl: 'https://example.fi/ilmo' },
      campaign: 'standard',
      themes: ['wood-construction'],
      submit: true,
    });
    const path = `/api/v1/announcements/${announcement.slug}`;
    const read = await api.call('GET', path);
    expect(read.headers.get('etag')).toBe('"1"');
    const patched = await api.call('PATCH', path, read.body, { 'if-match': '"1"' });
    expect(patched.status).toBe(200);
    const { revision, updatedAt, ...same } = patched.body.announcement;
    expect(revision).toBe(2);
    expect(read.body).toMatchObject(same);
    expect(patched.body.posts.every((post: { revision: number }) => post.revision === 1)).toBe(true);
  });

  test('an event that moves takes its open posts with it', async () => {
    const { announcement, posts } = await created({
      kind: 'event',
      event: { startsAt: await later(30) },
      campaign: 'standard',
      submit: true,
    });
    const moved = await api.call(
      'PATCH',
      `/api/v1/announcements/${announcement.id}`,
      { event: { startsAt: await later(40) } },
      { 'if-match': '1' },
    );
    expect(moved.status).toBe(200);
    const at = (list: { scheduledAt: string }[]) =>
      list.map(({ scheduledAt }) => Math.round(Date.parse(scheduledAt) / 86_400_000));
    expect(at(moved.body.posts)).toEqual(at(posts).map((day) => day + 10));
  });

  test('words follow, except where somebody wrote them by hand', async () => {
    const texts = { fi: { title: 'Yksi', body: 'Ensimmäinen.' }, en: { title: 'One', body: 'The first.' } };
    const { announcement, posts } = await created({ texts, submit: true, publishAt: await later(3) });
    const fi = posts.find((post: { language: string }) => post.language === 'fi');
    const hand = await api.call(
      'PATCH',
      `/api/v1/posts/${fi.id}`,
      { text: 'Käsin kirjoitettu.' },
      { 'if-match': String(fi.revision) },
    );
    expect(hand.body).toMatchObject({ text: 'Käsin kirjoitettu.', state: 'scheduled' });
    const patched = await api.call(
      'PATCH',
      `/api/v1/announcements/${announcement.id}`,
      { texts: { fi: { title: 'Kaksi', body: 'Toinen.' }, en: { title: 'Two', body: 'The second.' } } },
      { 'if-match': '1' },
    );
    const text = (language: string) =>
      patched.body.posts.find((post: { language: string }) => post.language === language).text;
    expect(text('fi')).toBe('Käsin kirjoitettu.');
    expect(text('en')).toBe('The second.');
    expect(patched.body.notes).toContainEqual(expect.objectContaining({ code: 'written-by-hand' }));
  });

  test('a stale revision is refused, and a missing one says what to do', async () => {
    const { announcement } = await created();
    const path = `/api/v1/announcements/${announcement.id}`;
    expect((await api.call('PATCH', path, { link: 'https://example.fi' }, { 'if-match': '7' })).status).toBe(412);
    const missing = await api.call('PATCH', path, { link: 'https://example.fi' });
    expect(missing.status).toBe(428);
    expect(missing.body.detail).toContain('If-Match');
    expect((await api.call('GET', path)).body.link).toBeNull();
  });
});

test('lists come in pages, filtered', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await api.call('GET', `/api/v1/announcements?limit=3${cursor}`);
    expect(body.items.length).toBeLessThanOrEqual(3);
    seen.push(...body.items.map((item: { id: string }) => item.id));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(await count());
  const events = await api.call(
    'GET',
    '/api/v1/announcements?kind=event&theme=wood-construction&organisation=lapin-amk',
  );
  expect(events.body.items).toHaveLength(1);
  expect((await api.call('GET', '/api/v1/announcements?cursor=nonsense')).status).toBe(422);
});

async function count(): Promise<number> {
  const { rows } = await api.deps.database.pool.query('select count(*)::int as n from announcements');
  return rows[0].n;
}
