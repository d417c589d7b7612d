import type { Outcome } from './outcome.ts';
import { FACT_TYPES, type FactType } from './state.ts';

/** What the audit log tells of. */
export const AUDIT_THINGS = [
  'announcement',
  'announcements',
  'campaign template',
  'channel',
  'cluster',
  'comment',
  'funding',
  'import',
  'key',
  'media',
  'notice',
  'organisation',
  'person',
  'post',
  'preview',
  'request',
  'target group',
  'theme',
  'webhook',
] as const;
export type AuditThing = (typeof AUDIT_THINGS)[number];

const OTHER_VERBS = [
  'added',
  'adopted',
  'answered',
  'attendance',
  'comment',
  'connected',
  'consented',
  'created',
  'deleted',
  'disabled',
  'edit',
  'edited',
  'erased',
  'failing',
  'first-admin',
  'imported',
  'invited',
  'made',
  'mentioned',
  'numbers',
  'offer-withdrawn',
  'offered',
  'password-set',
  'publish',
  'refused',
  'removed',
  'renewed',
  'replayed',
  'reset',
  'resumed',
  'retract',
  'revoked',
  'rotated',
  'run',
  'signed-in',
  'stopped',
  'waits',
] as const;
export type AuditVerb = FactType | (typeof OTHER_VERBS)[number];
/** What was done; of a post also every fact (posts/state), and what it was asked to do on its page. */
export const AUDIT_VERBS: readonly AuditVerb[] = [...new Set([...FACT_TYPES, ...OTHER_VERBS])];

/** What came of it, where the action says so: refused by the post's state, asked for, or the platform's answer. */
export const AUDIT_ENDS = [
  'refused',
  'asked',
  'published',
  'rejected',
  'throttled',
  'authExpired',
  'permission',
  'blocked',
  'misconfigured',
  'notSent',
  'uncertain',
] as const satisfies readonly ('refused' | 'asked' | Outcome['kind'])[];
export type AuditEnd = (typeof AUDIT_ENDS)[number];

/** `thing.verb` or `thing.verb.end`, such as `post.cancelled` or `post.edit.published`. */
export type AuditAction = `${AuditThing}.${AuditVerb}` | `post.${AuditVerb}.${AuditEnd}`;
