import { nextFetchAt } from '#posts/imports/next-fetch';
import type { ImportResult } from '#posts/schema/import';
import { getCluster } from '#src/db/cluster';
import { askingCounts, atSource, findImport, type ImportRow, noteReading } from '#src/db/imports';
import { databaseNow } from '#src/db/posts';
import { applyReading } from './apply.ts';
import type { ImportDeps } from './deps.ts';
import { type FetchedSource, fetchSource, type Version } from './fetch-source.ts';
import { readSource } from './read-source.ts';

const WHOLE_EVERY_MS = 24 * 3_600_000;
const NOTHING = { new: 0, updated: 0, asking: 0, merged: 0, refused: 0, notes: [], refusals: [] };
const SHOWN_REFUSALS = 20;

/** Reads a source that is due and takes over what it tells. One that is not due, or being read, is left alone. */
export async function runImport(deps: ImportDeps, importId: string): Promise<void> {
  await atSource(deps.database, importId, async (lockApplying) => {
    const { db } = deps.database;
    const source = await findImport(db, importId);
    const now = await databaseNow(db);
    if (!source?.nextFetchAt || source.nextFetchAt > now) return;
    // Whatever breaks below, the source is not asked again at once.
    await noteReading(db, importId, { nextFetchAt: nextFetchAt(now, source.failures + 1, deps.random()) });
    const version = knownVersion(source, now);
    const fetched = await fetchSource(deps.fetch, source.address, source.kind, version);
    const { result, version: newVersion } = await take(deps, source, fetched, lockApplying);
    const failures = result.outcome === 'failed' ? source.failures + 1 : 0;
    const after = await databaseNow(db);
    await noteReading(db, importId, {
      fetchedAt: after,
      // Somebody may have paused it meanwhile.
      nextFetchAt: (await findImport(db, importId))?.paused ? null : nextFetchAt(after, failures, deps.random()),
      failures,
      lastResult: result,
      ...(newVersion ? { ...newVersion, readAt: after } : {}),
    });
    deps.logger.info({ importId, ...result, notes: undefined, detail: undefined }, 'a source was read');
  });
}

/** Read whole once a day, so that the next instances of a series come although the file stays as it is. */
function knownVersion({ etag, lastModified, readAt }: ImportRow, now: Date): Version {
  const today = readAt !== null && now.getTime() - readAt.getTime() < WHOLE_EVERY_MS;
  return today ? { etag, lastModified } : { etag: null, lastModified: null };
}

interface Taken {
  readonly result: ImportResult;
  /** Remembered only once everything was taken over: an unchanged source is not read again. */
  readonly version: Version | null;
}

async function take(
  deps: ImportDeps,
  source: ImportRow,
  fetched: FetchedSource,
  lockApplying: () => Promise<void>,
): Promise<Taken> {
  if (fetched.kind === 'failed') return failed(fetched.code, fetched.detail);
  if (fetched.kind === 'unchanged') {
    return { result: { outcome: 'unchanged', code: null, detail: null, ...NOTHING }, version: null };
  }
  const { db } = deps.database;
  const { zone, languages } = await getCluster(db);
  const now = await databaseNow(db);
  const { read } = await readSource(fetched.source, source.kind, { now, zone });
  if (!read.ok) return failed(read.code, read.detail);
  await lockApplying();
  const counts = await applyReading({ deps, source, languages, now }, read);
  const asking = (await askingCounts(db, [source.id])).get(source.id) ?? 0;
  return {
    result: {
      outcome: 'read',
      code: null,
      detail: null,
      ...counts,
      refused: counts.refused + read.refused.length,
      asking,
      notes: [...read.notes],
      refusals: read.refused.slice(0, SHOWN_REFUSALS),
    },
    version: fetched.version,
  };
}

function failed(code: string, detail: string): Taken {
  return { result: { outcome: 'failed', code, detail, ...NOTHING }, version: null };
}
