import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isNull } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Redis } from 'ioredis';
import { newestBackup } from '#src/backup/newest';
import type { Settings } from '#src/config/settings';
import { checkAudit } from '#src/db/audit-chain';
import type { OpenDatabase } from '#src/db/client';
import { migrationsFolder } from '#src/db/migrate';
import { channels } from '#src/db/schema';
import { openMediaStore } from '#src/media/store';
import { openTokens } from '#src/secrets/channel-tokens';
import type { Sealer } from '#src/secrets/seal';
import type { Facts, PageFacts } from './judge.ts';

/** Reads what the doctor judges. Throws when the database does not answer. */
export async function readFacts(database: OpenDatabase, settings: Settings, sealer: Sealer): Promise<Facts> {
  const { rows } = await database.pool.query<{ now: Date; version: string; open: number; limit: number }>(
    `select clock_timestamp() as now, current_setting('server_version') as version,
       (select sum(numbackends)::int from pg_stat_database) as open, current_setting('max_connections')::int as "limit"`,
  );
  const now = rows[0]?.now as Date;
  const clockOffMs = Date.now() - now.getTime();
  const chain = await checkAudit(database.db);
  return {
    now,
    clockOffMs,
    serverVersion: rows[0]?.version ?? '',
    connections: { open: rows[0]?.open ?? 0, limit: rows[0]?.limit ?? 0 },
    migrations: await migrationsOf(database),
    queue: settings.redisUrl ? await redisQueue(settings.redisUrl) : await postgresQueue(database),
    ...(await postsOf(database)),
    pages: await pagesOf(database, sealer),
    audit: { ok: chain.ok, checked: chain.checked, broken: chain.broken?.why ?? null },
    ...(await diskOf(database, settings.dataDir)),
    nodeMajor: Number(process.versions.node.split('.')[0]),
  };
}

async function migrationsOf({ pool }: OpenDatabase): Promise<Facts['migrations']> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from drizzle.__drizzle_migrations');
  return { applied: rows[0]?.n ?? 0, known: readMigrationFiles({ migrationsFolder: migrationsFolder() }).length };
}

async function postgresQueue({ pool }: OpenDatabase): Promise<Facts['queue']> {
  const { rows } = await pool.query(`select 1 from pg_namespace where nspname = 'bullmq'`);
  return {
    kind: 'postgres',
    problem: rows.length > 0 ? null : 'its tables are gone; a running worker makes them again',
  };
}

async function redisQueue(url: string): Promise<Facts['queue']> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const [, policy] = (await redis.config('GET', 'maxmemory-policy').catch(() => [])) as string[];
    const evicts = policy !== undefined && policy !== 'noeviction';
    return { kind: 'redis', problem: evicts ? `maxmemory-policy is ${policy}, and must be noeviction` : null };
  } catch (error) {
    return { kind: 'redis', problem: (error as Error).message };
  } finally {
    redis.disconnect();
  }
}

async function postsOf({ pool }: OpenDatabase): Promise<Pick<Facts, 'stopped' | 'overdue' | 'waitingForPerson'>> {
  const { rows } = await pool.query<{
    stopped: { message: string } | null;
    overdue: number;
    decide: number;
    missed: number;
    rejected: number;
  }>(
    `select (select stopped from cluster) as stopped,
       (select count(*)::int from posts p join channels c on c.id = p.channel_id
        where p.state in ('scheduled', 'retrying') and p.due_at < now() - interval '1 minute' and c.hold_reason is null) as overdue,
       (select count(*)::int from posts where state = 'needsDecision') as decide,
       (select count(*)::int from posts where state = 'missed') as missed,
       (select count(*)::int from posts where state = 'rejected') as rejected`,
  );
  const row = rows[0];
  const waitingForPerson = { needsDecision: row?.decide ?? 0, missed: row?.missed ?? 0, rejected: row?.rejected ?? 0 };
  return { stopped: row?.stopped ?? null, overdue: row?.overdue ?? 0, waitingForPerson };
}

async function pagesOf({ db }: OpenDatabase, sealer: Sealer): Promise<PageFacts[]> {
  const rows = await db.select().from(channels).where(isNull(channels.removedAt)).orderBy(channels.slug);
  return rows.map((row) => ({
    slug: row.slug,
    tokenExpiresAt: row.tokenExpiresAt,
    refreshExpiresAt: row.refreshExpiresAt,
    dataAccessExpiresAt: row.dataAccessExpiresAt,
    apiVersionEndsAt: row.apiVersionEndsAt,
    renewable: row.refreshToken !== null,
    holdReason: row.holdReason,
    holdMessage: row.holdMessage,
    healthy: row.health?.ok ?? null,
    healthMessage: row.health?.message ?? null,
    tokens: tokensOf(row, sealer),
  }));
}

function tokensOf(row: typeof channels.$inferSelect, sealer: Sealer): PageFacts['tokens'] {
  const sealed = [row.accessToken, row.refreshToken].filter((token) => token !== null);
  if (sealed.length === 0) return 'none';
  try {
    openTokens(sealer, row);
    return sealed.some((token) => sealer.isOutdated(token)) ? 'outdated' : 'open';
  } catch {
    return 'closed';
  }
}

async function diskOf(database: OpenDatabase, dataDir: string) {
  const { bavail, bsize } = await statfs(dataDir);
  const kept = new Set(await openMediaStore(join(dataDir, 'media')).list());
  const named = await database.pool.query<{ sha256: string }>('select distinct sha256 from media');
  return {
    freeBytes: bavail * bsize,
    imagesMissing: named.rows.filter(({ sha256 }) => !kept.has(sha256)).length,
    lastBackupAt: await newestBackup(join(dataDir, 'backups')),
  };
}
