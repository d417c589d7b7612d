import { expect } from 'vitest';
import { formatLocal, shiftLocal } from '#posts/time';
import { databaseNow, recordFact } from '#src/db/posts';
import { anAnnouncement, startApi } from './api-server.ts';

export const ZONE = 'Europe/Helsinki';

/** A post as the interface tells it. */
export interface Post {
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

/** An interface with a page of each platform in three languages, and what the tests of campaigns do with it. */
export async function startCampaigning() {
  const api = await startApi();
  const now = await databaseNow(api.deps.database.db);
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

  return { api, now, on, texts, anEvent, publishStep, publish, patch, dryRun, counted, close: () => api.close() };
}
