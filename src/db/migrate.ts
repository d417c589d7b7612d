import { fileURLToPath } from 'node:url';
import { runMigrations } from 'bullmq';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** Any two processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 4_711_001;

/**
 * Brings the database to this version: Kaiku's own tables and BullMQ's schema. Repeating it is harmless.
 * The migrations lie beside the sources; the built code runs from `dist/`, one level deeper.
 */
export async function migrateAll(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: migrationsFolder() });
    await runMigrations(client, 'bullmq');
  } finally {
    await client.end();
  }
}

/** Where the migrations lie: beside the sources, also for the built code. */
export function migrationsFolder(): string {
  const here = fileURLToPath(new URL('./migrations', import.meta.url));
  return here.replace(/([\\/])dist\1src\1db\1migrations$/, '$1src$1db$1migrations');
}
