import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAudit, sealAudit } from '#src/db/audit-chain';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { signedIn } from '../support/people.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const query = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
/** As somebody with the database in their hands would. */
const tampered = async (text: string) => {
  const tried: Awaited<ReturnType<typeof checkAudit>>[] = [];
  const undone = new Error('undone');
  const work = api.deps.database.transaction(async (tx) => {
    await tx.client.query(`alter table audit disable trigger user; ${text}`);
    tried.push(await checkAudit(tx.db));
    throw undone;
  });
  await expect(work).rejects.toBe(undone);
  return tried[0];
};

test('is filtered by thing, actor, action and time', async () => {
  const { body } = await api.call('POST', '/api/v1/announcements', anAnnouncement());
  await api.call('POST', `/api/v1/announcements/${body.announcement.id}/cancel`, {});
  const list = async (filter: string) => (await api.call('GET', `/api/v1/audit?${filter}`)).body.items;
  const actions = async (filter: string) => (await list(filter)).map(({ action }: { action: string }) => action);
  const thing = `thing=announcement&thingId=${body.announcement.id}`;
  expect(await actions(thing)).toEqual(['announcement.cancelled', 'announcement.created']);
  expect(await actions(`${thing}&action=announcement.created`)).toEqual(['announcement.created']);
  expect(await actions('action=post')).toEqual(['post.cancelled']);
  expect(await actions('action=pos')).toEqual([]);
  expect((await actions('actor=api-key:bootstrap')).length).toBeGreaterThan(1);
  expect(await actions('actor=nobody')).toEqual([]);
  expect(await actions('to=2020-01-01')).toEqual([]);
  expect((await list(thing))[0].origin.address).toMatch(/127\.0\.0\.1/);
});

test('is exported as CSV', async () => {
  const answer = await api.call('GET', '/api/v1/audit.csv?thing=announcement');
  expect([answer.status, answer.type]).toEqual([200, 'text/csv; charset=utf-8']);
  const lines = String(answer.body).trim().split('\r\n');
  expect(lines[0]).toBe('id,at,actor,action,thing,thingId,detail,address,program');
  expect(lines.length).toBe(3);
});

test('is only ever added to', async () => {
  await expect(query(`update audit set actor = 'x'`)).rejects.toThrow('only ever added to');
  await expect(query('delete from audit')).rejects.toThrow('only ever added to');
});

test('two that seal at once make one chain, and late entries find their place in it', async () => {
  await Promise.all([sealAudit(api.deps.database), sealAudit(api.deps.database)]);
  await sealAudit(api.deps.database);
  await query(`insert into audit (actor, action, thing) values ('a', 'x.y', 'x'), ('b', 'x.y', 'x')`);
  const check = await api.call('GET', '/api/v1/audit/check');
  expect(check.body).toMatchObject({ ok: true, broken: null, unsealed: 0 });
});

test('the chain stays whole when a person is erased, and their place is gone', async () => {
  const person = await signedIn(api, 'erased@example.org', { roles: { 'lapin-amk': 'author' } });
  await person.call('POST', '/api/v1/announcements', anAnnouncement());
  await sealAudit(api.deps.database);
  const actor = `person:${person.id}`;
  const before = (await api.call('GET', `/api/v1/audit?actor=${actor}`)).body.items;
  expect(before.some(({ origin }: { origin: unknown }) => origin !== null)).toBe(true);
  await api.call('DELETE', `/api/v1/people/${person.id}`);
  const after = (await api.call('GET', `/api/v1/audit?actor=${actor}`)).body.items;
  expect(after.length).toBe(before.length);
  expect(after.every(({ origin }: { origin: unknown }) => origin === null)).toBe(true);
  const { rows } = await query(`select * from audit`);
  expect(JSON.stringify(rows)).not.toContain('erased@example.org');
  expect((await checkAudit(api.deps.database.db)).ok).toBe(true);
});

test.each([
  [
    'an entry that was changed',
    `update audit set actor = 'somebody else' where id = (select min(id) + 1 from audit)`,
    /changed/,
  ],
  [
    'an entry that was taken out',
    'delete from audit_origins; delete from audit where id = (select min(id) from audit)',
    /missing/,
  ],
  ['a link that was taken out', 'delete from audit_chain where no = 2', /missing/],
])('%s shows', async (_what, statement, why) => {
  await sealAudit(api.deps.database);
  const check = await tampered(statement);
  expect([check?.ok, check?.broken?.why]).toEqual([false, expect.stringMatching(why)]);
});
