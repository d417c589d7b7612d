import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '#src/start/root';

/** The version of this Kaiku, from its package. */
export function version(): string {
  return (createRequire(import.meta.url)(join(ROOT, 'package.json')) as { version: string }).version;
}
