import type { Role, Scope } from '#posts/policy';
import type { ApiKeyRow } from '#src/db/api-keys';
import type { Actor } from '../deps.ts';

/** The role that each scope brings a key of one organisation. */
const ROLE_OF: Readonly<Record<Scope, Role>> = {
  read: 'viewer',
  write: 'author',
  approve: 'approver',
  manage: 'admin',
};
const STRONGEST_FIRST = ['manage', 'approve', 'write', 'read'] as const satisfies readonly Scope[];

/** Whom a key speaks for. Names of keys are not unique, so a key that a person made goes by its id. */
export function actorOfKey(key: ApiKeyRow): Actor {
  const name = `api-key:${key.createdBy === null ? key.name : key.id}`;
  const { scopes, organisationId } = key;
  if (organisationId === null) return { name, person: { clusterAdmin: true, roles: {}, scopes } };
  const strongest = STRONGEST_FIRST.find((scope) => scopes === null || scopes.includes(scope));
  const roles = strongest ? { [organisationId]: ROLE_OF[strongest] } : {};
  return { name, person: { clusterAdmin: false, roles, scopes } };
}
