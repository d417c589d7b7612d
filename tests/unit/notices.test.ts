import { describe, expect, test } from 'vitest';
import {
  asksToReconnect,
  audience,
  type Happening,
  type Matter,
  NOTICE_KINDS,
  NOTICE_LANGUAGES,
  type Someone,
  toldAs,
} from '#posts/notices';
import type { Role } from '#posts/policy';
import { STATE_NAMES } from '#posts/state';
import { mailFailure } from '#src/notify/mail-failure';
import { pathOf, type StoredNotice, say } from '#src/notify/words/index';

const entry = (changes: Partial<Happening>): Happening => ({
  actor: 'worker',
  action: 'post.answered',
  thing: 'post',
  thingId: 'p',
  detail: {},
  ...changes,
});

describe('what is told of the audit log', () => {
  test.each(STATE_NAMES.map((to) => [to, TOLD[to] ?? null]))('a post that becomes %s: %s', (to, kind) => {
    expect(toldAs(entry({ detail: { from: 'publishing', to } }))).toBe(kind);
    expect(toldAs(entry({ detail: { from: to, to } }))).toBeNull();
  });

  test.each<[string, Partial<Happening>, string | null]>([
    ['a refused fact', { action: 'post.moved.refused', detail: { state: 'missed' } }, null],
    ['a page that is held: its row tells', { thing: 'channel', action: 'channel.held' }, null],
    ['a new announcement', announcement('created'), 'announcement.submitted'],
    ['one that was submitted', announcement('submitted'), 'announcement.submitted'],
    ['one that was returned', announcement('returned'), 'announcement.returned'],
    ['one that was approved', announcement('approved'), 'announcement.approved'],
    ['one that was cancelled', announcement('cancelled'), null],
    ['something of nothing', { thingId: null, detail: { from: 'a', to: 'rejected' } }, null],
    ['a person', { thing: 'person', action: 'person.signed-in' }, null],
  ])('%s: %s', (_what, changes, kind) => {
    expect(toldAs(entry(changes))).toBe(kind);
  });
});

function announcement(verb: string): Partial<Happening> {
  return { thing: 'announcement', action: `announcement.${verb}` };
}

test.each([
  ['reconnect', false, 0, true],
  ['reconnect', true, 44_999, false],
  ['reconnect', true, 45_000, true],
  ['permission', true, 0, true],
  ['throttled', false, 99_999, false],
  ['paused', false, 99_999, false],
  [null, false, 99_999, false],
])('a page held for %s, renewable: %o, for %i ms: asked to reconnect: %o', (reason, renewable, forMs, asks) => {
  expect(asksToReconnect({ reason, renewable, forMs })).toBe(asks);
});

const TOLD: Readonly<Record<string, string>> = {
  rejected: 'post.rejected',
  needsDecision: 'post.needsDecision',
  missed: 'post.missed',
  parked: 'channel.waits',
  awaitingApproval: 'announcement.submitted',
};

const who = (id: string, role: Role | null, clusterAdmin = false): Someone => ({
  id,
  name: `person:${id}`,
  person: { clusterAdmin, roles: role ? { own: role } : { other: 'admin' }, scopes: null },
});
const ALL = [
  who('viewer', 'viewer'),
  who('author', 'author'),
  who('approver', 'approver'),
  who('admin', 'admin'),
  who('stranger', null),
  who('chief', null, true),
];
const matter = (changes: Partial<Matter> = {}): Matter => ({
  thing: { organisationId: 'own' },
  authors: ['person:author', 'person:stranger', 'api-key:1'],
  actor: 'worker',
  approves: ({ id }) => id === 'approver',
  ...changes,
});

describe('who is told', () => {
  test.each<[Parameters<typeof audience>[0], Partial<Matter>, string[]]>([
    ['post.rejected', {}, ['author', 'approver', 'admin']],
    ['post.needsDecision', {}, ['author', 'approver', 'admin']],
    ['post.missed', { thing: { organisationId: 'nobodys' } }, ['chief']],
    ['channel.waits', { actor: 'person:admin' }, ['author', 'approver']],
    ['channel.needsReconnect', {}, ['admin', 'chief']],
    ['channel.ends', { thing: 'shared' }, ['chief']],
    ['announcement.submitted', {}, ['approver']],
    ['announcement.submitted', { actor: 'person:approver' }, []],
    ['announcement.returned', {}, ['author']],
    ['announcement.approved', { actor: 'person:author' }, []],
    ['announcement.due', {}, ['author', 'approver']],
    ['announcement.due', { authors: [] }, ['approver']],
  ])('%s %o: %o', (kind, changes, ids) => {
    expect(audience(kind, matter(changes), ALL).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the words', () => {
  const detail = {
    title: 'Puurakentamisen ilta',
    channel: 'Klusterin sivu',
    message: 'too long',
    reason: 'reconnect',
    what: 'refreshToken',
    when: '2026-12-15T11:30:00Z',
    who: 'person:1',
    text: 'katsotko',
  };
  const notice = (kind: StoredNotice['kind']): StoredNotice => ({ kind, thing: 'post', thingId: 'p', detail });

  test.each(NOTICE_LANGUAGES.flatMap((language) => NOTICE_KINDS.map((kind) => [language, kind] as const)))(
    '%s has whole sentences for %s',
    (language, kind) => {
      const reader = { language, zone: 'Europe/Helsinki', names: new Map([['1', 'Maija Meikäläinen']]) };
      const { title, text, todo } = say(notice(kind), reader);
      for (const said of [title, text, todo ?? '.']) {
        expect(said.length).toBeGreaterThan(0);
        expect(said).not.toMatch(/undefined|null|\s\s|person:/);
      }
    },
  );

  test('speak in the cluster’s time, and of nobody who was erased', () => {
    const reader = { language: 'fi', zone: 'Europe/Helsinki', names: new Map<string, string>() } as const;
    const { text } = say(notice('announcement.submitted'), reader);
    expect(text).toContain('joku lähetti');
    expect(text).toContain('tiistaina 15. joulukuuta 2026 klo 13.30');
  });

  test.each([
    [{ thing: 'post', thingId: 'p' }, '/posts/p'],
    [{ thing: 'announcement', thingId: 'a' }, '/announcements/a'],
    [{ thing: 'channel', thingId: null }, '/channels'],
    [{ thing: 'cluster', thingId: null }, '/'],
  ])('%o leads to %s', (thing, path) => {
    expect(pathOf(thing)).toBe(path);
  });
});

describe('a mail that was not sent', () => {
  test.each<[string, object | null, string]>([
    ['no such server', { code: 'EDNS' }, 'again'],
    ['no connection', { code: 'ESOCKET', syscall: 'connect' }, 'again'],
    ['no greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'again'],
    ['a refused login', { code: 'EAUTH', responseCode: 535 }, 'again'],
    ['not now', { code: 'EENVELOPE', responseCode: 451 }, 'again'],
    ['no such address', { code: 'EENVELOPE', responseCode: 550 }, 'never'],
    ['a letter that is not taken', { code: 'EMESSAGE', responseCode: 554 }, 'never'],
    ['a connection that broke', { code: 'ECONNECTION', command: 'CONN' }, 'unclear'],
    ['a silence', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'unclear'],
    ['nothing known', null, 'unclear'],
  ])('%s: %o → %s', (_what, error, failure) => {
    expect(mailFailure(error)).toBe(failure);
  });
});
