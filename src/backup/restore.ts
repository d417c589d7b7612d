import { randomUUID } from 'node:crypto';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrateAll, migrationsFolder } from '#src/db/migrate';
import { type MediaStore, sha256Of } from '#src/media/store';
import { BadArchive, type Manifest, type Part, readArchive, type Seal } from './archive.ts';
import { identifier, quoted, type TableShape } from './catalogue.ts';
import { unwrapSecret } from './passphrase.ts';
import { verifyArchive } from './verify.ts';

export interface RestoreRequest {
  readonly databaseUrl: string;
  readonly media: MediaStore;
  readonly path: string;
  /** Whether a database that holds something already is emptied first. */
  readonly replace: boolean;
  /** Null: a wrapped secret stays where it is. */
  readonly passphrase: string | null;
}

export interface Restored {
  readonly madeAt: string;
  readonly rows: number;
  readonly media: number;
  /** The secret out of the backup; null when it holds none, or no passphrase was given. */
  readonly secret: string | null;
}

/**
 * Fills a database from a backup, all of it or nothing, and brings it to today's schema. The next start finds a database
 * that comes from elsewhere: it publishes nothing until a person has looked.
 * @throws BadArchive, and Error when the database is not empty or Kaiku works in it
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { manifest, seal } = await verifyArchive(request.path);
  const secret = await secretOf(request, manifest);
  const client = new pg.Client({ connectionString: request.databaseUrl, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    await refuseWhileInUse(client);
    await client.query('begin');
    await makeRoom(client, request.replace);
    await createSchemaAt(client, manifest);
    const media = await fill(client, request, manifest);
    await checkRows(client, manifest, seal);
    for (const { name, value } of seal.sequences)
      await client.query('select setval($1::regclass, $2)', [`public.${identifier(name)}`, value]);
    await client.query('update cluster set instance_id = $1', [`restored-${randomUUID()}`]);
    await client.query('commit');
    await migrateAll(request.databaseUrl);
    const rows = Object.values(seal.rows).reduce((sum, n) => sum + n, 0);
    return { madeAt: manifest.madeAt, rows, media, secret };
  } finally {
    // Without a commit this rolls everything back.
    await client.end();
  }
}

async function secretOf({ path, passphrase }: RestoreRequest, manifest: Manifest): Promise<string | null> {
  if (!manifest.secret || passphrase === null) return null;
  for await (const { name, bytes } of readArchive(path))
    if (name === 'secret.wrapped') return unwrapSecret(bytes.toString('utf8'), manifest.secret.salt, passphrase);
  return null;
}

async function refuseWhileInUse(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name = 'kaiku' and pid <> pg_backend_pid()`,
  );
  if (rows[0]?.n) throw new Error('Kaiku works in this database. Stop every process of it first; nothing was changed.');
}

async function makeRoom(client: pg.Client, replace: boolean): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(`select to_regclass('public.cluster') is not null as taken`);
  if (!rows[0]?.taken) return;
  if (!replace) {
    throw new Error(
      'There is a Kaiku in this database already. Restore into an empty one, or add --replace to lose what is there; ' +
        'nothing was changed.',
    );
  }
  for (const schema of ['public', 'drizzle', 'bullmq']) await client.query(`drop schema if exists ${schema} cascade`);
  await client.query('create schema public');
}

/** The schema as it was when the backup was made, recorded as the migrations record it. */
async function createSchemaAt(client: pg.Client, { migrations, kaiku }: Manifest): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  if (migrations > known.length)
    throw new BadArchive(`The backup was made by Kaiku ${kaiku}, which is newer. Install that version, then restore.`);
  await client.query('create schema if not exists drizzle');
  await client.query(
    'create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  );
  for (const migration of known.slice(0, migrations)) {
    for (const statement of migration.sql) await client.query(statement);
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      migration.hash,
      migration.folderMillis,
    ]);
  }
}

async function fill(client: pg.Client, request: RestoreRequest, manifest: Manifest): Promise<number> {
  const tables = new Map(manifest.tables.map((table) => [table.name, table]));
  // What migrations put into a table of their own is in the backup as well, as it stood then.
  for (const table of manifest.tables.toReversed()) {
    const { rows } = await client.query(`select 1 from ${quoted(table)} limit 1`);
    if (rows.length > 0) await client.query(`delete from ${quoted(table)}`);
  }
  let media = 0;
  let filling: Filling | null = null;
  for await (const part of readArchive(request.path)) {
    const [folder, name] = part.name.split('/') as [string, string | undefined];
    if (folder !== 'tables' || filling?.table !== name) {
      await filling?.end();
      filling = null;
    }
    if (folder === 'tables') {
      const table = tables.get(name ?? '');
      if (!table) throw new BadArchive(`The backup holds a table ${name} that its list does not name.`);
      filling ??= startFilling(client, table);
      await filling.write(part.bytes);
    } else if (folder === 'media') {
      await keepImage(request.media, part, name ?? '');
      media += 1;
    }
  }
  await filling?.end();
  return media;
}

interface Filling {
  readonly table: string;
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

function startFilling(client: pg.Client, table: TableShape): Filling {
  const columns = table.columns.map(identifier).join(', ');
  const stream = client.query(copyFrom(`copy ${quoted(table)} (${columns}) from stdin`));
  return {
    table: table.name,
    write: (bytes) =>
      new Promise((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve()))),
    end: () =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.once('finish', resolve);
        stream.end();
      }),
  };
}

async function keepImage(media: MediaStore, { bytes }: Part, sha256: string): Promise<void> {
  if (sha256Of(bytes) !== sha256) throw new BadArchive(`The image ${sha256} in the backup is damaged.`);
  await media.save(sha256, bytes);
}

async function checkRows(client: pg.Client, manifest: Manifest, seal: Seal): Promise<void> {
  for (const table of manifest.tables) {
    const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${quoted(table)}`);
    if (Number(rows[0]?.n) === seal.rows[table.name]) continue;
    throw new BadArchive(`${table.name} holds ${rows[0]?.n} rows, and the backup had ${seal.rows[table.name]}.`);
  }
}
