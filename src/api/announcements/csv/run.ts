import { withJobs } from '#queue-config/with-jobs';
import { claimRow, countRow, finishImport } from '#src/db/csv-imports';
import type { Actor, ApiDeps } from '../../deps.ts';
import { storeNew } from '../create.ts';
import type { CheckedRow } from './check.ts';

/**
 * Makes the announcements of an import, each in a transaction of its own, so that no long one holds up what is being
 * published. A row that was imported before is left out: an import that ended in the middle is finished by sending the
 * same file again.
 */
export async function runImport(
  deps: ApiDeps,
  actor: Actor,
  importId: string,
  rows: readonly CheckedRow[],
): Promise<void> {
  for (const { fingerprint, checked } of rows) {
    const { input, resolved } = checked;
    if (!input) throw new Error('an import was started with faults in it');
    await withJobs(
      deps.database,
      deps.queues,
      async (tx, jobs) => {
        const isNew = await claimRow(tx.db, fingerprint, async () => {
          const { row } = await storeNew(tx, jobs, actor, { input, resolved });
          return row.id;
        });
        await countRow(tx.db, importId, isNew);
      },
      (error) => deps.logger.warn({ err: error }, 'jobs were not added; the sweep adds them'),
    );
  }
  await finishImport(deps.database.db, importId);
}
