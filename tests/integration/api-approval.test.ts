import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { submit } from '#src/api/announcements/acts';
import { createAnnouncement } from '#src/api/announcements/create';
import type { Actor } from '#src/api/deps';
import { internalCall } from '#src/api/run';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { anAuthor } from '../support/author.ts';

let api: ApiServer;
/** What this one writes needs somebody else's approval; the tests' key may approve. */
let author: Actor;

beforeAll(async () => {
  api = await startApi();
  author = await anAuthor(api);
});
afterAll(() => api.close());

/** Submitted by somebody who may not approve; keys always may. */
async function submitted() {
  const call = internalCall(api.deps, author, anAnnouncement({ submit: true }));
  const { body } = await createAnnouncement(call);
  return body as { announcement: { id: string; state: string }; posts: { id: string; state: string }[] };
}

const act = (id: string, name: string) => api.call('POST', `/api/v1/announcements/${id}/${name}`);

describe('four eyes', () => {
  test('what an author submits waits, and goes out once it is approved', async () => {
    const { announcement, posts } = await submitted();
    expect([announcement.state, posts[0]?.state]).toEqual(['awaitingApproval', 'awaitingApproval']);
    const approved = await act(announcement.id, 'approve');
    expect([approved.body.announcement.state, approved.body.posts[0].state]).toEqual(['open', 'scheduled']);
    expect((await act(announcement.id, 'approve')).status).toBe(409);
  });

  test('what is returned may be mended and submitted again', async () => {
    const { announcement } = await submitted();
    const reason = { reason: 'Lisää kellonaika.' };
    const returned = await api.call('POST', `/api/v1/announcements/${announcement.id}/reject`, reason);
    expect([returned.body.announcement.state, returned.body.posts[0].state]).toEqual(['draft', 'draft']);
    const talk = await api.call('GET', `/api/v1/announcements/${announcement.id}/comments`);
    expect(talk.body.items).toMatchObject([{ body: 'Lisää kellonaika.' }]);
    expect((await act(announcement.id, 'submit')).body.announcement.state).toBe('open');
  });

  test('an edit while it waits makes it a draft that can be submitted; nothing is stuck', async () => {
    const { announcement, posts } = await submitted();
    const edited = await api.call(
      'PATCH',
      `/api/v1/posts/${posts[0]?.id}`,
      { text: 'Toiset sanat.' },
      { 'if-match': '*' },
    );
    expect(edited.body.state).toBe('draft');
    const call = { ...internalCall(api.deps, author, undefined), params: { ref: announcement.id } };
    expect((await submit(call)).body).toMatchObject({ posts: [{ state: 'awaitingApproval', text: 'Toiset sanat.' }] });
    expect((await act(announcement.id, 'approve')).body.posts[0].state).toBe('scheduled');
  });
});
