import { type Action, can, type Thing, whyNot } from '#posts/policy';
import { findAnnouncement } from '#src/db/announcements';
import { findChannel } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { isId } from '#src/db/ids';
import { findImport } from '#src/db/imports';
import { findNamed, ORGANISATIONS } from '#src/db/named-things';
import { organisationOfPost } from '#src/db/posts';
import { getWebhook } from '#src/db/webhooks';
import type { Actor } from './deps.ts';
import type { Operation } from './operation.ts';
import { notFound, Refusal } from './problem.ts';

type Params = Readonly<Record<string, string>>;
type Asked = Pick<Operation, 'path' | 'action'>;

interface Found {
  readonly thing: Thing;
  /** As the thing is called when it is not there. */
  readonly noun: string;
}

/** Finds what a path is about, by its first part; null: there is no such thing, which the operation tells itself. */
const THINGS: Readonly<Record<string, (db: Database, ref: string) => Promise<Found | null>>> = {
  announcements: async (db, ref) => of('announcement', (await findAnnouncement(db, ref))?.organisationId),
  posts: async (db, ref) => of('post', isId(ref) ? await organisationOfPost(db, ref) : undefined),
  channels: async (db, ref) => of('channel', (await findChannel(db, ref))?.organisationId),
  webhooks: async (db, ref) => of('webhook', isId(ref) ? (await getWebhook(db, ref))?.organisationId : undefined),
  imports: async (db, ref) => of('import', isId(ref) ? (await findImport(db, ref))?.organisationId : undefined),
  organisations: async (db, ref) => of('organisation', (await findNamed(db, ORGANISATIONS, ref))?.id),
};

/**
 * Asks the policy, before anything else of the request is looked at.
 * @throws Refusal 403 with why, or 404 as if it were not there when the caller may not even know of it
 */
export async function guard(db: Database, actor: Actor, operation: Asked, params: Params): Promise<void> {
  const ref = params.ref ?? params.id;
  const find = THINGS[operation.path.split('/')[1] ?? ''];
  const found = ref !== undefined && find ? await find(db, ref) : null;
  mustMay(actor, operation.action, found?.thing ?? 'somewhere', found?.noun ?? '', ref ?? '');
}

/** Whether the actor may know of a thing by its kind and id. What is of no organisation, all see who have a role. */
export async function seesThing(db: Database, actor: Actor, kind: string, id: string | null): Promise<boolean> {
  const find = THINGS[`${kind}s`];
  const found = find && id !== null ? await find(db, id) : null;
  return can(actor.person, 'announcement.read', found?.thing ?? 'shared') === 'yes';
}

/** @throws Refusal as `guard` does */
export function mustMay(actor: Actor, action: Action, thing: Thing, noun: string, ref: string): void {
  const verdict = can(actor.person, action, thing);
  if (verdict === 'unseen') throw notFound(noun, ref);
  if (verdict === 'no') throw forbidden(whyNot(actor.person, action, thing));
}

export function forbidden(why: string): Refusal {
  return new Refusal(403, 'not-allowed', why);
}

/** What belongs to an organisation, or to all of them. */
export function thingOf(organisationId: string | null): Thing {
  return organisationId === null ? 'shared' : { organisationId };
}

function of(noun: string, organisationId: string | null | undefined): Found | null {
  return organisationId === undefined ? null : { noun, thing: thingOf(organisationId) };
}
