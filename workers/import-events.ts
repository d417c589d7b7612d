import { importJob } from '#queue-config/jobs';
import type { Queues } from '#queue-config/queues';
import { dueImports } from '#src/db/imports';
import { databaseNow } from '#src/db/posts';
import type { ImportDeps } from '#src/imports/deps';

const BATCH = 200;

/** Puts a job into the queue for every source that is due; the row decides whether it is read. */
export async function lookForDueImports({ database }: ImportDeps, queues: Queues): Promise<void> {
  const due = await dueImports(database.db, BATCH);
  if (due.length > 0) await queues.add(due.map(importJob), await databaseNow(database.db));
}
