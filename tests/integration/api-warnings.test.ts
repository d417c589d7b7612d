import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { signedIn } from '../support/people.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startApi();
});
afterAll(() => server.close());

const BODY = 'Tervetuloa puurakentamisen iltaan kuulemaan, mitä Lapin puukerrostaloista on opittu kymmenessä vuodessa.';
const inDays = (days: number, minutes = 0) => new Date(Date.now() + days * 86_400_000 + minutes * 60_000).toISOString();
const said = (title: string, body: string, publishAt: string) =>
  anAnnouncement({ texts: { fi: { title, body } }, publishAt, submit: true });

test('planning warns of the same words on the channel and of what comes within the hour, and refuses nothing', async () => {
  const first = await server.call('POST', '/api/v1/announcements', said('Puurakentamisen ilta', BODY, inDays(3)));
  expect(first.status).toBe(201);
  const [post] = first.body.posts;
  const again = said('Puurakentamisen ilta', BODY, inDays(20));
  const { body: far } = await server.call('POST', '/api/v1/announcements/plan', again);
  expect(far.problems).toEqual([]);
  expect(far.warnings).toEqual([
    expect.objectContaining({
      code: 'said-twice',
      channel: 'website',
      language: 'fi',
      other: { post: post.id, title: 'Puurakentamisen ilta', at: post.scheduledAt },
    }),
  ]);
  const near = said('Sisäilma', 'Terve talo hengittää oikein, kun se on suunniteltu oikein.', inDays(3, 30));
  const { body: close } = await server.call('POST', '/api/v1/announcements/plan', near);
  expect(close.warnings.map(({ code }: { code: string }) => code)).toEqual(['within-the-hour']);
  expect((await server.call('POST', '/api/v1/announcements', near)).status).toBe(201);
});

test('what was cancelled warns nobody', async () => {
  const words = 'Hirsitalon korjaaminen alkaa katosta, ja siitä kerrotaan nyt ensimmäisen kerran tällä sivulla.';
  const { body } = await server.call('POST', '/api/v1/announcements', said('Hirsi', words, inDays(40)));
  const plan = () => server.call('POST', '/api/v1/announcements/plan', said('Hirsi', words, inDays(45)));
  expect((await plan()).body.warnings).toHaveLength(1);
  await server.call('POST', `/api/v1/announcements/${body.announcement.id}/cancel`, {});
  expect((await plan()).body.warnings).toEqual([]);
});

test('what another organisation says to a shared channel is told without its name', async () => {
  const words = 'Kaavoittajien aamukahvit pidetään tällä kertaa Kemissä, ja mukaan pääsee myös etäyhteydellä kotoa.';
  await server.call('POST', '/api/v1/announcements', said('Salainen otsikko', words, inDays(60)));
  const author = await signedIn(server, 'aada@example.org', { roles: { digipolis: 'author' } });
  const own = { ...said('Kahvit', words, inDays(61)), organisation: 'digipolis' };
  const { body } = await author.call('POST', '/api/v1/announcements/plan', own);
  expect(body.warnings).toHaveLength(1);
  expect(body.warnings[0].other).toMatchObject({ post: null, title: null });
  expect(JSON.stringify(body)).not.toContain('Salainen');
});
