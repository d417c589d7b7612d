const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What a page's publishing hangs on and that comes to an end. */
export const DEADLINE_KINDS = ['token', 'refreshToken', 'dataAccess', 'apiVersion'] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** When one of them ends, UTC. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly at: Date;
}

/** Null: the platform does not tell, or it never ends. */
export interface Ends {
  readonly tokenExpiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** From then on Facebook lets nothing be read, though the key still publishes. */
  readonly dataAccessExpiresAt: Date | null;
  readonly apiVersionEndsAt: Date | null;
  /** Kaiku renews the token by itself, so that its own end is no deadline for a person. */
  readonly renewable: boolean;
}

/** The deadlines that a person must meet, the nearest first. */
export function deadlinesOf(ends: Ends): Deadline[] {
  const found: [DeadlineKind, Date | null][] = [
    ['token', ends.renewable ? null : ends.tokenExpiresAt],
    ['refreshToken', ends.renewable ? ends.refreshExpiresAt : null],
    ['dataAccess', ends.dataAccessExpiresAt],
    ['apiVersion', ends.apiVersionEndsAt],
  ];
  return found.flatMap(([kind, at]) => (at ? [{ kind, at }] : [])).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Days before the end at which people are told. A version is changed by whoever installs, which takes longer. */
const WARN_DAYS: Readonly<Record<DeadlineKind, readonly number[]>> = {
  token: [1, 7, 14],
  refreshToken: [1, 7, 14],
  dataAccess: [1, 7, 14],
  apiVersion: [1, 7, 14, 60],
};

/** The nearest threshold that is reached, in days before the end; null while there is time. */
export function warningOf({ kind, at }: Deadline, now: Date): number | null {
  const left = at.getTime() - now.getTime();
  return WARN_DAYS[kind].find((days) => left <= days * DAY_MS) ?? null;
}

/** Hours before an announcement's first post at which those are told without whom it will not go out. */
const REMIND_HOURS = [2, 24];

/** The nearest threshold that is reached; null while there is time, and once the time has passed. */
export function reminderOf(firstAt: Date, now: Date): number | null {
  const left = firstAt.getTime() - now.getTime();
  if (left <= 0) return null;
  return REMIND_HOURS.find((hours) => left <= hours * HOUR_MS) ?? null;
}
