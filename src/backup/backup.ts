import { stat } from 'node:fs/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { MediaStore } from '#src/media/store';
import { checksum, type Manifest, type Part, type Seal, writeArchive } from './archive.ts';
import { identifier, migrationsApplied, quoted, sequences, type TableShape, tablesInOrder } from './catalogue.ts';
import { wrapSecret } from './passphrase.ts';

/** Rows are kept in pieces of this size, so that a backup of any size needs little memory. */
const PIECE_BYTES = 4 * 2 ** 20;

export interface BackupRequest {
  readonly databaseUrl: string;
  readonly media: MediaStore;
  /** The new file. An existing one is never written over. */
  readonly path: string;
  readonly version: string;
  readonly now: Date;
  /** The secret is in the backup only when it is wrapped by a passphrase. */
  readonly secret: { readonly value: string; readonly passphrase: string } | null;
}

export interface BackupMade {
  readonly rows: number;
  readonly media: number;
  /** Images that a row names and the store does not have, by SHA-256. */
  readonly missing: readonly string[];
}

/** Copies all of it as it stands at one moment; Kaiku may go on working meanwhile. */
export async function makeBackup(request: BackupRequest): Promise<BackupMade> {
  if (await stat(request.path).catch(() => null)) throw new Error(`${request.path} is there already. Name a new file.`);
  const client = new pg.Client({ connectionString: request.databaseUrl, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const made = { rows: 0, media: 0, missing: [] as string[] };
    await writeArchive(request.path, partsOf(client, request, made));
    return made;
  } finally {
    await client.end();
  }
}

async function* partsOf(
  client: pg.Client,
  request: BackupRequest,
  made: { rows: number; media: number; missing: string[] },
): AsyncGenerator<Part> {
  const sum = checksum();
  const rows: Record<string, number> = {};
  const part = (name: string, bytes: Buffer): Part => {
    const one = { name, bytes };
    sum.add(one);
    return one;
  };
  const { secret } = request;
  const wrapped = secret ? await wrapSecret(secret.value, secret.passphrase) : null;
  const tables = await tablesInOrder(client);
  const manifest: Manifest = {
    kaiku: request.version,
    format: 1,
    madeAt: request.now.toISOString(),
    migrations: await migrationsApplied(client),
    tables,
    secret: wrapped ? { salt: wrapped.salt } : null,
  };
  yield part('manifest.json', Buffer.from(JSON.stringify(manifest)));
  if (wrapped) yield part('secret.wrapped', Buffer.from(wrapped.wrapped));
  for (const table of tables) {
    let piece = 0;
    for await (const bytes of piecesOf(client, table)) {
      yield part(`tables/${table.name}/${String(piece++).padStart(6, '0')}`, bytes);
    }
    rows[table.name] = await count(client, table);
    made.rows += rows[table.name] ?? 0;
  }
  const kept = (await request.media.list()).toSorted();
  for (const sha256 of kept) {
    made.media += 1;
    yield part(`media/${sha256}`, Buffer.from(await request.media.read(sha256)));
  }
  const named = await client.query<{ sha256: string }>('select distinct sha256 from media');
  made.missing.push(...named.rows.map(({ sha256 }) => sha256).filter((sha256) => !kept.includes(sha256)));
  const seal: Seal = { rows, sequences: await sequences(client), media: made.media, sha256: sum.digest() };
  yield { name: 'seal.json', bytes: Buffer.from(JSON.stringify(seal)) };
}

async function* piecesOf(client: pg.Client, table: TableShape): AsyncGenerator<Buffer> {
  const columns = table.columns.map(identifier).join(', ');
  const stream = client.query(copyTo(`copy ${quoted(table)} (${columns}) to stdout`));
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    held.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

async function count(client: pg.Client, table: TableShape): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${quoted(table)}`);
  return Number(rows[0]?.n);
}
