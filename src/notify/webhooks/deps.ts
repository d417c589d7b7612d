import type { Logger } from '#src/config/logger';
import type { OpenDatabase } from '#src/db/client';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import type { Sealer } from '#src/secrets/seal';

/** What telling receivers takes. */
export interface WebhookDeps {
  readonly database: OpenDatabase;
  readonly sealer: Sealer;
  readonly fetch: GuardedFetch;
  readonly logger: Logger;
  /** In [0, 1), for jitter. */
  random(): number;
}
