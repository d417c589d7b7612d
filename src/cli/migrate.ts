import { migrateAll } from '#src/db/migrate';
import { begin, fail, requireDatabaseUrl } from '#src/start/process';

const { settings, logger } = begin();
const databaseUrl = requireDatabaseUrl(settings, 'npm run migrate');
await migrateAll(databaseUrl).catch(fail);
logger.info({ event: 'migrated' }, 'the database is up to date');
