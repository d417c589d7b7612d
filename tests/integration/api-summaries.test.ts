import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addSample } from '#src/db/samples';
import { announcements, posts } from '#src/db/schema';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('GET /summaries', () => {
  test('tells unknown as unknown, attendance beside reach, and the period before', async () => {
    const { db } = api.deps.database;
    await db.delete(announcements);
    const made = await api.call('POST', '/api/v1/announcements', {
      ...anAnnouncement({ themes: ['wood-construction', 'renovation'] }),
      kind: 'event',
      event: { startsAt: '2030-12-15T13:00' },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const {
      announcement,
      posts: [post],
    } = made.body;
    const publishedAt = new Date('2026-05-05T06:00:00Z');
    await db.update(posts).set({ publishedAt, state: 'published' });
    await addSample(db, post.id, new Date('2026-05-06T06:00:00Z'), {
      measures: { views: null, reach: null, reactions: 4, comments: 0, shares: null, clicks: null, linkClicks: 2 },
      raw: null,
      notes: [],
    });
    const attended = await api.call(
      'PATCH',
      `/api/v1/announcements/${announcement.slug}/attendance`,
      { attendance: 42, note: 'nimilista' },
      { 'if-match': String(announcement.revision) },
    );
    expect(attended.status, JSON.stringify(attended.body)).toBe(200);
    expect(attended.body).toMatchObject({ attendance: 42, attendanceNote: 'nimilista' });
    const { body } = await api.call(
      'GET',
      '/api/v1/summaries?from=2026-05-01&to=2026-05-31&groupBy=theme&compare=previous',
    );
    expect(body.items.map(({ group }: { group: string }) => group).sort()).toEqual(['renovation', 'wood-construction']);
    expect(body.total).toMatchObject({
      posts: 1,
      measured: 1,
      totals: { views: null, reactions: 4, comments: 0, linkClicks: 2 },
      unknown: { views: 1, reactions: 0 },
      events: 1,
      attendance: 42,
      attendanceUnknown: 0,
    });
    expect(body.items[0].previous).toBeNull();
    expect(body.previous).toMatchObject({ from: '2026-03-31', to: '2026-04-30', total: { posts: 0 } });
    const week = await api.call('GET', '/api/v1/summaries?from=2026-05-05&to=2026-05-05&groupBy=week');
    expect(week.body.items[0].group).toBe('2026-W19');
    expect((await api.call('GET', '/api/v1/summaries?from=2026-05-06&to=2026-05-06')).body.total.posts).toBe(0);
    expect((await api.call('GET', '/api/v1/summaries?from=2026-05-06&to=2026-05-01')).status).toBe(422);
  });

  test('an announcement that is no event has no attendance', async () => {
    const { body } = await api.call('POST', '/api/v1/announcements', anAnnouncement());
    const path = `/api/v1/announcements/${body.announcement.id}/attendance`;
    expect((await api.call('PATCH', path, { attendance: 1 }, { 'if-match': '*' })).status).toBe(409);
    expect((await api.call('PATCH', path, { attendance: -1 }, { 'if-match': '*' })).status).toBe(422);
  });

  test('how links are marked can be changed, and a template that names nothing we know is refused', async () => {
    const path = '/api/v1/cluster/numbers';
    const linkParameters = 'utm_source={channel}';
    const changed = await api.call('PATCH', path, { linkParameters }, { 'if-match': '*' });
    expect(changed.body).toMatchObject({ linkParameters, samplesKeptDays: null });
    expect((await api.call('PATCH', path, { linkParameters: 'a={who}' }, { 'if-match': '*' })).status).toBe(422);
    expect((await api.call('GET', path)).body.linkParameters).toBe(linkParameters);
  });
});
