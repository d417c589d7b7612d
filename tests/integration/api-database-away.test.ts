import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isDatabaseAway } from '#src/db/errors';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';

let api: ApiServer;
let admin: pg.Client;
beforeAll(async () => {
  api = await startApi();
  admin = new pg.Client({ connectionString: inject('databaseUrl') });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await api.close();
});

/** As when other programs have taken every connection that the server has: those of the API break, and no new one comes. */
async function withoutConnections<T>(work: () => Promise<T>): Promise<T> {
  const { rows } = await api.deps.database.pool.query<{ name: string }>('select current_database() as name');
  const name = rows[0]?.name as string;
  await admin.query(`alter database ${name} connection limit 0`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  try {
    return await work();
  } finally {
    await admin.query(`alter database ${name} connection limit -1`);
  }
}

test('a database that cannot be asked is told as that, with when to come again, and the same key does it once', async () => {
  const body = anAnnouncement();
  const key = { 'idempotency-key': 'the-same-one' };
  const send = () => api.call('POST', '/api/v1/announcements', body, key);
  const refused = await withoutConnections(async () => {
    const answers = [];
    // The first ones may meet connections that broke just now.
    for (let nr = 0; nr < 12; nr += 1) answers.push(await send());
    return answers;
  });
  expect(refused.map(({ status, body: { code } }) => [status, code])).toEqual(
    refused.map(() => [503, 'database-away']),
  );
  expect(refused.at(-1)?.headers.get('retry-after')).toBe('2');
  const made = await send();
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect((await send()).body.id).toBe(made.body.id);
});

test('what the database refuses is not taken for its absence', async () => {
  const wrong = await api.deps.database.pool.query('select 1/0').catch((error: unknown) => error);
  expect(isDatabaseAway(wrong)).toBe(false);
  expect(isDatabaseAway(new Error('a mistake of ours', { cause: new TypeError('x is not a function') }))).toBe(false);
});
