import type { Logger } from 'pino';
import type { OpenDatabase } from '#src/db/client';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import type { Announcer } from './announcer.ts';

/** Everything that importing touches; wired in one place at start. */
export interface ImportDeps {
  readonly database: OpenDatabase;
  readonly fetch: GuardedFetch;
  readonly announcer: Announcer;
  readonly logger: Logger;
  /** In [0, 1), for jitter. */
  random(): number;
}
