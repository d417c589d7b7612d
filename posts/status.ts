/** What is told of the whole of Kaiku, read at one moment. Instants are UTC, by the database's clock. */
export interface StatusFacts {
  readonly now: Date;
  readonly stopped: boolean;
  /** Posts that nobody picked up though their time passed, on pages that are not held. */
  readonly late: number;
  /** Posts about which a person must decide: unclear, missed or rejected. */
  readonly waiting: number;
  /** Pages that publish nothing until somebody connects them again. */
  readonly reconnect: number;
  /** When workers last took up their regular round; null: never, or the queue does not answer. */
  readonly workersSeenAt: Date | null;
  /** The newest backup that lies beside Kaiku; null: there is none. Undefined: it is not known here. */
  readonly backupAt: Date | null | undefined;
}

/** What is not as it should be. The order is that of urgency. */
export const WORRIES = ['workers', 'late', 'stopped', 'reconnect', 'waiting', 'backup'] as const;
export type Worry = (typeof WORRIES)[number];

/** `well`: nothing to do. `look`: a person should look. `bad`: what is due does not go out. */
export type Overall = 'well' | 'look' | 'bad';

/** Workers take up their round every 15 seconds; a busy machine may miss a few. */
const SILENT_MS = 90_000;
const BACKUP_OLD_MS = 8 * 86_400_000;

/** What the facts mean for somebody who wants to know whether all is well. */
export function statusOf(facts: StatusFacts): { readonly all: Overall; readonly worries: readonly Worry[] } {
  const { now, workersSeenAt, backupAt } = facts;
  const present: Readonly<Record<Worry, boolean>> = {
    workers: workersSeenAt === null || now.getTime() - workersSeenAt.getTime() > SILENT_MS,
    // While everything is stopped, nothing is expected to go out.
    late: facts.late > 0 && !facts.stopped,
    stopped: facts.stopped,
    reconnect: facts.reconnect > 0,
    waiting: facts.waiting > 0,
    backup: backupAt === null || (backupAt !== undefined && now.getTime() - backupAt.getTime() > BACKUP_OLD_MS),
  };
  const worries = WORRIES.filter((worry) => present[worry]);
  // Nobody but an administrator can see to a backup, so it makes nobody else's day a bad one.
  const all = present.workers || present.late || present.stopped ? 'bad' : worries.length > 0 ? 'look' : 'well';
  return { all, worries };
}
