import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { ROLE } from '#src/db/embedded/cluster';
import { migrateAll } from '#src/db/migrate';

const TEMPLATE = 'kaiku_template';
/** Test files run in several processes; the first to come makes the template, the others wait for it. */
const TEMPLATE_LOCK = 4_711_002;

export interface FreshDatabase {
  readonly url: string;
  /** Removes it, cutting off whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * A database of the caller's own with every migration applied and no rows, made from a template in some ten milliseconds.
 * Its owner is an ordinary role, as in an installation; `inject('databaseUrl')` is the server's administrator.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  return newDatabase(` template ${TEMPLATE}`, ensureTemplate);
}

/** A database of the caller's own with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return newDatabase('', async () => undefined);
}

async function newDatabase(source: string, prepare: (admin: pg.Client) => Promise<void>): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    await prepare(admin);
    await admin.query(`create database ${name} owner ${ROLE}${source}`);
  });
  return {
    url: addressOf(name),
    drop: () => asAdmin(async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`))),
  };
}

async function ensureTemplate(admin: pg.Client): Promise<void> {
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [TEMPLATE]);
    if (found.rowCount === 1) return;
    await admin.query(`drop database if exists ${TEMPLATE} with (force)`);
    await admin.query(`create database ${TEMPLATE} owner ${ROLE}`);
    await migrateAll(addressOf(TEMPLATE));
    // Marked as a template last: one whose migrations failed is made anew by the next who asks.
    await admin.query(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function asAdmin(work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('databaseUrl'), connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function addressOf(name: string): string {
  const url = new URL(inject('databaseUrl'));
  url.username = ROLE;
  url.pathname = `/${name}`;
  return url.href;
}
