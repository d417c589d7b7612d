import { type AuditRow, listAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';

/** Something that happened, as a hint to read again; the thing itself is never in it. */
export interface Change {
  readonly id: number;
  readonly action: string;
  readonly thing: string;
  readonly thingId: string | null;
}

type Listener = (change: Change) => void;

const LOOK_EVERY_MS = 1_000;
/** More than happen in a second. What goes past it is found by the reader's own slow reading. */
const LOOK_AT = 100;

/**
 * Tells what the audit log tells, whichever process wrote it, a second later at most. One query a second for all
 * listeners of this process, and none while nobody listens.
 */
export function watchChanges(
  db: Database,
  onError: (error: unknown) => void,
): { listen(listener: Listener): Promise<() => void> } {
  const listeners = new Set<Listener>();
  // Numbers are given before commits, so a lower one may appear after a higher one: what was seen is remembered by name.
  let seen: ReadonlySet<number> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    const rows = await listAudit(db, { limit: LOOK_AT });
    const fresh = seen === null ? [] : rows.filter(({ id }) => !seen?.has(id)).reverse();
    seen = new Set(rows.map(({ id }) => id));
    for (const row of fresh) for (const listener of listeners) listener(changeOf(row));
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

function changeOf({ id, action, thing, thingId }: AuditRow): Change {
  return { id, action, thing, thingId };
}
