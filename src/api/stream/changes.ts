import { listAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { newestNotices } from '#src/db/notices';

/** Something that happened, as a hint to read again; the thing itself is never in it. */
export interface Change {
  readonly id: string;
  readonly action: string;
  readonly thing: string;
  readonly thingId: string | null;
}

type Listener = (change: Change) => void;

const LOOK_EVERY_MS = 1_000;
/** More than happen in a second. What goes past it is found by the reader's own slow reading. */
const LOOK_AT = 100;

/**
 * Tells what the audit log tells, and for whom there is a new notice, whichever process wrote it, a second later at
 * most. Two queries a second for all listeners of this process, and none while nobody listens.
 */
export function watchChanges(
  db: Database,
  onError: (error: unknown) => void,
): { listen(listener: Listener): Promise<() => void> } {
  const listeners = new Set<Listener>();
  // Numbers are given before commits, so a lower one may appear after a higher one: what was seen is remembered by name.
  let seen: ReadonlySet<string> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    const rows = await newest(db);
    const fresh = seen === null ? [] : rows.filter(({ id }) => !seen?.has(id)).reverse();
    seen = new Set(rows.map(({ id }) => id));
    for (const row of fresh) for (const listener of listeners) listener(row);
  };
  const again = () => {
    timer = setTimeout(() => {
      look()
        .catch(onError)
        .finally(() => {
          if (listeners.size > 0) again();
          else timer = null;
        });
    }, LOOK_EVERY_MS);
    timer.unref();
  };

  return {
    async listen(listener) {
      if (timer === null) {
        // What is there already is old news to the listener, who reads everything once this resolves.
        seen = null;
        await look();
      }
      listeners.add(listener);
      if (timer === null) again();
      return () => void listeners.delete(listener);
    },
  };
}

/** A notice is no entry of the log, which would only tell whom it is for. Its `thingId` is that person. */
async function newest(db: Database): Promise<Change[]> {
  const notices = await newestNotices(db, LOOK_AT);
  const entries = await listAudit(db, { limit: LOOK_AT });
  return [
    ...notices.map(({ id, personId }) => ({ id, action: 'notice.added', thing: 'notice', thingId: personId })),
    ...entries.map(({ id, action, thing, thingId }) => ({ id: String(id), action, thing, thingId })),
  ];
}
