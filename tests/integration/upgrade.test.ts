import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrateAll, migrationsFolder } from '#src/db/migrate';
import { emptyDatabase } from '../support/database.ts';
import { startEngine } from '../support/engine.ts';

const PENDING = 100;

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

const journalOf = async (folder: string): Promise<Journal> =>
  JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8'));
const versions = (await journalOf(migrationsFolder())).entries.map(({ tag }) => tag);

/** The database as the version left it that had the migrations up to this one. */
async function databaseOf(version: string): Promise<string> {
  const { url, drop } = await emptyDatabase();
  onTestFinished(drop);
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-upgrade-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(migrationsFolder(), folder, { recursive: true });
  const journal = await journalOf(folder);
  const entries = journal.entries.slice(0, versions.indexOf(version) + 1);
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await migrate(drizzle(client), { migrationsFolder: folder });
  await client.query(CONTENT);
  await client.end();
  return url;
}

/** In words of the first version: two pages, posts that wait, some of them due while nothing ran, and one that is out. */
const CONTENT = `
  insert into organisations (id, slug, names) values ('00000000-0000-7000-8000-000000000001', 'old', '{"fi": "Vanha"}');
  insert into channels (id, slug, kind, name, remote_id, languages)
    select ('00000000-0000-7000-8000-0000000001' || lpad(i::text, 2, '0'))::uuid, 'page-' || i, 'facebook', 'Page ' || i, 'r' || i, '{fi}'
    from generate_series(0, 1) i;
  insert into announcements (id, slug, kind, organisation_id, texts, channels, state, created_by)
    values ('00000000-0000-7000-8000-000000000002', 'old', 'announcement', '00000000-0000-7000-8000-000000000001',
      '{"fi": {"title": "Vanha", "body": "Teksti"}}', '{page-0,page-1}', 'open', 'somebody');
  insert into posts (id, announcement_id, channel_id, language, state, state_data, scheduled_at, due_at, worth_until, message)
    select ('00000000-0000-7000-8000-000000001' || lpad(i::text, 3, '0'))::uuid, '00000000-0000-7000-8000-000000000002',
      ('00000000-0000-7000-8000-0000000001' || lpad((i % 2)::text, 2, '0'))::uuid, 'fi', 'scheduled', '{"name": "scheduled"}',
      at, at, at + interval '1 day',
      jsonb_build_object('title', 'Vanha', 'text', 'Julkaisu ' || i, 'link', null, 'images', '[]'::jsonb, 'firstComment', null)
    from generate_series(1, ${PENDING}) i, lateral (select now() + (i - 90) * interval '100 milliseconds' as at) t;
  insert into posts (id, announcement_id, channel_id, language, state, state_data, message, remote_id, published_at)
    values ('00000000-0000-7000-8000-000000002001', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000100',
      'fi', 'published', '{"name": "published", "remoteId": "out", "permalink": null, "publishedAt": "2026-01-01T00:00:00.000Z", "proof": "answer", "note": null}',
      '{"title": "Vanha", "text": "Ulkona", "link": null, "images": [], "firstComment": null}', 'out', '2026-01-01')`;

test.each(versions.slice(0, -1))(
  `from %s, ${PENDING} pending posts go out once each after an upgrade`,
  {
    timeout: 60_000,
  },
  async (version) => {
    const databaseUrl = await databaseOf(version);
    // As a start does: with several processes at once, and again.
    await Promise.all([migrateAll(databaseUrl), migrateAll(databaseUrl)]);
    await migrateAll(databaseUrl);
    const engine = await startEngine('postgres', { databaseUrl });
    onTestFinished(() => engine.stop());
    engine.workers();
    const ids = Array.from({ length: PENDING }, (_, index) => `00000000-0000-7000-8000-000000001${pad(index + 1)}`);
    for (const id of ids) await engine.until(id, 'published');
    expect(engine.platform.ledger.map(({ postId }) => postId).sort()).toEqual(ids);
    expect(await engine.read('00000000-0000-7000-8000-000000002001')).toMatchObject({
      state: 'published',
      remoteId: 'out',
      publishedAt: new Date('2026-01-01T00:00:00Z'),
    });
  },
);

test('a new version only ever adds, so that the one before it can go on beside it', async () => {
  for (const version of versions) {
    const text = await readFile(join(migrationsFolder(), `${version}.sql`), 'utf8');
    expect(text, version).not.toMatch(/\bdrop (table|column)\b|\brename\b|\balter column "\w+" set data type\b/i);
  }
});

function pad(no: number): string {
  return String(no).padStart(3, '0');
}
