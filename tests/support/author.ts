import type { Actor } from '#src/api/deps';
import { findNamed, ORGANISATIONS } from '#src/db/named-things';
import type { ApiServer } from './api-server.ts';

/** Somebody whose words need another's approval, in the organisation of the tests' announcements. */
export async function anAuthor({ deps }: ApiServer): Promise<Actor> {
  const organisation = await findNamed(deps.database.db, ORGANISATIONS, 'lapin-amk');
  const roles = { [organisation?.id ?? '']: 'author' as const };
  return { name: 'author', person: { clusterAdmin: false, roles, scopes: null } };
}
