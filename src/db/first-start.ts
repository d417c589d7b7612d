import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNull, sql } from 'drizzle-orm';
import { addKey } from './api-keys.ts';
import type { Database, OpenDatabase } from './client.ts';
import {
  CAMPAIGN_AT_START,
  CLUSTER_LANGUAGES,
  CLUSTER_NAME,
  FUNDING_AT_START,
  ORGANISATIONS_AT_START,
  TARGET_GROUPS_AT_START,
  THEMES_AT_START,
} from './first-start/facts.ts';
import {
  apiKeys,
  campaignTemplates,
  channels,
  cluster,
  fundings,
  organisations,
  targetGroups,
  themes,
} from './schema.ts';

export interface FirstStartOptions {
  /** `KAIKU_BOOTSTRAP_API_KEY`; null: one is made and kept in the data folder. */
  readonly bootstrapKey: string | null;
  readonly dataFolder: string;
}

export interface FirstStarted {
  /** True when the database was empty before. */
  readonly fresh: boolean;
  /** The file that holds the generated key; null when the key was given. */
  readonly keyFile: string | null;
}

/** Two processes that start at once fill the database one after the other. */
const FIRST_START_LOCK = 4_711_003;

/** Fills an empty database with what every installation begins with. Repeating it brings nothing back that was changed. */
export async function firstStart(database: OpenDatabase, options: FirstStartOptions): Promise<FirstStarted> {
  return database.transaction(async ({ db }) => {
    await db.execute(sql`select pg_advisory_xact_lock(${FIRST_START_LOCK})`);
    const rows = await db.select().from(cluster);
    const fresh = rows.length === 0;
    if (fresh) await fill(db);
    return { fresh, keyFile: await provideKey(db, options) };
  });
}

async function fill(db: Database): Promise<void> {
  await db.insert(cluster).values({ name: CLUSTER_NAME, zone: 'Europe/Helsinki', languages: [...CLUSTER_LANGUAGES] });
  await db.insert(organisations).values(ORGANISATIONS_AT_START).onConflictDoNothing();
  await db.insert(themes).values(THEMES_AT_START).onConflictDoNothing();
  await db.insert(targetGroups).values(TARGET_GROUPS_AT_START).onConflictDoNothing();
  await db.insert(fundings).values(FUNDING_AT_START).onConflictDoNothing();
  await db.insert(campaignTemplates).values(CAMPAIGN_AT_START).onConflictDoNothing();
  await db
    .insert(channels)
    .values({
      slug: 'website',
      kind: 'website-feed',
      name: 'Klusterin verkkosivut',
      remoteId: 'website',
      languages: CLUSTER_LANGUAGES.slice(0, 1),
    })
    .onConflictDoNothing();
}

/** A key that was given is always good; one is generated only while the database has none. */
async function provideKey(db: Database, { bootstrapKey, dataFolder }: FirstStartOptions): Promise<string | null> {
  if (bootstrapKey !== null) {
    await addKey(db, 'bootstrap', bootstrapKey);
    return null;
  }
  const file = join(dataFolder, 'api-key');
  const [known] = await db.select().from(apiKeys).where(isNull(apiKeys.revokedAt)).limit(1);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (known) return kept === null ? null : file;
  const key = kept?.trim() || `kaiku_${randomBytes(32).toString('base64url')}`;
  if (kept === null) await keep(dataFolder, file, key);
  await addKey(db, 'bootstrap', key);
  return file;
}

async function keep(folder: string, file: string, key: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}
