import { can, type Person, type Thing } from './policy.ts';

/** Languages in which people are told, the first where nothing else is known. */
export const NOTICE_LANGUAGES = ['fi', 'sv', 'en'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

/** What people are told of, each in words of its own (`src/notify/words`). */
export const NOTICE_KINDS = [
  'post.rejected',
  'post.needsDecision',
  'post.missed',
  /** Many at once, as after a night without the server: one notice for all of an organisation. */
  'posts.missed',
  /** Posts wait because their page does not publish: once for each time that it stops, however many wait. */
  'channel.waits',
  'channel.needsReconnect',
  /** A key, or the version of a platform's interface, ends soon. */
  'channel.ends',
  'announcement.submitted',
  'announcement.returned',
  'announcement.approved',
  /** Its first time comes, and it is not approved, or not even submitted. */
  'announcement.due',
  'mention',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * `sending` stands before the server is spoken to. One that is never heard of again becomes `unclear`: it may have
 * arrived, so it is not sent again.
 */
export const MAIL_STATES = ['unwanted', 'waiting', 'sending', 'sent', 'failed', 'unclear'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** One entry of the audit log. */
export interface Happening {
  readonly actor: string;
  readonly action: string;
  readonly thing: string;
  readonly thingId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What an entry is to be told as; the same for many entries that are one matter. Null: nobody is told. */
export function toldAs({ action, thing, thingId, detail }: Happening): NoticeKind | null {
  if (thingId === null) return null;
  if (thing === 'post') return detail.from === detail.to ? null : (OF_POSTS[String(detail.to)] ?? null);
  return thing === 'announcement' ? (OF_ANNOUNCEMENTS[action] ?? null) : null;
}

const OF_POSTS: Readonly<Record<string, NoticeKind>> = {
  rejected: 'post.rejected',
  needsDecision: 'post.needsDecision',
  missed: 'post.missed',
  parked: 'channel.waits',
  awaitingApproval: 'announcement.submitted',
};

/** The first three may leave something that waits for approval; whether one does, its posts tell. */
const OF_ANNOUNCEMENTS: Readonly<Record<string, NoticeKind>> = {
  'announcement.created': 'announcement.submitted',
  'announcement.submitted': 'announcement.submitted',
  'announcement.edited': 'announcement.submitted',
  'announcement.returned': 'announcement.returned',
  'announcement.approved': 'announcement.approved',
};

/** More than this of one organisation at once are told together: nobody reads two hundred mails in the morning. */
export const MISSED_ONE_BY_ONE = 3;

/** Whether a page waits for somebody to connect it again. */
export function needsPerson(reason: unknown): boolean {
  return reason === 'reconnect' || reason === 'permission';
}

/** A key that Kaiku may renew by itself is given this long for it, before people are asked. */
const MENDING_MS = 45_000;

/** Whether people are to be asked to connect a held page again. `forMs`: for how long it has been held. */
export function asksToReconnect(held: { reason: string | null; renewable: boolean; forMs: number }): boolean {
  if (!needsPerson(held.reason)) return false;
  return held.reason === 'permission' || !held.renewable || held.forMs >= MENDING_MS;
}

/** Somebody who may be told. `name` is how the audit log names them. */
export interface Someone {
  readonly id: string;
  readonly name: string;
  readonly person: Person;
}

/** What a notice is about, as far as it decides who hears of it. */
export interface Matter {
  readonly thing: Thing;
  /** Names of those who wrote what it is about. */
  readonly authors: readonly string[];
  /** Whose doing it is: they know. */
  readonly actor: string;
  /** Whether this one's word approves it. */
  approves(someone: Someone): boolean;
}

/** Who can do something about it, or waits to hear of it. */
export function audience(kind: Exclude<NoticeKind, 'mention'>, matter: Matter, all: readonly Someone[]): Someone[] {
  const others = all.filter(({ name }) => name !== matter.actor);
  switch (kind) {
    case 'post.rejected':
    case 'post.needsDecision':
    case 'post.missed':
    case 'posts.missed':
    case 'channel.waits': {
      const theirs = others.filter((one) => writes(one, matter) || looksAfter(one, matter.thing));
      return theirs.length > 0 ? theirs : others.filter(({ person }) => person.clusterAdmin);
    }
    case 'channel.needsReconnect':
    case 'channel.ends':
      return others.filter(({ person }) => can(person, 'channel.edit', matter.thing) === 'yes');
    case 'announcement.submitted':
      return others.filter((one) => matter.approves(one));
    case 'announcement.returned':
    case 'announcement.approved':
      return others.filter((one) => writes(one, matter));
    case 'announcement.due':
      return others.filter((one) => writes(one, matter) || matter.approves(one));
  }
}

function writes({ name, person }: Someone, { authors, thing }: Matter): boolean {
  return authors.includes(name) && can(person, 'post.read', thing) === 'yes';
}

/** By a role there: whoever looks after the whole cluster is not told of every post in it. */
function looksAfter({ person }: Someone, thing: Thing): boolean {
  return can({ ...person, clusterAdmin: false }, 'post.decide', thing) === 'yes';
}
